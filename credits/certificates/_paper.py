"""The words of the paper, from a statement and its design. What is drawn where is `_pdf`'s business."""

from collections.abc import Mapping
from typing import Any

from credits.certificates import _designs
from credits.certificates._designs import Design
from credits.certificates._kinds import day

__all__ = ["day", "design_of", "facts", "sentence", "title"]


def design_of(stated: Mapping[str, Any]) -> Design:
    """Return the design with which a statement is drawn."""
    return _designs.of(stated)


def title(stated: Mapping[str, Any], design: Design) -> str:
    """Return what the file is called."""
    return f"{design.title.zh} {stated['number']}"


def sentence(stated: Mapping[str, Any], design: Design) -> str:
    """Return the sentence that certifies."""
    return design.sentence_of(stated, "zh")


def facts(stated: Mapping[str, Any], design: Design) -> list[tuple[str, str, str]]:
    """Return the rows of the table: Chinese label, English label, text. Until when it holds stands there whatever the design places."""
    rows = [*design.rows_of(stated), *_validity(stated)]
    return [(zh, en if design.is_bilingual else "", text) for zh, en, text in rows]


def _validity(stated: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    last = stated.get("valid_until")
    return [("有效期至", "Valid until", day(last))] if last else []
