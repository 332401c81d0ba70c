"""Tests of seminars: bases."""
