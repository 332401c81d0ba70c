"""The picture: the same page as the file, as a PNG to look at and to keep where no file can be taken (WeChat's browser)."""

from collections.abc import Mapping
from typing import Any

from credits.certificates import _pdf
from learning import lettering


def draw_picture(stated: Mapping[str, Any]) -> bytes:
    """
    Draw a statement as a PNG of one page.

    :raises GlyphMissing: if no font has a character of it
    """
    sheet = lettering.Sheet()
    with lettering.DRAWING:
        _pdf.Page(sheet, stated).draw()
    return sheet.png()
