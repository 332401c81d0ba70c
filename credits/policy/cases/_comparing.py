"""Compare what a case states with what was decided. Only what is stated is compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from credits.policy.cases._schema import Case, ExpectedAward, ExpectedLookBack, ExpectedPart, ExpectedStanding

FIGURES = ("required", "counted", "missing", "met", "total", "hours", "unmet")


@dataclass(frozen=True)
class Difference:
    """One figure that is not as expected."""

    what: str
    expected: Any
    decided: Any

    def __str__(self) -> str:
        return f"{self.what}: expected {_shown(self.expected)}, decided {_shown(self.decided)}"


def differences(case: Case, decided: Mapping[str, Any]) -> Iterator[Difference]:
    """Return every figure stated that was decided otherwise."""
    for award in case.expect.awards:
        yield from _of_award(award, decided["awards"], case)
    for standing in case.expect.standings:
        yield from _of_standing(standing, decided["standings"], case)
    for look_back in case.expect.look_backs:
        yield from _of_look_back(look_back, decided["look_backs"], case)


def _of_award(expected: ExpectedAward, awards: list[dict[str, Any]], case: Case) -> Iterator[Difference]:
    family = expected.rulebook or case.rulebooks[0]
    what = f"award of {expected.claim}{_under(family, case)}"
    found = next(award for award in awards if award["claim"] == expected.claim and award["rulebook"] == family)
    yield from _figures(what, expected, found)
    categories = found["categories"]
    if expected.category is not None and set(categories) != {expected.category}:
        yield Difference(f"{what} category", expected.category, " and ".join(categories))
    yield from _amounts(f"{what} categories", expected.categories, categories)
    yield from _said(what, expected.reasons, found["reasons"])


def _said(what: str, expected: Iterable[str], reasons: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    codes = [reason["code"] for reason in reasons]
    for code in expected:
        if code not in codes:
            yield Difference(f"{what} reasons", code, ", ".join(codes))


def _of_standing(expected: ExpectedStanding, standings: list[dict[str, Any]], case: Case) -> Iterator[Difference]:
    family = expected.rulebook or case.rulebooks[0]
    what = f"standing on {expected.on}{_under(family, case)}"
    day = expected.on.isoformat()
    of_family = [row for row in standings if row["rulebook"] == family]
    found = next((row for row in of_family if row["cycle_starts_on"] <= day < row["cycle_ends_before"]), None)
    if found is None:
        yield Difference(what, "a cycle", "no cycle, or no version in force")
        return
    yield from _figures(what, expected, found)
    yield from _said(what, expected.reasons, found["reasons"])
    if expected.grace_until and found["grace_until"] != expected.grace_until.isoformat():
        yield Difference(f"{what} grace_until", expected.grace_until, found["grace_until"])
    stated: dict[str, Mapping[Any, ExpectedPart]] = {
        "categories": expected.categories,
        "modes": expected.modes,
        "rolling": expected.rolling,
    }
    for kind, parts in stated.items():
        there = {part["code"]: part for part in found[kind]}
        for code, part in parts.items():
            yield from _figures(
                f"{what} {kind}.{code}", part, there.get(code, {"required": 0, "counted": 0, "missing": 0})
            )


def _of_look_back(expected: ExpectedLookBack, rows: list[dict[str, Any]], case: Case) -> Iterator[Difference]:
    family = expected.rulebook or case.rulebooks[0]
    what = f"look-back of {expected.applying_in}{_under(family, case)}"
    key = (family, expected.applying_in, expected.level or case.person.target_level, expected.review_level)
    found = next(row for row in rows if (row["rulebook"], row["applying_in"], row["level"], row["review_level"]) == key)
    yield from _figures(what, expected, found)
    there = {part["code"]: part["counted"] for part in found["categories"] or []}
    yield from _amounts(f"{what} categories", expected.categories, there)


def _figures(what: str, expected: BaseModel, found: Mapping[str, Any]) -> Iterator[Difference]:
    for name in FIGURES:
        value = getattr(expected, name, None)
        if value is not None and not _same(value, found[name]):
            yield Difference(f"{what} {name}", value, found[name])


def _amounts(what: str, expected: Mapping[str, Decimal], found: Mapping[str, Any]) -> Iterator[Difference]:
    for code, amount in expected.items():
        if not _same(amount, found.get(code, 0)):
            yield Difference(f"{what}.{code}", amount, found.get(code, 0))


def _same(expected: Any, decided: Any) -> bool:
    if isinstance(expected, list):
        return sorted(expected) == sorted(decided)
    if isinstance(expected, Decimal):
        return expected == Decimal(str(decided))
    return bool(expected == decided)


def _under(family: str, case: Case) -> str:
    return f" under {family}" if len(case.rulebooks) > 1 else ""


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
