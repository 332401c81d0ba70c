"""What the sessions of a run must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """One sitting. `minutes` are those of instruction: breaks do not count."""

    title: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    room: str = ""
    teacher: str = ""


class SessionsMissing(Refusal):
    """The run would have no sitting."""

    sentence = _("A run has at least one session. Add the sessions with start and end.")
    field = "sessions"


class SessionOutsideDates(Refusal):
    """A session lies outside the run."""

    sentence = _(
        "“%(title)s” is on %(day)s; the run lasts from %(starts_on)s to %(ends_on)s. Move the session, or change the days of the run."
    )
    field = "sessions"


class SessionTooShort(Refusal):
    """A session is shorter than the instruction it is to hold, or ends before it starts."""

    sentence = _(
        "“%(title)s” lasts %(span)s minutes; %(minutes)s minutes of instruction do not fit. Correct its times or its minutes."
    )
    field = "sessions"


class SessionsOverlap(Refusal):
    """Two sessions of the run are at the same time."""

    sentence = _("“%(first)s” ends at %(ends_at)s, after “%(second)s” has begun. Correct one of the two.")
    field = "sessions"


class MinutesDiffer(Refusal):
    """The sessions hold more or less instruction than was approved."""

    sentence = _(
        "The sessions hold %(planned)s minutes of instruction; approved are %(approved)s: %(difference)s minutes difference. Correct the sessions."
    )
    field = "sessions"


def require_sessions(sessions: Sequence[SessionFacts], *, starts_on: date, ends_on: date) -> None:
    """Do nothing if each of `sessions` lies inside the run and holds its minutes, and none overlaps another."""
    if not sessions:
        raise SessionsMissing
    for session in sessions:
        _require_span(session)
        for day in (timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)):
            if not starts_on <= day <= ends_on:
                raise SessionOutsideDates(title=session.title, day=day, starts_on=starts_on, ends_on=ends_on)
    require_no_overlap(sessions)


def require_minutes(sessions: Sequence[SessionFacts], *, approved: int) -> None:
    """Do nothing if `sessions` hold exactly the minutes that were approved."""
    planned = sum(session.minutes for session in sessions)
    if planned != approved:
        raise MinutesDiffer(planned=planned, approved=approved, difference=f"{planned - approved:+d}")


def require_no_overlap(sessions: Sequence[SessionFacts]) -> None:
    """Do nothing if none of `sessions` begins before the one before it ends."""
    for first, second in pairwise(sorted(sessions, key=lambda session: session.starts_at)):
        if second.starts_at < first.ends_at:
            ends_at = tags.day_and_time(first.ends_at)
            raise SessionsOverlap(first=first.title, second=second.title, ends_at=ends_at)


def _require_span(session: SessionFacts) -> None:
    span = int((session.ends_at - session.starts_at).total_seconds() // 60)
    if span <= 0 or not 0 < session.minutes <= span:
        raise SessionTooShort(title=session.title, span=max(span, 0), minutes=session.minutes)
