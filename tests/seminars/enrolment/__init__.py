"""Tests of seminars: enrolment."""
