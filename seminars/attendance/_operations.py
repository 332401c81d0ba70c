"""Confirming who was there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts import access
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import runs
from seminars.attendance._checks import require_known, require_possible
from seminars.attendance._queries import on_roster
from seminars.models import Attendance, Enrolment, Session


class SessionNotOver(Refusal):
    """Nobody knows yet who stays until the end."""

    sentence = _("“%(title)s” ends at %(ends_at)s. Confirm attendance after that.")


class AlreadyConfirmed(Refusal):
    """Attendance is confirmed once; afterwards it is corrected."""

    sentence = _(
        "Attendance of “%(title)s” was confirmed at %(confirmed_at)s by %(by)s. Correct it with a reason if it is wrong."
    )


class OwnPresence(Refusal):
    """Nobody vouches for having been there themselves."""

    sentence = _(
        "You are on the roster of “%(title)s” yourself, and nobody confirms their own presence. Let another member of staff confirm it, or note yourself as absent."
    )


@transaction.atomic
def confirm(*, session: Session, minutes: Mapping[int, int], by: User, at: datetime) -> None:
    """
    Confirm how many minutes everybody was there: `minutes` by key of enrolment, everybody else the whole session.

    :raises SessionNotOver: if the session has not ended
    :raises AlreadyConfirmed: if it was done before
    :raises NotOnRoster: if somebody in `minutes` holds no place
    :raises MinutesOutOfRange: if a number cannot be; its field is "minutes-<key>"
    :raises OwnPresence: if `by` takes part, and is not among the absent
    """
    run = session.run
    # The lock keeps closing, cancelling and another confirmation away, and the roster as it is.
    runs.take_open(run)
    session.refresh_from_db()
    if session.confirmed_at is not None:
        confirmed_at = tags.moment(session.confirmed_at)
        raise AlreadyConfirmed(title=session.title, confirmed_at=confirmed_at, by=session.confirmed_by)
    if session.ends_at > at:
        raise SessionNotOver(title=session.title, ends_at=tags.day_and_time(session.ends_at))

    present = list(on_roster(run))
    require_known(session, minutes, present)
    require_possible(session, minutes, present)
    _require_not_own(session, minutes, present, by=by)
    Attendance.objects.bulk_create(
        Attendance(session=session, enrolment=row, minutes=minutes.get(row.pk, session.minutes)) for row in present
    )
    session.confirmed_at, session.confirmed_by = at, by
    session.save(update_fields=["confirmed_at", "confirmed_by"])


def _require_not_own(session: Session, minutes: Mapping[int, int], present: Iterable[Enrolment], *, by: User) -> None:
    own = access.own_records(by)
    if any(row.person_id in own and minutes.get(row.pk, session.minutes) for row in present):
        raise OwnPresence(title=session.title)
