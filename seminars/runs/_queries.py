"""What there is of runs and their sessions."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation
from learning.errors import Refusal
from seminars import bases
from seminars.enums import RunState
from seminars.models import Run, Session


class ApprovalWithdrawn(Refusal):
    """The programme is no longer approved for these days."""

    sentence = _("The approval of “%(title)s” was withdrawn: nobody can be enrolled any more.")


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
    Say whether `run` may be held: nothing stands in the way that `require_holdable` refuses.

    Whoever asks for several runs of one base gives a span in which it is `recognised`, so that the base is looked up once.
    """
    try:
        require_holdable(run, recognised=recognised)
    except (ApprovalWithdrawn, bases.BaseNotRecognised):
        return False
    return True


def require_holdable(run: Run, *, recognised: bases.Span | None = None) -> None:
    """
    Do nothing if the approval of the programme and the recognition of its base reach over all days of `run`.

    :raises ApprovalWithdrawn: if the programme is not approved until the run ends
    :raises bases.BaseNotRecognised: naming the first day on which the base is not
    """
    if not run.programme.is_approved_on(run.ends_on):
        raise ApprovalWithdrawn(title=run.version.title)
    if recognised is None or not recognised.holds(first=run.starts_on, last=run.ends_on):
        bases.require_recognised(run.programme.base, first=run.starts_on, last=run.ends_on)


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
