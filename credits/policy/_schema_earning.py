"""The rules of earning: how what was done becomes hours, on which conditions, and up to how many."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from credits.policy._codes import ActivityCode, Level, Mode, Organiser, ReasonCode, Role
from credits.policy._schema_base import CategoryCode, Frozen, Hours, OrUnstated, Rule, Share


class Lesson(Rule):
    """How many minutes make an hour."""

    minutes: int = Field(gt=0, le=600)
    by_category: dict[CategoryCode, int] = {}


class Day(Rule):
    """What a day earns that states no hours; less where it states no timetable either."""

    hours: Hours
    hours_without_timetable: Hours | None = None


class Step(Rule):
    """The steps in which hours are granted; always rounded down, once, of the whole claim."""

    hours: Hours


class Category(Frozen):
    """A category of hours, and the category that it is a part of."""

    code: CategoryCode
    zh: str
    en: str
    parent: CategoryCode | None = None


class CategoryCap(Rule):
    """How many hours of a category count in a cycle: `hours`, or a `share` of the total that the version asks."""

    category: CategoryCode
    hours: Hours = Decimal(0)
    share: Share | None = None


class Cap(Rule):
    """
    How many hours some activities earn together in a cycle or calendar year: `hours`, or a `share` of the total asked.

    With `each_organiser` those of each kind of organiser for itself.
    """

    activities: tuple[ActivityCode, ...] = Field(min_length=1)
    modes: tuple[Mode | OrUnstated, ...] = ()
    levels: tuple[Level | OrUnstated, ...] = ()
    organisers: tuple[Organiser | OrUnstated, ...] = ()
    hours: Hours = Decimal(0)
    share: Share | None = None
    per: Literal["cycle", "year"] = "cycle"
    each_organiser: bool = False


class DailyCap(Rule):
    """How many hours of one day count, of all activities or of some."""

    hours: Hours
    activities: tuple[ActivityCode, ...] = ()


class Overlap(Rule):
    """Time spent in two places at once counts once."""


class Items(Rule):
    """One item (paper, project, course) counts once in a cycle, in a calendar year, or once for life."""

    once: Literal["cycle", "year", "life"] = "cycle"


class Gate(Rule):
    """
    A condition without which a claim earns nothing; for all activities, or for some.

    `passed` (within so many days of the last), `attendance` (at least this share of the minutes), `late` (at most so many minutes
    missed), `absences` (at most so many half-days), `provider` (recognised on every day), `approved` (before the first day),
    `collected` (information collected).
    """

    kind: Literal["passed", "attendance", "late", "absences", "provider", "approved", "collected"]
    activities: tuple[ActivityCode, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()
    within_days: int | None = None
    share: Decimal | None = Field(default=None, gt=0, le=1, decimal_places=4)
    half_days: int | None = Field(default=None, ge=0)
    late_minutes: int | None = Field(default=None, ge=0)


class Earn(Frozen):
    """
    How an activity becomes hours.

    `time`: hours, minutes or days as stated, times `rate`, divided by `per`. `per_day`, `per_month`: `hours` for each day or
    started month. `fixed`: `hours`, for each of `count` if `counted`. `per_volume`: `hours` for every full `chars` characters.
    """

    kind: Literal["time", "per_day", "per_month", "fixed", "per_volume"] = "time"
    hours: Hours = Decimal(0)
    rate: Hours = Decimal(1)
    per: Hours = Decimal(1)
    counted: bool = False
    chars: int = Field(default=1, gt=0)
    stated_only: bool = False


class Tier(Frozen):
    """The cap of a stay of at least so many started months."""

    months: int
    hours: Hours


class Spread(Frozen):
    """Over how many cycles a claim may be registered: a year's worth each, or in equal parts."""

    cycles: int = Field(ge=2, le=5)
    kind: Literal["worth", "equal"]


class AuthorShare(Frozen):
    """
    What each of several authors has of a work.

    `table`: the share of the first, the second, …; nothing behind the last. `decrement`: `less` for each place behind the first, at
    least `least`. `split`: the first has `first`, the others share the rest alike. With fewer than `authors_from` nothing is shared.
    """

    kind: Literal["table", "decrement", "split"]
    shares: tuple[Share, ...] = ()
    less: Hours = Decimal(0)
    least: Hours = Decimal(0)
    first: Share = "1/2"
    authors_from: int = Field(default=2, ge=2, le=100)


class Activity(Rule):
    """One row of the conversion table. The first row whose conditions hold is taken; a missing fact holds where `unstated` is listed."""

    codes: tuple[ActivityCode | Literal["*"], ...] = Field(min_length=1)
    levels: tuple[Level | OrUnstated, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()
    organisers: tuple[Organiser | OrUnstated, ...] = ()
    roles: tuple[Role | OrUnstated, ...] = ()
    rank_up_to: int | None = None
    chars_over: int | None = None
    chars_up_to: int | None = None
    with_chars: bool | None = None
    months_from: int | None = None
    earn: Earn = Earn()
    author_share: AuthorShare | None = None
    reason: ReasonCode | None = None
    category: CategoryCode | None = None
    fill: tuple[CategoryCode, ...] = Field(default=(), max_length=2)
    fill_stated: bool = True
    minimum: Hours | None = None
    step: Hours | None = None
    day: Hours | None = None
    item_cap: Hours | None = None
    item_cap_years: int | None = None
    tiers: tuple[Tier, ...] = ()
    spread: Spread | None = None
    valid_years: int | None = None
    once: Literal["cycle", "year", "life", "any"] | None = None
