"""The rules of a rulebook, one class a rule. Each says where it stands and how sure that is (rules.md 0)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from credits.policy._codes import ActivityCode, Level, Mode, Organiser, ReasonCode, Role, StatusCode, TargetLevel


def _plain(amount: Decimal) -> Decimal:
    whole = amount.to_integral_value()
    return Decimal(f"{whole if amount == whole else amount.normalize():f}")


# 90, 90.0 and 90.00 are one value, or the digest of a version would depend on how it was typed.
Hours = Annotated[
    Decimal,
    Field(ge=0, max_digits=9, decimal_places=2),
    AfterValidator(_plain),
    PlainSerializer(lambda amount: f"{amount:f}", return_type=str),
]
CategoryCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
OrUnstated = Literal["unstated"]


class Frozen(BaseModel):
    """A value that refuses unknown keys and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Frozen):
    """A source of `rules.md`, under the name by which the product cites it."""

    document: str
    article: str = ""


class Rule(Frozen):
    """A value of the law: where it stands, how sure that is, how strictly it is meant."""

    source: str
    confidence: Literal["V", "R", "L", "G", "A"]
    article: str = ""
    strength: Literal["hard", "default"] = "hard"
    note: str = ""


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


class Cycle(Rule):
    """
    The span in which a requirement must be met.

    `year` runs from `month`/`day` for `years` (counted from `anchor`), `window` from one day until another, `registration` for
    `years` from the person's own day (`aligned`: from the start of the year that holds it), `term` for the appointment term,
    and where there is none for a year.
    """

    kind: Literal["year", "window", "registration", "term"] = "year"
    years: int = Field(default=1, ge=1, le=10)
    month: int = Field(default=1, ge=1, le=12)
    day: int = Field(default=1, ge=1, le=28)
    anchor: int = 2000
    aligned: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


class Total(Rule):
    """How many hours a cycle asks (a year of it, where the cycle is a term), of whom."""

    hours: Hours
    target_levels: tuple[TargetLevel | OrUnstated, ...] = ()


class Floor(Rule):
    """How many of the hours required must be of one category."""

    category: CategoryCode
    hours: Hours


class ModeFloor(Rule):
    """How many of the hours required must be learnt in one mode (of one category)."""

    mode: Mode
    hours: Hours
    category: CategoryCode | None = None


class Inner(Rule):
    """A minimum for every part of the cycle."""

    hours: Hours
    months: int = Field(default=12, ge=1, le=60)


class Band(Frozen):
    """What is asked of somebody whose duty is shorter than so many months when the cycle ends."""

    below_months: int = Field(gt=0)
    hours: Hours
    floors: dict[CategoryCode, Hours] = {}


class Entry(Rule):
    """What follows from the day on which duty begins."""

    kind: Literal["next_year", "prorate", "bands"]
    bands: tuple[Band, ...] = ()


class Specialties(Rule):
    """What more than one registered specialty changes: `additive` adds for each further one."""

    kind: Literal["additive", "split", "shared"]
    hours: Hours = Decimal(0)
    floors: dict[CategoryCode, Hours] = {}


class Exemption(Rule):
    """A status or an age that frees from the requirement."""

    status: StatusCode | None = None
    consent: bool = False
    age: int | None = None


class Deferral(Rule):
    """Statuses for which what is missing moves to the next cycle."""

    statuses: tuple[StatusCode, ...]


class Carry(Rule):
    """What of a surplus serves the next cycle."""

    max: Hours | None = None
    categories: tuple[CategoryCode, ...] = ()
    serves_categories: bool = False
    first_cycle: bool = True


class Shortfall(Rule):
    """What an earlier shortfall does: it is filled `first`, or it is made up beside the present duty."""

    kind: Literal["first", "make_up"]


class Unverified(Rule):
    """What becomes of hours that an audit could not verify: gone, and added to the next requirement."""

    effect: Literal["next_cycle"]


class Category(Frozen):
    """A category of hours, and the category that it is a part of."""

    code: CategoryCode
    zh: str
    en: str
    parent: CategoryCode | None = None


class CategoryCap(Rule):
    """How many hours of a category count in a cycle."""

    category: CategoryCode
    hours: Hours


class Cap(Rule):
    """How many hours some activities earn together in a cycle or calendar year."""

    activities: tuple[ActivityCode, ...] = Field(min_length=1)
    modes: tuple[Mode | OrUnstated, ...] = ()
    levels: tuple[Level | OrUnstated, ...] = ()
    hours: Hours
    per: Literal["cycle", "year"] = "cycle"


class DailyCap(Rule):
    """How many hours of one day count."""

    hours: Hours


class Overlap(Rule):
    """Time spent in two places at once counts once."""


class Items(Rule):
    """One item (paper, project, course) counts once in a cycle, or once for life."""

    once: Literal["cycle", "life"] = "cycle"


class Gate(Rule):
    """
    A condition without which a claim earns nothing; for all activities, or for some.

    `passed` (within so many days of the last), `attendance` (at least this share of the minutes), `absences` (at most so many
    half-days), `provider` (recognised on every day), `approved` (before the first day), `collected` (information collected).
    """

    kind: Literal["passed", "attendance", "absences", "provider", "approved", "collected"]
    activities: tuple[ActivityCode, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()
    within_days: int | None = None
    share: Decimal | None = Field(default=None, gt=0, le=1, decimal_places=4)
    half_days: int | None = Field(default=None, ge=0)


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
    reason: ReasonCode | None = None
    category: CategoryCode | None = None
    fill: tuple[CategoryCode, ...] = ()
    fill_stated: bool = True
    minimum: Hours | None = None
    step: Hours | None = None
    day: Hours | None = None
    item_cap: Hours | None = None
    item_cap_years: int | None = None
    tiers: tuple[Tier, ...] = ()
    spread: Spread | None = None
    valid_years: int | None = None
    once: Literal["cycle", "life"] | None = None


class LookBack(Rule):
    """The years that a title application looks back on, and how they are tested."""

    years: dict[TargetLevel, int]
    include_application_year: bool = False
    accumulates: bool = False
    sums: tuple[Literal["total"] | CategoryCode, ...] = ()
    province_hours: Hours | None = None
    since_title: bool = False
    since_transfer: bool = False
