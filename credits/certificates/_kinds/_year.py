"""年度学时证明: somebody has met what a rulebook asks for in a year."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from credits.certificates._kinds import _common
from credits.certificates._kinds._common import EN, Kind
from credits.enums import StandingState
from credits.models import CertificateOrder, Standing
from learning.accounts import people


def stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a proof of the hours of a year states: what counts, of how much, under which rulebook."""
    names = {one["code"]: one["zh"] for one in facts["names"] or ()}
    return {
        "title": facts["title"],
        "rulebook": facts["rulebook"],
        "version": facts["version"],
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "required": _common.hundredths(facts["required"]),
        "counted": _common.hundredths(facts["counted"]),
        "hours": [_amount(one, "counted", names) for one in facts["categories"] if one["counted"]],
        "required_hours": [_amount(one, "required", names) for one in facts["categories"] if one.get("required")],
        "issuer": facts["issuer"],
    }


def said(stated: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words for each placeholder."""
    unit = " hours" if language == EN else "学时"
    return {
        **_common.everywhere(stated),
        **{name: stated[name] for name in ("title", "rulebook", "version")},
        "year": _year(stated, language),
        "span": _common.span(stated, language),
        "required": stated["required"] + unit,
        "counted": stated["counted"] + unit,
        "hours": _common.hours(stated["hours"], language),
        "required_hours": _common.hours(stated["required_hours"], language),
        "issued_on": _common.day(stated["issued_on"], language),
    }


def counted(row: Standing) -> dict[str, Any]:
    """Return the facts of an order that come from the standing as it is now."""
    return {
        "rulebook": row.version.title,
        "version": row.version.code,
        "required": row.required,
        "counted": row.counted,
        "categories": row.categories,
        "names": row.version.body.get("categories"),
    }


def renewed(order: CertificateOrder, _at: datetime) -> dict[str, Any] | None:
    """Return the facts of an order as the standing has them now; None where the year is met no longer."""
    row = _met(order)
    return {**order.facts, **counted(row)} if row else None


def is_lessened(order: CertificateOrder) -> bool:
    """Say whether the year of an order is met no longer, or with fewer hours than it states."""
    row = _met(order)
    return row is None or row.counted < order.facts["counted"]


def _met(order: CertificateOrder) -> Standing | None:
    # Joined records have one standing, under the lowest.
    records = people.joined([order.person_id])[order.person_id]
    of_human = Standing.objects.filter(person__in=records, family=order.facts["family"]).order_by("person")
    row = of_human.select_related("version").filter(cycle_starts_on=order.facts["starts_on"]).first()
    return row if row is not None and row.state == StandingState.MET else None


def _amount(category: Mapping[str, Any], name: str, names: Mapping[str, str]) -> list[str]:
    code = category["code"]
    return [names.get(code) or _common.CATEGORY_NAMES.get(code, ""), _common.hundredths(category[name])]


def _year(stated: Mapping[str, Any], language: str) -> str:
    first, last = date.fromisoformat(stated["starts_on"]), date.fromisoformat(stated["ends_on"])
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if language == EN else f"{first.year}年度"
    return _common.span(stated, language)


KIND = Kind(
    stated=stated,
    said=said,
    rows={
        "title": ("证明事项", "Subject"),
        "year": ("学习年度", "Year"),
        "span": ("起止日期", "Dates"),
        "rulebook": ("学时认定规则", "Rulebook"),
        "version": ("规则版本", "Version of the rulebook"),
        "required": ("应修学时", "Hours required"),
        "counted": ("已修学时", "Hours counted"),
        "required_hours": ("分科目应修", "Required by category"),
        "hours": ("分科目已修", "Counted by category"),
    },
    required=frozenset({"holder", "document", "span", "rulebook", "required", "counted", "hours"}),
    renewed=renewed,
    is_lessened=is_lessened,
)
