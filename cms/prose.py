"""Rich text as plain paragraphs: one function, so that search, moderation and the versions of a document read the same words."""

import re
from html import unescape

from django.utils.html import strip_tags

_END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")


def paragraphs(rich: str) -> list[str]:
    """Return the paragraphs of `rich` text without their tags, the empty ones left out."""
    parts = (unescape(strip_tags(part)).strip() for part in _END_OF_PARAGRAPH.split(rich))
    return [part for part in parts if part]
