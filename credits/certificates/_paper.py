"""The words of the paper, from a wording. What is drawn where is `_pdf`'s business."""

from datetime import date
from typing import Any


def statement(wording: dict[str, Any]) -> str:
    """Return the sentence that certifies."""
    run = f"（第{wording['run_number']}期）" if wording["run_number"] else ""
    span = _span(wording)
    return f"{wording['holder']}（{wording['document']}）于{span}参加“{wording['programme']}”{run}学习，修完规定内容，准予结业。"


def _span(wording: dict[str, Any]) -> str:
    first, last = wording["starts_on"], wording["ends_on"]
    return day(first) if first == last else f"{day(first)}至{day(last)}"


def facts(wording: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Return the rows of the table: Chinese label, English label, texts. An empty fact has no row."""
    hours = "，".join(f"{label}{amount}学时" for label, amount in wording["hours"])
    rows = [
        ("项目名称", "Programme", wording["programme"]),
        ("项目类别", "Kind", wording["kind"]),
        ("批准文号", "Approval number", wording["approval_number"]),
        ("起止日期", "Dates", _span(wording)),
        ("学时", "Hours", hours),
        ("主办单位", "Host", wording["host"]),
        ("承办单位", "Organiser", wording["organiser"]),
    ]
    return [(zh, en, [text]) for zh, en, text in rows if text]


def day(iso: str) -> str:
    """Return a day as the paper writes it: 2026年9月20日."""
    when = date.fromisoformat(iso)
    return f"{when.year}年{when.month}月{when.day}日"
