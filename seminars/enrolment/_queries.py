"""Who is enrolled, who waits, and which selections are due."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from learning.accounts import people
from learning.accounts.models import Organisation, Person
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


def to_select(bases: QuerySet[Organisation], *, at: datetime) -> QuerySet[Run]:
    """Return the runs of `bases` that nobody can apply for any more and whose applicants wait for the result, earliest due first."""
    ended = Run.objects.filter(
        programme__base__in=bases, state=RunState.OPEN, admission=Admission.SELECTION, enrol_until__lt=at
    )
    waiting = ended.annotate(applied=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.APPLIED)))
    return waiting.filter(applied__gt=0).select_related("version").order_by("results_by", "pk")
