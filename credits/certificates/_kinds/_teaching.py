"""授课学时证明: somebody taught, and what was taught counts for who taught it."""

from collections.abc import Mapping
from typing import Any

from credits.certificates._kinds import _claimed, _common
from credits.certificates._kinds._common import EN, Kind
from credits.enums import Activity


def stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a proof of hours taught states; `taught` is how long, where the claim says it, `hours` what it counts."""
    return {
        "title": facts["title"],
        "activity": _common.ACTIVITY_NAMES.get(Activity(facts["activity"]), _common.OTHER_ACTIVITY),
        "approval_number": facts["approval_number"],
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "taught": _common.hundredths(facts["taught"]) if facts["taught"] else "",
        "hours": _common.labelled(facts["hours"]),
        "organiser": facts["organiser"],
        "issuer": facts["issuer"],
    }


def said(stated: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words for each placeholder."""
    unit = " hours" if language == EN else "学时"
    return {
        **_common.everywhere(stated),
        **{name: stated[name] for name in ("title", "activity", "approval_number", "organiser")},
        "span": _common.span(stated, language),
        "taught": f"{stated['taught']}{unit}" if stated["taught"] else "",
        "hours": _common.hours(stated["hours"], language),
        "issued_on": _common.day(stated["issued_on"], language),
    }


KIND = Kind(
    stated=stated,
    said=said,
    rows={
        "title": ("授课内容", "Subject taught"),
        "activity": ("类别", "Kind"),
        "approval_number": ("立项文号", "Approval number"),
        "span": ("授课日期", "Dates"),
        "taught": ("授课时长", "Hours taught"),
        "hours": ("认定学时", "Hours counted"),
        "organiser": ("举办单位", "Organiser"),
    },
    is_lessened=_claimed.is_lessened,
    required=frozenset({"holder", "document", "title", "activity", "span", "hours", "organiser"}),
)
