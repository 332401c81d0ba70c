"""The picture: the same page as the file, as a PNG to look at and to keep where no file can be taken (WeChat's browser)."""

from collections.abc import Mapping
from typing import Any

from credits.certificates import _paper, _pdf
from credits.certificates._designs import Design
from learning import lettering


def draw_picture(stated: Mapping[str, Any], design: Design | None = None) -> bytes:
    """
    Draw a statement as a PNG of one page, in the design that it names or in another that is tried.

    :raises GlyphMissing: if no font has a character of it
    """
    sheet, design = lettering.Sheet(), design or _paper.design_of(stated)
    with lettering.DRAWING:
        _pdf.Page(sheet, stated, design).draw()
    return sheet.png()
