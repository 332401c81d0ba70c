"""Confirming who was there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts import people
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import runs
from seminars.attendance._queries import on_roster
from seminars.models import Attendance, Enrolment, Session


class SessionNotOver(Refusal):
    """Nobody knows yet who stays until the end."""

    sentence = _("“%(title)s” ends at %(ends_at)s. Confirm attendance after that.")


class AlreadyConfirmed(Refusal):
    """Attendance is confirmed once."""

    sentence = _("Attendance of “%(title)s” was confirmed at %(confirmed_at)s by %(by)s and is not changed any more.")


class MinutesOutOfRange(Refusal):
    """Somebody would have been there longer than the session lasted, or less than not at all."""

    sentence = _(
        "“%(title)s” has %(most)s minutes of instruction; %(minutes)s minutes are noted for %(name)s. Note 0 to %(most)s minutes."
    )


class NotOnRoster(Refusal):
    """Minutes are noted for somebody who holds no place."""

    sentence = _("%(count)s of those noted hold no place in “%(title)s” any more. Open the roster again.")


@transaction.atomic
def confirm(*, session: Session, minutes: Mapping[int, int], by: User, at: datetime) -> None:
    """
    Confirm how many minutes everybody was there: `minutes` by key of enrolment, everybody else the whole session.

    :raises SessionNotOver: if the session has not ended
    :raises AlreadyConfirmed: if it was done before
    :raises NotOnRoster: if somebody in `minutes` holds no place
    :raises MinutesOutOfRange: if a number cannot be; its field is "minutes-<key>"
    """
    run = session.run
    # The lock keeps closing, cancelling and another confirmation away, and the roster as it is.
    runs.take_open(run)
    session.refresh_from_db()
    if session.confirmed_at is not None:
        confirmed_at = f"{timezone.localtime(session.confirmed_at):%Y-%m-%d %H:%M}"
        raise AlreadyConfirmed(title=session.title, confirmed_at=confirmed_at, by=session.confirmed_by)
    if session.ends_at > at:
        raise SessionNotOver(title=session.title, ends_at=f"{timezone.localtime(session.ends_at):%Y-%m-%d %H:%M}")

    present = list(on_roster(run))
    _require_known(session, minutes, present)
    _require_possible(session, minutes, present)
    Attendance.objects.bulk_create(
        Attendance(session=session, enrolment=row, minutes=minutes.get(row.pk, session.minutes)) for row in present
    )
    session.confirmed_at, session.confirmed_by = at, by
    session.save(update_fields=["confirmed_at", "confirmed_by"])


def _require_known(session: Session, minutes: Mapping[int, int], present: Iterable[Enrolment]) -> None:
    if unknown := set(minutes) - {row.pk for row in present}:
        raise NotOnRoster(title=session.title, count=len(unknown))


def _require_possible(session: Session, minutes: Mapping[int, int], present: Iterable[Enrolment]) -> None:
    for row in present:
        noted = minutes.get(row.pk, session.minutes)
        if not 0 <= noted <= session.minutes:
            name = people.current_names([row.person_id]).get(row.person_id, "")
            field = f"minutes-{row.pk}"
            raise MinutesOutOfRange(field=field, title=session.title, most=session.minutes, minutes=noted, name=name)
