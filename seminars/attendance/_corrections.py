"""
Correcting confirmed minutes: what stood there stays as a row.

Until the run is closed its staff correct, and the person is told. After closing the hours are claimed: then `corrections` asks a
regulator, who lets `restate` write the new figures and `credits.posting` the new lines, in one transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits import reminders
from learning.accounts import access
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import runs
from seminars.attendance._checks import require_known, require_possible
from seminars.attendance._queries import on_roster
from seminars.enums import RunState
from seminars.models import Attendance, AttendanceCorrection, Enrolment, HoursCorrection, Run, Session


class NotConfirmed(Refusal):
    """There is nothing to correct."""

    sentence = _("Attendance of “%(title)s” is not confirmed yet: there is nothing to correct. Confirm it.")


class RunClosed(Refusal):
    """The hours of the run are claimed."""

    sentence = _(
        "“%(title)s” is closed and its hours are recorded: minutes cannot be corrected here any more. Ask the regulator for a correction on the tab “Corrections”, with the reason and a paper that proves it."
    )


class CorrectionReasonMissing(Refusal):
    """Nobody would know why."""

    sentence = _("Say why the minutes are corrected: the people concerned read it.")
    field = "reason"


class NothingCorrected(Refusal):
    """All minutes stay as they are."""

    sentence = _("No minutes of “%(title)s” would change. Write the right minutes of whoever they are wrong for.")


class OwnMinutes(Refusal):
    """Nobody decides how long they were there themselves."""

    sentence = _(
        "Your own minutes of “%(title)s” are among these: another member of staff has to correct them. Leave your own line as it is, and save the others."
    )


@transaction.atomic
def correct(
    *, session: Session, minutes: Mapping[int, int], reason: str, by: User, at: datetime
) -> list[AttendanceCorrection]:
    """
    Correct the confirmed minutes of `session`, by key of enrolment; whoever is not named keeps theirs.

    :raises RunClosed: if the hours are claimed already
    :raises NotConfirmed: if nobody has confirmed the session
    :raises NotOnRoster: or MinutesOutOfRange, as when confirming
    :raises CorrectionReasonMissing: if no reason is given
    :raises NothingCorrected: if nothing would change
    :raises OwnMinutes: if `by` took part, and the own minutes would change
    """
    _take(session)
    present = list(on_roster(session.run))
    require_known(session, minutes, present)
    require_possible(session, minutes, present)
    if not reason.strip():
        raise CorrectionReasonMissing
    wrong = [row for row in _noted(session, minutes) if row.minutes != minutes[row.enrolment_id]]
    if not wrong:
        raise NothingCorrected(title=session.title)
    own = access.own_records(by)
    if any(row.enrolment.person_id in own for row in wrong):
        raise OwnMinutes(title=session.title)

    made = [_corrected(row, minutes[row.enrolment_id], reason=reason.strip(), by=by, at=at) for row in wrong]
    _tell(session, made, at=at)
    return made


def restate(
    *, enrolment: Enrolment, minutes: Mapping[int, int], follows: HoursCorrection, by: User, at: datetime
) -> list[AttendanceCorrection]:
    """
    State how many minutes somebody was in the sessions of a closed run, by key of session; whatever is not named stays.

    :raises MinutesOutOfRange: if a number cannot be
    :raises NothingCorrected: if nothing would change
    """
    noted = _rows_of(enrolment, set(minutes))
    wrong = [row for row in noted if row.minutes != minutes[row.session_id]]
    for row in wrong:
        require_possible(row.session, {enrolment.pk: minutes[row.session_id]}, [enrolment])
    if not wrong:
        raise NothingCorrected(title=enrolment.run.version.title)
    made = [
        AttendanceCorrection(
            attendance=row,
            before=row.minutes,
            after=minutes[row.session_id],
            reason=follows.reason,
            corrected_at=at,
            corrected_by=by,
            follows=follows,
        )
        for row in wrong
    ]
    for row in wrong:
        row.minutes = minutes[row.session_id]
    Attendance.objects.bulk_update(wrong, ["minutes"])
    return AttendanceCorrection.objects.bulk_create(made)


def _rows_of(enrolment: Enrolment, sessions: set[int]) -> list[Attendance]:
    """Return what is noted of somebody in these sessions of the run; whoever got the place later was in none of them."""
    known = set(Attendance.objects.filter(enrolment=enrolment).values_list("session_id", flat=True))
    own = set(enrolment.run.sessions.filter(pk__in=sessions - known).values_list("pk", flat=True))
    Attendance.objects.bulk_create(Attendance(session_id=pk, enrolment=enrolment, minutes=0) for pk in sorted(own))
    rows = Attendance.objects.filter(enrolment=enrolment, session__in=sessions)
    return list(rows.select_related("session").order_by("session__starts_at", "pk"))


def _take(session: Session) -> None:
    run = session.run
    run.refresh_from_db(
        from_queryset=Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    )
    if run.state == RunState.CLOSED:
        raise RunClosed(title=run.version.title)
    runs.take_open(run)
    session.refresh_from_db()
    session.run = run
    if session.confirmed_at is None:
        raise NotConfirmed(title=session.title)


def _noted(session: Session, minutes: Mapping[int, int]) -> Sequence[Attendance]:
    noted = Attendance.objects.filter(session=session, enrolment__in=minutes)
    known = set(noted.values_list("enrolment_id", flat=True))
    # Who got the place after the session was confirmed has no line of their own yet: they count as absent.
    Attendance.objects.bulk_create(
        Attendance(session=session, enrolment_id=key, minutes=0) for key in sorted(set(minutes) - known)
    )
    return list(noted.select_related("enrolment").order_by("pk"))


def _corrected(row: Attendance, minutes: int, *, reason: str, by: User, at: datetime) -> AttendanceCorrection:
    before, row.minutes = row.minutes, minutes
    row.save(update_fields=["minutes"])
    return AttendanceCorrection.objects.create(
        attendance=row, before=before, after=minutes, reason=reason, corrected_at=at, corrected_by=by
    )


def _tell(session: Session, made: Sequence[AttendanceCorrection], *, at: datetime) -> None:
    facts = {**runs.reminder_facts(session.run), "session": session.title}
    reminders.plan(
        dues=[
            reminders.Due(
                source=runs.CHANGED.code,
                key=f"attendance:{one.pk}",
                person_id=one.attendance.enrolment.person_id,
                flags=frozenset({"attendance"}),
                anchor=f"run:{session.run_id}",
                facts={
                    **facts,
                    "before": {"minutes": str(one.before)},
                    "after": {"minutes": str(one.after)},
                    "reason": one.reason,
                },
            )
            for one in made
        ],
        at=at,
    )
