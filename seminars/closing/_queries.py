"""What can be closed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from credits import posting, rulebooks
from learning.accounts.models import Organisation
from seminars.closing import _claims
from seminars.enums import RunState
from seminars.models import Run, Session


def ready(bases: QuerySet[Organisation], *, at: datetime) -> QuerySet[Run]:
    """Return the open runs of `bases` whose sessions are over and confirmed, longest first."""
    missing = Session.objects.filter(Q(confirmed_at=None) | Q(ends_at__gt=at), run=OuterRef("pk"))
    done = Run.objects.filter(~Exists(missing), programme__base__in=bases, state=RunState.OPEN)
    return done.select_related("version", "programme__base").order_by("ends_on", "pk")


def too_late(run: Run, *, at: datetime) -> int:
    """Return how many people of the open `run` would get nothing were it closed now, because their hours are handed in too late."""
    if not any(version.claim for version in rulebooks.books().in_force):
        return 0
    claims = _claims.claims_of(run, declared_on=timezone.localdate(at))
    trials = [posting.Trial(person_id=claim.person_id, claims=[claim]) for claim in claims]
    foreseen = [one.claims[0] for one in posting.foresee_all(trials=trials, at=at)]
    return sum("too_late" in {reason["code"] for reason in one.reasons} and not one.hours for one in foreseen)
