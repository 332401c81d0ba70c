"""Tests of papers in Chinese."""
