"""The rules of duty: in which span how much is asked of whom, and what one span leaves to the next."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from credits.policy._codes import ActivityCode, Level, Mode, Organiser, StatusCode, TargetLevel
from credits.policy._schema_base import CategoryCode, Frozen, Hours, OrUnstated, Rule, Share


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
    """
    How many of the hours required must be of one category: `hours`, or a `share` of the total, whichever is more.

    A share is of what is `required`. Of what was `earned` (all that counts in the cycle) it rises by learning more of another category,
    so that a further hour can make somebody short who was not: a rule says that only where its text does.
    """

    category: CategoryCode
    hours: Hours = Decimal(0)
    share: Share | None = None
    base: Literal["required", "earned"] = "required"


class ModeFloor(Rule):
    """How many of the hours required must be learnt in one mode (of one category)."""

    mode: Mode
    hours: Hours
    category: CategoryCode | None = None


class Inner(Rule):
    """A minimum for every part of the cycle."""

    hours: Hours
    months: int = Field(default=12, ge=1, le=60)


class Rolling(Rule):
    """
    A minimum of the last `years` or `cycles`, up to the end of each cycle: `hours`, or `claims` that earned something.

    Of some activities, modes, levels, organisers, categories, or of everything. Who has been under the duty for less long owes it only
    where `newcomers` do.
    """

    code: CategoryCode
    zh: str
    en: str
    hours: Hours | None = None
    claims: int | None = Field(default=None, ge=1, le=1000)
    years: int | None = Field(default=None, ge=1, le=40)
    cycles: int | None = Field(default=None, ge=1, le=40)
    activities: tuple[ActivityCode, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()
    levels: tuple[Level | OrUnstated, ...] = ()
    organisers: tuple[Organiser | OrUnstated, ...] = ()
    categories: tuple[CategoryCode, ...] = ()
    newcomers: bool = False


class Grace(Rule):
    """
    Days after a cycle during which who is short is only so for the time being; no hour changes by it.

    `provisional`: the standing still serves. `inactive`: it serves nothing until it is met.
    """

    days: int = Field(ge=1, le=1000)
    status: Literal["provisional", "inactive"] = "provisional"


class Band(Frozen):
    """What is asked of somebody whose duty is shorter than so many months when the cycle ends."""

    below_months: int = Field(gt=0)
    hours: Hours
    floors: dict[CategoryCode, Hours] = {}


class Entry(Rule):
    """
    What follows from the day on which duty begins.

    `exempt`: nothing is owed in the cycle that holds it. `prorate` counts started months or quarters, or days (of exemptions, too), and
    rounds up.
    """

    kind: Literal["next_year", "prorate", "bands", "exempt"]
    by: Literal["month", "quarter", "day"] = "month"
    bands: tuple[Band, ...] = ()


class Specialties(Rule):
    """
    What more than one registered specialty changes.

    `additive` adds `hours` for each further one. `split`: the one requirement is divided; where `hours` are stated, each specialty needs
    at least these, of claims that name it or none. `shared`: one requirement serves all.
    """

    kind: Literal["additive", "split", "shared"]
    hours: Hours = Decimal(0)
    floors: dict[CategoryCode, Hours] = {}


class Exemption(Rule):
    """A status or an age that frees from the requirement; a status may `reduce` it by hours instead."""

    status: StatusCode | None = None
    consent: bool = False
    age: int | None = None
    reduce: Hours | None = None


class Deferral(Rule):
    """Statuses for which what is missing moves to the next cycle."""

    statuses: tuple[StatusCode, ...]


class Carry(Rule):
    """What of a surplus serves the next cycle."""

    max: Hours | None = None
    categories: tuple[CategoryCode, ...] = ()
    serves_categories: bool = False
    serves_inner: bool = False
    first_cycle: bool = True


class DayOfYear(Frozen):
    """A day of every year."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class Season(Frozen):
    """Days of every year, first and last inclusive; they may cross its end."""

    first: DayOfYear
    last: DayOfYear


class Shortfall(Rule):
    """
    What an earlier shortfall does: it is filled `first`, or it is made up beside the present duty.

    `extra` is asked on top of a shortfall that is made up. What is completed (`passed_on`) after the cycle for which it is learnt makes
    that one up: `back_years` years after the cycle at most, and only within `window`, where these are stated.
    """

    kind: Literal["first", "make_up"]
    extra: Hours = Decimal(0)
    back_years: int | None = Field(default=None, ge=1, le=50)
    window: Season | None = None


class Unverified(Rule):
    """What becomes of hours that an audit could not verify: gone, and added to the next requirement."""

    effect: Literal["next_cycle"]


class LookBack(Rule):
    """The years that a title application looks back on, and how they are tested."""

    years: dict[TargetLevel, int]
    include_application_year: bool = False
    accumulates: bool = False
    sums: tuple[Literal["total"] | CategoryCode, ...] = ()
    province_hours: Hours | None = None
    since_title: bool = False
    since_transfer: bool = False
