"""Tests of what is killed: each fault in a short form, every victim once."""
