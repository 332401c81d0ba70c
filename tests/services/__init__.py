"""Tests on real servers that the test starts."""
