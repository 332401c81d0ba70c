"""Texts that a spreadsheet would take for a formula: marked on their way out as CSV, read as they were on their way in."""

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "'"


def marked(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and computes nothing."""
    return f"{_MARK}{text}" if _is_one(text) else text


def unmarked(text: str) -> str:
    """Return the text that was marked; any other as it is."""
    return text[1:] if text.startswith(_MARK) and _is_one(text[1:]) else text


def _is_one(text: str) -> bool:
    # What was marked by hand before is marked once more, so that one mark comes off again.
    return text.lstrip(_MARK).startswith(_BEGINNINGS)
