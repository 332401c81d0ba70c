"""The figures of a plan, asked for in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from learning.accounts.models import Organisation
from seminars.enums import Indicator
from seminars.indicators._held import HELD, parameters
from seminars.models import Plan, PlanTarget

FIGURES = f"""
WITH {HELD}
SELECT (SELECT count(*) FROM held WHERE is_seminar), (SELECT count(DISTINCT human) FROM trained WHERE is_seminar),
       (SELECT count(*) FROM trained), (SELECT count(DISTINCT human) FROM trained), (SELECT count(*) FROM recognised)
"""  # noqa: S608  (the statement's own text)
COUNTED = (
    Indicator.ADVANCED_SEMINARS,
    Indicator.SENIOR_SPECIALISTS,
    Indicator.PERSON_TIMES,
    Indicator.PERSONS,
    Indicator.BASES,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of a plan: what is asked for and what is reached. `reached` is None where nothing tells it."""

    indicator: Indicator
    target: int | None
    is_sample: bool
    reached: int | None
    is_sample_reached: bool

    @property
    def share(self) -> float | None:
        """Return what is reached of the target in per cent, rounded down to a tenth."""
        if self.target is None or self.reached is None:
            return None
        return self.reached * 1000 // self.target / 10


def lines(plan: Plan, *, regulators: Sequence[Organisation], on: date) -> list[Line]:
    """Return the indicators of `plan` in their order, as far as `regulators` see them; of a closed plan the final figures."""
    targets = {row.indicator: row for row in PlanTarget.objects.filter(plan=plan)}
    counted = {} if plan.closed_on else _counted(plan, regulators, on)
    return [_line(code, targets[code], counted) for code in Indicator if code in targets]


def _line(code: Indicator, row: PlanTarget, counted: dict[Indicator, int]) -> Line:
    return Line(
        indicator=code,
        target=row.target,
        is_sample=row.is_sample,
        reached=row.final if row.final is not None else counted.get(code),
        is_sample_reached=row.is_sample_final,
    )


def _counted(plan: Plan, regulators: Sequence[Organisation], on: date) -> dict[Indicator, int]:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, parameters(plan, regulators, on))
        figures = cursor.fetchone() or ()
    return dict(zip(COUNTED, map(int, figures), strict=True))
