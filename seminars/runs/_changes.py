"""Filed changes (备案): time, room and teacher of a session change at once, and the enrolled are told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import bases
from seminars.models import FiledChange, Run, Session
from seminars.runs import _sessions, _told
from seminars.runs._operations import ReasonMissing, take_open


class SessionConfirmed(Refusal):
    """Attendance of the session is stated already."""

    sentence = _("Attendance of “%(title)s” is confirmed: the session cannot be changed.")


class SessionOver(Refusal):
    """The session is past."""

    sentence = _("“%(title)s” ended at %(ends_at)s: it can no longer be changed. Confirm its attendance.")


class SessionStartsInThePast(Refusal):
    """The session would be moved into the past."""

    sentence = _("“%(title)s” cannot be moved to %(starts_at)s, which is past. Choose a later time.")
    field = "starts_at"


class NothingChanged(Refusal):
    """The filing changes nothing."""

    sentence = _("Nothing of “%(title)s” would change. State a new time, room or teacher.")


@transaction.atomic
def file_change(
    *,
    session: Session,
    by: User,
    at: datetime,
    reason: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    room: str | None = None,
    teacher: str | None = None,
) -> FiledChange:
    """
    Change time, room or teacher of `session` and tell the enrolled; a new day becomes a day of the run.

    :raises SessionConfirmed: if its attendance is confirmed
    :raises SessionOver: if it has ended
    :raises NothingChanged: if all stays as it is
    """
    run = session.run
    take_open(run)
    session.refresh_from_db()
    session.run = run
    _require_changeable(session, reason=reason, at=at)
    stated = {"starts_at": starts_at, "ends_at": ends_at, "room": room, "teacher": teacher}
    changed = {name: value for name, value in stated.items() if value is not None and value != getattr(session, name)}
    if not changed:
        raise NothingChanged(title=session.title)

    before = _words(session)
    for name, value in changed.items():
        setattr(session, name, value)
    _require_time(session, at=at)
    session.save(update_fields=list(changed))
    _keep_days(run, session)
    change = FiledChange.objects.create(
        session=session, before=before, after=_words(session), reason=reason.strip(), filed_at=at, filed_by=by
    )
    _told.changed(change, at=at)

    return change


def _require_changeable(session: Session, *, reason: str, at: datetime) -> None:
    if session.confirmed_at is not None:
        raise SessionConfirmed(title=session.title)
    if session.ends_at <= at:
        raise SessionOver(title=session.title, ends_at=_minute(session.ends_at))
    if not reason.strip():
        raise ReasonMissing


def _require_time(session: Session, *, at: datetime) -> None:
    if session.ends_at <= at:
        raise SessionStartsInThePast(title=session.title, starts_at=tags.day_and_time(session.starts_at))
    days = timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)
    bases.require_recognised(session.run.programme.base, first=days[0], last=days[1])
    _sessions.require_sessions([_as_facts(session)], starts_on=days[0], ends_on=days[1])
    others = session.run.sessions.exclude(pk=session.pk).order_by("number")
    _sessions.require_no_overlap([_as_facts(session), *map(_as_facts, others)])


def _keep_days(run: Run, session: Session) -> None:
    # A session may be put off beyond the last day: the run then lasts longer. It never becomes shorter by that.
    run.starts_on = min(run.starts_on, timezone.localdate(session.starts_at))
    run.ends_on = max(run.ends_on, timezone.localdate(session.ends_at))
    run.save(update_fields=["starts_on", "ends_on"])


def _as_facts(session: Session) -> _sessions.SessionFacts:
    return _sessions.SessionFacts(
        title=session.title, starts_at=session.starts_at, ends_at=session.ends_at, minutes=session.minutes
    )


def _words(session: Session) -> dict[str, str]:
    times = {"starts_at": _minute(session.starts_at), "ends_at": _minute(session.ends_at)}
    return {**times, "room": session.room, "teacher": session.teacher}


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
