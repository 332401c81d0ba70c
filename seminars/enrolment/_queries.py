"""Who is enrolled, and what a base sees of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from learning.accounts import people
from learning.accounts.models import Organisation, Person
from seminars.enrolment._recommendations import latest_recommendations
from seminars.enums import Admission, EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Recommendation, Run


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """One enrolment as its base sees it. Employer and the last digits of the mobile tell people of the same name apart."""

    enrolment: Enrolment
    name: str
    number: str  # masked
    employer: str
    mobile_tail: str
    has_namesake: bool
    recommendation: Recommendation | None


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


def roll(run: Run) -> list[Enrolled]:
    """Return everybody enrolled for `run`, in their order, as its base sees them."""
    rows = list(run.enrolments.order_by("rank"))
    return _seen(rows, on=timezone.localdate(run.enrol_until))


def namesakes(*, run: Run, name: str, on: date) -> list[Enrolled]:
    """Return those enrolled for `run` who bear exactly this name."""
    rows = run.enrolments.filter(person__names__name=name.strip()).order_by("rank").distinct()
    return [row for row in _seen(list(rows), on=on) if row.name == name.strip()]


def overdue_selections(at: datetime) -> QuerySet[Run]:
    """Return the runs whose selection should have been decided by now."""
    late = Run.objects.filter(state=RunState.OPEN, admission=Admission.SELECTION, results_by__lt=timezone.localdate(at))
    undecided = late.filter(enrolments__state=EnrolmentState.APPLIED).distinct()
    return undecided.select_related("version", "programme__base").order_by("results_by", "pk")


def _seen(rows: Sequence[Enrolment], *, on: date) -> list[Enrolled]:
    ids = [row.person_id for row in rows]
    names, numbers = people.current_names(ids), people.masked_numbers(ids)
    reached, facts = people.addresses(ids), people.on_day(ids, on)
    employers = Organisation.objects.in_bulk({fact.employer_id for fact in facts.values() if fact.employer_id})
    asked = latest_recommendations(rows)
    bearers = Counter(names.get(pk, "") for pk in set(ids))
    return [
        Enrolled(
            enrolment=row,
            name=names.get(row.person_id, ""),
            number=numbers.get(row.person_id, ""),
            employer=_name_of(employers.get(facts[row.person_id].employer_id or 0)),
            mobile_tail=(reached[row.person_id].mobile or "")[-4:],
            has_namesake=bearers[names.get(row.person_id, "")] > 1,
            recommendation=asked.get(row.pk),
        )
        for row in rows
    ]


def _name_of(employer: Organisation | None) -> str:
    return employer.name if employer else ""
