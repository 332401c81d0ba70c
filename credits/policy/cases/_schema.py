"""What a case file may say."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, NaiveDatetime

from credits.policy._codes import (
    ActivityCode,
    Level,
    Mode,
    Organiser,
    ReasonCode,
    ReviewLevel,
    Role,
    StatusCode,
    TargetLevel,
)


def _decimal(value: Any) -> Any:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number:
        raise ValueError("a number is expected; allowed: a number without quotes, such as 90 or 1.5")
    return Decimal(value)


Amount = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, max_digits=9, decimal_places=2)]
Figure = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, max_digits=12)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Moment = Annotated[NaiveDatetime, Field(ge=datetime(1900, 1, 1), le=datetime(2200, 12, 31))]  # noqa: DTZ001  (local clock)
Whole = Annotated[int, Field(ge=0, le=10_000_000)]
Number = Annotated[int, Field(ge=1, le=10_000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Place = Annotated[str, Field(pattern=r"^(\d{6}|[A-Z]{2}(-[A-Z0-9]{1,3})?)$")]
UNMET = (
    "total",
    "specialties",
    "(category|rolling):[a-z][a-z0-9_]*",
    "mode:(on_site|live|recorded)",
    r"inner:\d{4}-\d{2}-\d{2}",
)
Unmet = Annotated[str, Field(pattern=f"^({'|'.join(UNMET)})$")]
UnmetOfYears = Annotated[str, Field(pattern=r"^(total|category:[a-z][a-z0-9_]*|\d{4})$")]


class Stated(BaseModel):
    """A table of a case file: unknown keys are refused, and nothing is guessed from another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Title(Stated):
    """A title won."""

    level: TargetLevel
    published_on: Day


class Status(Stated):
    """A status that holds from a day until a day, both inclusive."""

    code: StatusCode
    since: Day
    until: Day | None = None
    consent: bool | None = None


class Person(Stated):
    """Whose hours are decided."""

    obliged_since: Day | None = None
    obliged_until: Day | None = None
    target_level: TargetLevel | None = None
    born_on: Day | None = None
    transferred_on: Day | None = None
    appointed_since: Day | None = None
    appointed_until: Day | None = None
    info_collected: bool | None = None
    employer_kind: Name | None = None
    region: Place | None = None
    specialties: list[Name] | None = Field(default=None, min_length=1)
    titles: list[Title] = []
    statuses: list[Status] = []


class Claim(Stated):
    """Something done."""

    id: Name
    activity: ActivityCode
    category: Name | None = None  # What a rulebook does not know counts for nothing there: no mistake.
    starts_on: Day | None = None
    ends_on: Day | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    hours: Amount | None = None
    minutes: Whole | None = None
    days: Amount | None = None
    credits: Amount | None = None
    attended_minutes: Whole | None = None
    absent_half_days: Whole | None = None
    travel_days: Whole | None = None
    mode: Mode | None = None
    level: Level | None = None
    organiser: Organiser | None = None
    provider_since: Day | None = None
    provider_until: Day | None = None
    approved_on: Day | None = None
    passed: bool | None = None
    passed_on: Day | None = None
    role: Role | None = None
    rank: Number | None = None
    authors: Number | None = None
    count: Whole | None = None
    chars: Whole | None = None
    item: Name | None = None
    specialty: Name | None = None
    revoked_on: Day | None = None
    unverified: bool | None = None
    declared_on: Day | None = None
    late_approved_on: Day | None = None
    provider_region: Place | None = None
    position: Whole | None = None

    @property
    def first_day(self) -> date | None:
        """Return the first day of learning."""
        return self.starts_on or (self.starts_at.date() if self.starts_at else None)

    @property
    def last_day(self) -> date | None:
        """Return the last day of learning."""
        return self.ends_on or (self.ends_at.date() if self.ends_at else None) or self.first_day


class Opening(Stated):
    """What an earlier cycle left."""

    rulebook: str | None = None
    on: Day
    carried_in: Amount | None = None
    shortfall: Amount | None = None
    categories: dict[Code, Amount] = {}


class ExpectedPart(Stated):
    """What is expected of a category or mode."""

    required: Figure | None = None
    counted: Figure | None = None
    missing: Figure | None = None


class ExpectedAward(Stated):
    """What is expected of a claim."""

    claim: str
    rulebook: str | None = None
    hours: Figure | None = None
    category: Code | None = None
    categories: dict[Code, Figure] = {}
    reasons: list[ReasonCode] = []


class ExpectedStanding(Stated):
    """What is expected of the cycle in which a day lies."""

    on: Day
    rulebook: str | None = None
    required: Figure | None = None
    counted: Figure | None = None
    missing: Figure | None = None
    met: bool | None = None
    categories: dict[Code, ExpectedPart] = {}
    modes: dict[Mode, ExpectedPart] = {}
    rolling: dict[Code, ExpectedPart] = {}
    grace_until: Day | None = None
    reasons: list[ReasonCode] = []
    unmet: list[Unmet] | None = None


class ExpectedLookBack(Stated):
    """What is expected of the years that an application looks back on."""

    rulebook: str | None = None
    applying_in: Annotated[int, Field(ge=1950, le=2200)]
    level: TargetLevel | None = None
    review_level: ReviewLevel = "city"
    met: bool | None = None
    total: Figure | None = None
    categories: dict[Code, Figure] = {}
    missing: Figure | None = None
    unmet: list[UnmetOfYears] | None = None


class Expected(Stated):
    """What the rules are expected to make of the facts."""

    awards: list[ExpectedAward] = []
    standings: list[ExpectedStanding] = []
    look_backs: list[ExpectedLookBack] = []


class Case(Stated):
    """A case."""

    name: Name
    source: str = ""
    rulebooks: list[str] = Field(min_length=1)
    person: Person = Person()
    claims: list[Claim] = []
    openings: list[Opening] = []
    expect: Expected = Expected()
