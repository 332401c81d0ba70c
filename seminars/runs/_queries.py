"""What there is of runs and their sessions."""

from datetime import date, datetime

from django.db.models import QuerySet

from learning.accounts.models import Organisation
from seminars.enums import RunState
from seminars.models import Programme, Run, Session


def upcoming(on: date) -> QuerySet[Run]:
    """Return the open runs that end on a day or later, soonest first."""
    return _told_fully(Run.objects.filter(state=RunState.OPEN, ends_on__gte=on)).order_by("starts_on", "pk")


def open_for_enrolment(at: datetime) -> QuerySet[Run]:
    """Return the open runs that take enrolments at a moment, soonest first."""
    taking = Run.objects.filter(state=RunState.OPEN, enrol_from__lte=at, enrol_until__gte=at)
    return _told_fully(taking).order_by("starts_on", "pk")


def of_programme(programme: Programme) -> QuerySet[Run]:
    """Return the runs of `programme`, newest first."""
    return _told_fully(Run.objects.filter(programme=programme)).order_by("-number")


def of_base(base: Organisation) -> QuerySet[Run]:
    """Return the runs of `base`, newest first."""
    return _told_fully(Run.objects.filter(programme__base=base)).order_by("-pk")


def live_of_base(base: Organisation) -> QuerySet[Run]:
    """Return the runs of `base` that are neither closed nor cancelled, soonest first."""
    return _told_fully(Run.objects.filter(programme__base=base, state=RunState.OPEN)).order_by("starts_on", "pk")


def timetable(run: Run) -> QuerySet[Session]:
    """Return the sessions of `run` in the order of time."""
    return run.sessions.order_by("starts_at", "pk")


def sessions_of_base(base: Organisation, *, first: datetime, before: datetime) -> QuerySet[Session]:
    """Return the sessions of open runs of `base` that start in a span, in the order of time."""
    of_open = Session.objects.filter(run__programme__base=base, run__state=RunState.OPEN)
    return (
        of_open.filter(starts_at__gte=first, starts_at__lt=before)
        .select_related("run__version")
        .order_by("starts_at", "pk")
    )


def reminder_facts(run: Run) -> dict[str, object]:
    """Return what a reminder says about `run`, whatever its occasion."""
    return {
        "run": run.pk,
        "title": run.version.title,
        "number": run.number,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "place": run.place,
    }


def _told_fully(runs: QuerySet[Run]) -> QuerySet[Run]:
    return runs.select_related("version", "programme__base", "region")
