"""What a filling is made of: how much of everything, and the steps in which it is done."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cms.management.province._held import SHANGHAI, moment
from cms.management.province.filling import _places
from cms.management.province.filling._places import BasePlan

YEARS = 6
PEOPLE = 2000
PEOPLE_A_STEP = 80
# So many people of a city play the parts of `_parts`; with fewer, a part would be missing.
PEOPLE_LEAST = 26
CLOSED_RUNS_A_BASE = 2
ALONE = 4


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A filling: the same one for the same three values."""

    seed: int
    scale: float
    begun_at: datetime

    @property
    def today(self) -> date:
        """Return the day that everything is relative to."""
        return self.begun_at.astimezone(SHANGHAI).date()

    @property
    def first_year(self) -> int:
        """Return the first year of which hours are known."""
        return self.today.year - YEARS + 1

    @cached_property
    def cities(self) -> list[str]:
        """Return the codes of the cities that take part."""
        every = _places.cities()
        return every[: max(2, round(len(every) * self.scale))]

    @cached_property
    def bases(self) -> list[BasePlan]:
        """Return the bases that take part, those of the small world first."""
        # A small filling keeps one base a city, and few programmes of it.
        part = (5, 10) if self.scale >= 1 else (2, 4)
        every = [base for base in _places.bases(part=part) if base.city in self.cities]
        return every if self.scale >= 1 else [base for base in every if base.place == 0]

    @property
    def people_a_city(self) -> int:
        """Return how many people each city has."""
        return max(PEOPLE_LEAST, round(PEOPLE * self.scale / len(self.cities)))

    def chance(self, *of: object) -> random.Random:
        """Return the dice of one thing: thrown the same whatever was thrown before elsewhere."""
        return random.Random("/".join(str(part) for part in (self.seed, *of)))  # noqa: S311  (the same province for the same seed)

    def past(self, year: int, month: int, day: int) -> datetime:
        """Return a morning that lies in the past."""
        return min(moment(date(year, month, day)), self.begun_at)


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """One step: what, of what, which part of it, and about how many seconds it takes."""

    stage: int
    deed: str
    subject: str = ""
    part: int = 0
    weight: int = 1


def steps(plan: Plan) -> list[StepPlan]:
    """Return the steps of `plan`, in order."""
    return [
        StepPlan(stage=1, deed="organisations", weight=4),
        StepPlan(stage=1, deed="notices"),
        *_mixed(list(_taught(plan)), list(_settled(plan))),
        *_held(plan),
        StepPlan(stage=4, deed="sweeps", weight=2),
    ]


def _taught(plan: Plan) -> Iterator[StepPlan]:
    for base in plan.bases:
        yield StepPlan(stage=2, deed="programmes", subject=base.key, weight=2)


def _settled(plan: Plan) -> Iterator[StepPlan]:
    for city in plan.cities:
        for part in range(-(-plan.people_a_city // PEOPLE_A_STEP)):
            yield StepPlan(stage=2, deed="people", subject=city, part=part, weight=2)


def _held(plan: Plan) -> Iterator[StepPlan]:
    # Coming runs first: somebody who looks for a course should soon find one.
    for base in plan.bases:
        yield StepPlan(stage=3, deed="coming", subject=base.key)
    for part in range(CLOSED_RUNS_A_BASE):
        for base in plan.bases:
            yield StepPlan(stage=3, deed="closed", subject=base.key, part=part)
    # The first bases offer a self-paced programme each.
    for base in plan.bases[:ALONE]:
        yield StepPlan(stage=3, deed="completions", subject=base.key)


def _mixed(first: list[StepPlan], second: list[StepPlan]) -> Iterator[StepPlan]:
    """Yield from both in turns: the province grows everywhere at once."""
    for number in range(max(len(first), len(second))):
        yield from first[number : number + 1]
        yield from second[number : number + 1]
