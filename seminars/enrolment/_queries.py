"""Who is enrolled, who waits, and which selections are due."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from learning.accounts import people
from learning.accounts.models import Organisation, Person
from seminars.enums import HELD, Admission, EnrolmentKind, EnrolmentState, Mode, RunState
from seminars.models import Enrolment, Run, Session


def of_person(person: Person) -> QuerySet[Enrolment]:
    """Return the enrolments of `person`, whatever record of theirs they are under, newest first."""
    records = people.joined([person.pk])[person.pk]
    rows = Enrolment.objects.filter(person__in=records)
    return rows.select_related("run__version", "run__programme__base").order_by("-enrolled_at", "-pk")


def runs_out_of_reach(records: Collection[int], *, on: date) -> set[int]:
    """
    Return the open runs not over on a day that nobody with these records can enrol in any more: in them already, refused, or elsewhere then.

    What is recorded can be watched at any time.
    """
    theirs = Enrolment.objects.filter(person__in=records, kind=EnrolmentKind.PARTICIPANT)
    there = theirs.filter(run__state=RunState.OPEN, run__ends_on__gte=on, state__in=HELD)
    refused = theirs.filter(state=EnrolmentState.REFUSED)
    sat_through = Session.objects.filter(run__in=there.values("run")).exclude(run__mode=Mode.RECORDED)
    at_once = sat_through.filter(starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    open_then = Session.objects.filter(run__state=RunState.OPEN, run__ends_on__gte=on)
    clashing = open_then.exclude(run__mode=Mode.RECORDED).filter(Exists(at_once))
    found = there.values_list("run").union(refused.values_list("run"), clashing.values_list("run"))

    return {run for (run,) in found}


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
