"""Tests of seminars: runs."""
