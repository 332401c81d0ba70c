"""Tests of seminars: closing."""
