"""What is due: places for those who wait, and word of runs that begin soon."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from credits import reminders
from learning.work import traced
from seminars.enrolment import _beginning, _places
from seminars.enums import EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run

log = structlog.get_logger(__name__)


def promote_due(*, at: datetime) -> int:
    """Give free places of runs that have not begun to those who wait for them, and return how many were given."""
    waits = Enrolment.objects.filter(run=OuterRef("pk"), kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.WAITING)
    due = Run.objects.filter(Exists(waits), state=RunState.OPEN, places_taken__lt=F("places"))
    given = 0
    for run in due.filter(starts_on__gt=timezone.localdate(at)).order_by("starts_on", "pk"):
        try:
            given += _promote(run, at=at)
        except Exception as error:
            # One run that fails must not stop the others. The text of an error may quote whoever waits: it is not logged.
            log.error("promotion failed", run=run.pk, error=traced(error))
    return given


def remind_due(*, at: datetime) -> int:
    """Plan word to everybody admitted to a run that begins soon, and return how many are new."""
    return reminders.plan_dated(at=at, only=_beginning.BEGINNING.code)


@transaction.atomic
def _promote(run: Run, *, at: datetime) -> int:
    _places.lock(run)
    return len(_places.promote(run, at=at))
