"""What there is of runs and their sessions."""

from datetime import date

from django.db.models import QuerySet

from learning.accounts.models import Organisation
from seminars import bases, programmes
from seminars.enums import RunState
from seminars.models import Run, Session


def upcoming(on: date) -> QuerySet[Run]:
    """Return the open runs that end on a day or later, soonest first."""
    return _told_fully(Run.objects.filter(state=RunState.OPEN, ends_on__gte=on)).order_by("starts_on", "pk")


def coming(bases: QuerySet[Organisation], *, after: date) -> QuerySet[Run]:
    """Return the open runs of `bases` that begin after a day, soonest first."""
    ahead = Run.objects.filter(programme__base__in=bases, state=RunState.OPEN, starts_on__gt=after)
    return _told_fully(ahead).order_by("starts_on", "pk")


def timetable(run: Run) -> QuerySet[Session]:
    """Return the sessions of `run` in the order of time."""
    return run.sessions.order_by("starts_at", "pk")


def sessions_on(bases: QuerySet[Organisation], day: date) -> QuerySet[Session]:
    """Return the sessions of open runs of `bases` on a local day, in the order of time."""
    held = Session.objects.filter(run__programme__base__in=bases, run__state=RunState.OPEN, starts_at__date=day)
    return held.select_related("run__version", "run__programme__base").order_by("starts_at", "pk")


def may_be_held(run: Run, *, recognised: bases.Span | None = None) -> bool:
    """
    Say whether the approval of the programme and the recognition of its base reach over all days of `run`.

    Whoever asks for several runs of one base gives a span in which it is `recognised`, so that the base is looked up once.
    """
    if not programmes.may_run(run.programme, last=run.ends_on):
        return False
    if recognised and recognised.holds(first=run.starts_on, last=run.ends_on):
        return True
    try:
        bases.require_recognised(run.programme.base, first=run.starts_on, last=run.ends_on)
    except bases.BaseNotRecognised:
        return False
    return True


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
