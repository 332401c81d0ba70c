"""Tests: a package at every level; mirrors the source. `stories/` walks journeys, `browser/` in Chromium, `services/` on real servers."""
