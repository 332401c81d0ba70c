"""The picture: the same pages as the file, each as a PNG to look at and to keep where no file can be taken (WeChat's browser)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from credits.certificates import _paper, _pdf
from credits.certificates._designs import Design
from learning import lettering
from learning.errors import Refusal


class NoSuchPage(Refusal):
    """The certificate has fewer pages."""

    sentence = _("This certificate has no page %(page)d.")


def draw_picture(stated: Mapping[str, Any], design: Design | None = None, *, page: int = 1) -> bytes:
    """
    Draw a page of a statement as a PNG, in the design that it names or in another that is tried.

    :raises GlyphMissing: if no font has a character of it
    :raises NoSuchPage: if it has fewer pages
    """
    sheet, design = lettering.Sheet(), design or _paper.design_of(stated)
    with lettering.DRAWING:
        leaves = _pdf.leaves(stated, design)
        if not 0 < page <= len(leaves):
            raise NoSuchPage(page=page)
        leaves[page - 1](sheet)
    return sheet.png()


def count_pages(stated: Mapping[str, Any], design: Design | None = None) -> int:
    """Return how many pages a statement has."""
    design = design or _paper.design_of(stated)
    with lettering.DRAWING:
        return len(_pdf.leaves(stated, design))
