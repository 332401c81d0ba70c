"""Cms: words and pictures, pages, search; the only app that knows Wagtail."""
