"""What a register of hours holds: the lines of a transcript by rulebook, their sums by category and year, and what each cycle asked for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from credits import transcripts
from credits.certificates._kinds import _common
from credits.enums import StandingState

Lines = Sequence[tuple[Mapping[str, Any], transcripts.Row]]


def tables(proved: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a register states of the transcript `proved`."""
    by_family: dict[str, list[tuple[Mapping[str, Any], transcripts.Row]]] = {}
    for shown, row in zip(proved["lines"], transcripts.rows(proved), strict=True):
        by_family.setdefault(shown["line"]["family"], []).append((shown, row))
    registers = [_register(family, lines) for family, lines in sorted(by_family.items())]
    duties = zip(proved["standings"], transcripts.standings(proved), strict=True)
    return {
        "duties": [_duty(one, shown) for one, shown in duties],
        "registers": registers,
        "hours": _over_all(registers),
    }


def total_of(proved: Mapping[str, Any], person: int) -> int:
    """Return what the lines of one record come to, in hundredths of an hour, over all rulebooks."""
    return sum(shown["line"]["hours"] for shown in proved["lines"] if shown["line"]["person"] == person)


def _register(family: str, lines: Lines) -> dict[str, Any]:
    titles = [shown["rulebook"] for shown, _row in lines if shown["rulebook"]]
    years = sorted({_year(shown) for shown, _row in lines})
    return {
        "rulebook": titles[-1] if titles else family,
        "entries": [_entry(shown, row) for shown, row in lines],
        "sums": [{"year": str(year), **_sum([one for one in lines if _year(one[0]) == year])} for year in years],
        **_sum(lines),
    }


def _entry(shown: Mapping[str, Any], row: transcripts.Row) -> dict[str, str]:
    line, facts = shown["line"], shown["facts"]
    return {
        "title": row.title,
        "activity": row.activity,
        "provider": row.provider,
        "category": row.category,
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "cycle": row.cycle,
        "recorded_on": timezone.localdate(datetime.fromisoformat(line["recorded_at"])).isoformat(),
        "act": row.kind,
        "note": row.note,
        "hours": _common.hundredths(line["hours"]),
    }


def _sum(lines: Lines) -> dict[str, Any]:
    """Return the sums of lines by category, in the order in which a paper names categories, and of all of them."""
    places = list(_common.CATEGORY_NAMES)
    found: dict[tuple[int, str], int] = {}
    for shown, row in lines:
        code = shown["line"]["category"]
        place = places.index(code) if code in places else len(places)
        found[place, row.category] = found.get((place, row.category), 0) + shown["line"]["hours"]
    by_category = [[label, _common.hundredths(amount)] for (_place, label), amount in sorted(found.items())]
    return {"hours": by_category, "total": _common.hundredths(sum(found.values()))}


def _over_all(registers: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the sums of all registers; where there are several, each names its rulebook: the same learning may count under each."""
    if len(registers) == 1:
        return list(registers[0]["hours"])
    return [[f"《{one['rulebook']}》{label}", amount] for one in registers for label, amount in one["hours"]]


def _duty(one: Mapping[str, Any], shown: transcripts.Standing) -> dict[str, Any]:
    is_known = one["state"] != StandingState.UNKNOWN
    first, before = one["cycle"]
    return {
        "rulebook": one["rulebook"],
        "cycle": shown.cycle,
        "starts_on": first,
        "ends_on": (date.fromisoformat(before) - timedelta(days=1)).isoformat(),
        "required": _common.hundredths(one["required"]) if is_known else "",
        "counted": _common.hundredths(one["counted"]),
        "missing": _common.hundredths(one["missing"]) if is_known else "",
        "state": shown.state,
        "hours": list(_parts(one["categories"])),
    }


def _parts(categories: Iterable[Mapping[str, Any]]) -> Iterable[list[str]]:
    """Yield label, counted and required of each category; what asks for nothing says nothing."""
    for part in categories:
        label = part["name"] or transcripts.CATEGORIES.get(part["code"], part["code"])
        asked = part.get("required")
        yield [label, _common.hundredths(part["counted"]), _common.hundredths(asked) if asked else ""]


def _year(shown: Mapping[str, Any]) -> int:
    return date.fromisoformat(shown["facts"]["ends_on"]).year
