"""Rosters, what is still to confirm, and what somebody may expect."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from credits import hours
from learning.accounts import people
from learning.accounts.models import Organisation, Person
from learning.workdays import working_days_before
from seminars.attendance._half_days import by_half_day
from seminars.attendance._hours import hours_attended
from seminars.enums import EnrolmentKind, EnrolmentState, RunState
from seminars.models import Attendance, AttendanceCorrection, Enrolment, Run, Session

# After so many working days of silence it is said who is late.
SILENCE_DAYS = 3
# What is told of an expected run: My hours is opened by everybody, and each further column costs.
_SHOWN = (
    "person",
    "run__starts_on",
    "run__ends_on",
    "run__opened_at",
    "run__programme__base__name",
    "run__version__title",
    "run__version__category",
    "run__version__hours",
)


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One line of a roster: noted minutes, or the whole session while nothing is confirmed."""

    enrolment_id: int
    person_id: int
    name: str
    number: str  # masked
    kind: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What somebody may expect of an open run: hours come when it is closed, and the rulebook decides."""

    run: Run
    sessions: int
    sessions_confirmed: int
    attended_minutes: int
    hours: Decimal  # what closing will claim as far as is known; what counts of it is the rulebook's business
    hours_approved: Decimal
    last_confirmed_at: datetime
    is_late: bool  # a session is over for long and nobody has said who was there


@dataclass(frozen=True, kw_only=True)
class Presence:
    """How long somebody was there in a whole run."""

    minutes: int
    absent_half_days: int


def on_roster(run: Run) -> QuerySet[Enrolment]:
    """Return whose presence counts, in their order: participants, and viewers where the approval gives them hours."""
    counts = Q(kind=EnrolmentKind.PARTICIPANT)
    if run.version.viewers_earn_hours:
        counts |= Q(kind=EnrolmentKind.VIEWER)
    return Enrolment.objects.filter(counts, run=run, state=EnrolmentState.ADMITTED).order_by("kind", "rank")


def roster(session: Session) -> list[RosterRow]:
    """Return who is expected in `session`, or was there."""
    rows = list(on_roster(session.run))
    noted = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "minutes"))
    ids = [row.person_id for row in rows]
    names, numbers = people.current_names(ids), people.masked_numbers(ids)
    # Who got the place after the session was confirmed was not there.
    unnoted = session.minutes if session.confirmed_at is None else 0
    return [
        RosterRow(
            enrolment_id=row.pk,
            person_id=row.person_id,
            name=names.get(row.person_id, ""),
            number=numbers.get(row.person_id, ""),
            kind=row.kind,
            minutes=noted.get(row.pk, unnoted),
        )
        for row in rows
    ]


def minutes_of(enrolment: Enrolment) -> dict[int, int]:
    """Return how many minutes somebody was in each session that was confirmed, by key of session."""
    return dict(Attendance.objects.filter(enrolment=enrolment).values_list("session_id", "minutes"))


def corrections(session: Session) -> list[tuple[AttendanceCorrection, str]]:
    """Return what was corrected in `session`, newest first, with the name of whom it concerns."""
    rows = AttendanceCorrection.objects.filter(attendance__session=session).order_by("-pk")
    made = list(rows.select_related("attendance__enrolment", "corrected_by"))
    names = people.current_names([row.attendance.enrolment.person_id for row in made])
    return [(row, names.get(row.attendance.enrolment.person_id, "")) for row in made]


def to_confirm(bases: QuerySet[Organisation], *, at: datetime) -> QuerySet[Session]:
    """Return the sessions of `bases` that are over and not confirmed, oldest first."""
    over = Session.objects.filter(ends_at__lt=at, confirmed_at=None, run__state=RunState.OPEN)
    rows = over.filter(run__programme__base__in=bases)
    return rows.select_related("run__version", "run__programme__base").order_by("ends_at", "pk")


def late_before(at: datetime) -> datetime:
    """Return the moment such that a session which ended before it is late: three working days have passed in silence."""
    day = working_days_before(timezone.localdate(at), count=SILENCE_DAYS)
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_current_timezone())


def expected(person: Person, *, at: datetime) -> list[Expected]:
    """Return what the confirmed sessions of open runs will count for `person`, newest first."""
    return [row for row in expected_on(person, at=at) if row.sessions_confirmed]


def expected_on(person: Person, *, at: datetime, records: Collection[int] | None = None) -> list[Expected]:
    """
    Return all open runs in which `person` holds a place that counts, with what is confirmed so far, newest first.

    `records` are the keys of the records joined to the person's, where the caller knows them.
    """
    records = records or people.joined([person.pk])[person.pk]
    holding = Enrolment.objects.filter(person__in=records, state=EnrolmentState.ADMITTED, run__state=RunState.OPEN)
    counting = holding.filter(Q(kind=EnrolmentKind.PARTICIPANT) | Q(run__version__viewers_earn_hours=True))
    minutes = Attendance.objects.filter(enrolment=OuterRef("pk")).values("enrolment")
    noted = counting.select_related("run__version", "run__programme__base").only(*_SHOWN)
    attended = Subquery(minutes.annotate(sum=Sum("minutes")).values("sum"))
    rows = list(noted.annotate(attended=attended).order_by("-run__starts_on", "-pk"))
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(run__in=[row.run_id for row in rows]).order_by("starts_at", "pk"):
        sessions[session.run_id].append(session)
    return [_expected(row.run, sessions[row.run_id], attended=row.attended or 0, at=at) for row in rows]


def presence(run: Run) -> dict[int, Presence]:
    """Return how long everybody on the roster of `run` was there, by key of enrolment."""
    noted: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Attendance.objects.filter(session__run=run).values_list("enrolment_id", "session_id", "minutes")
    for enrolment, session, minutes in rows:
        noted[enrolment][session] = minutes
    groups = by_half_day(run.sessions.order_by("starts_at", "pk"))
    return {row.pk: _presence(noted[row.pk], groups.values()) for row in on_roster(run)}


def _presence(noted: Mapping[int, int], half_days: Iterable[Iterable[Session]]) -> Presence:
    by_half = [sum(noted.get(session.pk, 0) for session in sessions) for sessions in half_days]
    return Presence(minutes=sum(by_half), absent_half_days=by_half.count(0))


def _expected(run: Run, sessions: list[Session], *, attended: int, at: datetime) -> Expected:
    moments = [session.confirmed_at for session in sessions if session.confirmed_at is not None]
    silent, approved = late_before(at), hours.to_decimal(run.version.hours)
    # Sessions that nobody has confirmed yet count as attended: it is an expectation.
    ahead = sum(session.minutes for session in sessions if session.confirmed_at is None)
    return Expected(
        run=run,
        sessions=len(sessions),
        sessions_confirmed=len(moments),
        attended_minutes=attended,
        hours=hours_attended(
            approved, minutes=attended + ahead, scheduled=sum(session.minutes for session in sessions)
        ),
        hours_approved=approved,
        last_confirmed_at=max(moments, default=run.opened_at),
        is_late=any(session.confirmed_at is None and session.ends_at < silent for session in sessions),
    )
