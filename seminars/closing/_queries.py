"""What can be closed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.accounts.models import Organisation
from seminars.enums import RunState
from seminars.models import Run, Session


def ready(bases: QuerySet[Organisation], *, at: datetime) -> QuerySet[Run]:
    """Return the open runs of `bases` whose sessions are over and confirmed, longest first."""
    missing = Session.objects.filter(Q(confirmed_at=None) | Q(ends_at__gt=at), run=OuterRef("pk"))
    done = Run.objects.filter(~Exists(missing), programme__base__in=bases, state=RunState.OPEN)
    return done.select_related("version", "programme__base").order_by("ends_on", "pk")
