"""Places and ranks: given one after the other, under the lock of the run's row."""

from datetime import datetime

from django.db.models import F, QuerySet

from seminars.enrolment import _quotas, _told
from seminars.enums import Admission, EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run


def lock(run: Run) -> None:
    """Make everybody else who wants to change the places of `run` wait until this transaction ends."""
    locked = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version", "programme__base")
    run.refresh_from_db(from_queryset=locked)


def take_rank(run: Run, *, count: int = 1) -> int:
    """Return the first of `count` ranks that nobody else gets."""
    first = run.next_rank
    Run.objects.filter(pk=run.pk).update(next_rank=F("next_rank") + count)
    run.next_rank += count
    return first


def states_for(run: Run, *, kind: str, count: int) -> list[EnrolmentState]:
    """Return what becomes of `count` new enrolments, first come first, and take the places that there are. Needs the lock."""
    if kind == EnrolmentKind.VIEWER:
        return [EnrolmentState.ADMITTED] * count
    if run.admission == Admission.SELECTION:
        return [EnrolmentState.APPLIED] * count
    places = min(run.places_free, count)
    if places <= 0 or waiting(run).exists() or not take(run, count=places):
        places = 0
    return [EnrolmentState.ADMITTED] * places + [EnrolmentState.WAITING] * (count - places)


def take(run: Run, *, count: int) -> bool:
    """Take `count` places if there are so many, all or none. The condition holds even for who forgot the lock."""
    free = Run.objects.filter(pk=run.pk, places_taken__lte=F("places") - count)
    if free.update(places_taken=F("places_taken") + count) != 1:
        return False
    run.places_taken += count
    return True


def free(run: Run, *, count: int = 1) -> None:
    """Give `count` places back."""
    Run.objects.filter(pk=run.pk).update(places_taken=F("places_taken") - count)
    run.places_taken -= count


def waiting(run: Run) -> QuerySet[Enrolment]:
    """Return who waits for a place in `run`, first in order first."""
    return Enrolment.objects.filter(run=run, kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.WAITING).order_by(
        "rank"
    )


def promote(run: Run, *, at: datetime) -> list[Enrolment]:
    """Give the free places of `run` to those who wait longest, and tell them. Needs the lock."""
    if run.state != RunState.OPEN or not run.places_free:
        return []
    chosen = _quotas.first_fitting(run, waiting(run), places=run.places_free)
    if not chosen or not take(run, count=len(chosen)):
        return []
    for enrolment in chosen:
        enrolment.state, enrolment.decided_at, enrolment.decided_by = EnrolmentState.ADMITTED, at, None
    Enrolment.objects.bulk_update(chosen, ["state", "decided_at", "decided_by"])
    _told.decided(run, chosen, at=at, promoted=True)

    return chosen
