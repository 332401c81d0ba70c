"""Half days: what a sign-in sheet and a count of absences go by. Noon parts them; an evening belongs to the afternoon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from seminars.models import Run, Session

NOON = 12


@dataclass(frozen=True, order=True)
class HalfDay:
    """A morning or the rest of a day."""

    day: date
    is_afternoon: bool


def half_day_of(session: Session) -> HalfDay:
    """Return the half day in which `session` starts."""
    starts_at = timezone.localtime(session.starts_at)
    return HalfDay(starts_at.date(), starts_at.hour >= NOON)


def half_days(run: Run) -> dict[HalfDay, list[Session]]:
    """Return the sessions of `run` by half day, in the order of time: a sign-in sheet each."""
    return by_half_day(run.sessions.order_by("starts_at", "pk"))


def by_half_day(sessions: Iterable[Session]) -> dict[HalfDay, list[Session]]:
    """Group `sessions`, which are in the order of time, by half day."""
    return {half_day: list(group) for half_day, group in groupby(sessions, key=half_day_of)}
