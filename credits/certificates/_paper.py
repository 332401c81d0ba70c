"""The words of the paper, from a statement. What is drawn where is `_pdf`'s business."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def sentence(stated: Mapping[str, Any]) -> str:
    """Return the sentence that certifies."""
    run = f"（第{stated['run_number']}期）" if stated["run_number"] else ""
    span = _span(stated)
    return f"{stated['holder']}（证件号码{stated['document']}）于{span}参加“{stated['title']}”{run}学习，修完规定内容，准予结业。"


def _span(stated: Mapping[str, Any]) -> str:
    first, last = stated["starts_on"], stated["ends_on"]
    return day(first) if first == last else f"{day(first)}至{day(last)}"


def facts(stated: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Return the rows of the table: Chinese label, English label, texts. An empty fact has no row."""
    hours = "，".join(f"{label}{amount}学时" for label, amount in stated["hours"])
    rows = [
        ("项目名称", "Programme", stated["title"]),
        ("项目类别", "Kind", stated["activity"]),
        ("立项文号", "Approval number", stated["approval_number"]),
        ("起止日期", "Dates", _span(stated)),
        ("学时", "Hours", hours),
        ("主办单位", "Host", stated["host"]),
        ("承办单位", "Organiser", stated["organiser"]),
    ]
    return [(zh, en, [text]) for zh, en, text in rows if text]


def day(iso: str) -> str:
    """Return a day as the paper writes it: 2026年9月20日."""
    when = date.fromisoformat(iso)
    return f"{when.year}年{when.month}月{when.day}日"
