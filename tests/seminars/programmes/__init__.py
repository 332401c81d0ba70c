"""Tests of seminars: programmes."""
