"""Who is enrolled, who waits, and which selections are overdue."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from learning.accounts import people
from learning.accounts.models import Person
from seminars.enums import Admission, EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run


def of_person(person: Person) -> QuerySet[Enrolment]:
    """Return the enrolments of `person`, whatever record of theirs they are under, newest first."""
    records = people.joined([person.pk])[person.pk]
    rows = Enrolment.objects.filter(person__in=records)
    return rows.select_related("run__version", "run__programme__base").order_by("-enrolled_at", "-pk")


def admitted(run: Run) -> QuerySet[Enrolment]:
    """Return the participants and viewers admitted to `run`, participants first, in their order."""
    return Enrolment.objects.filter(run=run, state=EnrolmentState.ADMITTED).order_by("kind", "rank")


def place_in_queue(enrolment: Enrolment) -> int | None:
    """Return how many wait until it is the turn of `enrolment`, itself included; None if it does not wait."""
    if enrolment.state != EnrolmentState.WAITING:
        return None
    queue = Enrolment.objects.filter(
        run=enrolment.run_id, kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.WAITING, rank__lte=enrolment.rank
    )
    return queue.count()


def overdue_selections(at: datetime) -> QuerySet[Run]:
    """Return the runs whose selection should have been decided by now."""
    late = Run.objects.filter(state=RunState.OPEN, admission=Admission.SELECTION, results_by__lt=timezone.localdate(at))
    undecided = late.filter(enrolments__state=EnrolmentState.APPLIED).distinct()
    return undecided.select_related("version", "programme__base").order_by("results_by", "pk")
