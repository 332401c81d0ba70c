"""The columns of a sheet: how they are headed, in Chinese and English, and what stands in them."""

import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

# Code of the column: heading in Chinese, heading in English, other headings that are understood.
HEADINGS: Mapping[str, Sequence[str]] = {
    "number": ("证件号码", "Document number", "身份证号", "身份证号码"),
    "record": ("档案编号", "Record id"),
    "name": ("姓名", "Name"),
    "family": ("学时认定规则", "Rulebook", "规则", "family"),
    "year": ("年度", "Year", "周期", "cycle"),
    "category": ("科目", "Category", "学时类别"),
    "carried_in": ("结转学时", "Hours carried"),
    "shortfall": ("欠缺学时", "Shortfall", "Hours missing"),
    "source": ("来源文件", "Source document", "来源", "Source"),
}
LABELS = {
    "number": _("Document number"),
    "record": _("Record id"),
    "name": _("Name"),
    "family": _("Rulebook"),
    "year": _("Year"),
    "category": _("Category"),
    "carried_in": _("Hours carried"),
    "shortfall": _("Hours missing"),
    "source": _("Source document"),
}


def column_of(heading: object) -> str:
    """Return the code of the column that is headed so, or nothing."""
    folded = _folded(heading)
    return next((code for code, names in HEADINGS.items() if folded in map(_folded, names)), "")


def _folded(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split()).lower().rstrip("*:")
