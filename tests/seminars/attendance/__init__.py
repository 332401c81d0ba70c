"""Tests of seminars: attendance."""
