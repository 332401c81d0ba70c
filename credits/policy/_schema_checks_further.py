"""What no single rule can see, of shares of what was earned, minimums of several years, deadlines and places."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from credits.policy._schema_base import parts
from credits.policy._schema_duty import Rolling

if TYPE_CHECKING:
    from credits.policy._schema import Version
    from credits.policy._schema_conduct import Deadline
    from credits.policy._schema_duty import DayOfYear

PLACE = re.compile(r"\*|\d{6}|[A-Z]{2}(-[A-Z0-9]{1,3})?")
NOT_LEAP = 2001
OF_ONE_LENGTH = ("year", "registration")


def further(version: "Version") -> Iterator[str]:
    """Return what is wrong with these rules of `version`, each with its key path and what is allowed."""
    yield from _earned(version)
    yield from _rolling(version)
    yield from _deadline(version)
    yield from _made_up(version)
    for number, row in enumerate(version.recognitions, 1):
        for code in row.regions:
            if not PLACE.fullmatch(code):
                yield f"recognitions[{number}].regions: “{code}” is no place; allowed: six digits, an ISO 3166-2 code, or *"


def _earned(version: "Version") -> Iterator[str]:
    of_what_is_earned = [floor for floor in version.floors if floor.base == "earned"]
    parents = {category.code: category.parent for category in version.categories}
    for number, floor in enumerate(version.floors, 1):
        if floor.base == "earned" and not floor.share:
            yield f'floors[{number}].share: must be stated for base “earned”; allowed: such as "2/3"'
        if floor.base == "earned" and parents.get(floor.category):
            yield f"floors[{number}].category: “{floor.category}” is a part of another; allowed: a category of its own"
    # Shares that fill everything could be met by no number of further hours.
    if sum(Fraction(*parts(floor.share)) for floor in of_what_is_earned if floor.share) >= 1:
        yield "floors: the shares of what is earned add up to all of it; allowed: together less than 1/1"


def _rolling(version: "Version") -> Iterator[str]:
    for number, rule in enumerate(version.rolling, 1):
        yield from _of_rolling(f"rolling[{number}]", rule, version.cycle.kind)
    for code, times in Counter(rule.code for rule in version.rolling).items():
        if times > 1:
            yield f"rolling: code “{code}” is stated {times} times; allowed: once"


def _of_rolling(path: str, rule: Rolling, kind: str) -> Iterator[str]:
    if (rule.hours is None) == (rule.claims is None):
        yield f"{path}: states hours or claims; allowed: one of both"
    if (rule.years is None) == (rule.cycles is None):
        yield f"{path}: states years or cycles; allowed: one of both"
    if rule.cycles is not None and kind not in OF_ONE_LENGTH:
        yield f"{path}.cycles: cycles of kind “{kind}” are not of one length; allowed: years"


def _deadline(version: "Version") -> Iterator[str]:
    if version.claim is not None:
        yield from _day_of_year("claim.deadline", version.claim.deadline)


def _made_up(version: "Version") -> Iterator[str]:
    rule = version.shortfall
    if rule is None:
        return
    for name in ("back_years", "window"):
        if rule.kind != "make_up" and getattr(rule, name) is not None:
            yield f"shortfall.{name}: stands beside kind “{rule.kind}”; allowed: with kind make_up"
    if rule.window is not None:
        yield from _day_of_year("shortfall.window.first", rule.window.first)
        yield from _day_of_year("shortfall.window.last", rule.window.last)


def _day_of_year(path: str, stated: "Deadline | DayOfYear") -> Iterator[str]:
    try:
        date(NOT_LEAP, stated.month, stated.day)
    except ValueError:
        yield f"{path}.day: month {stated.month} has no day {stated.day} in every year; allowed: a day that exists"
