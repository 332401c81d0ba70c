"""Taking people into a run: the checks, the lock, the places, in one order however many come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.accounts import people
from learning.accounts.models import Organisation, Person, User
from seminars import questions, runs
from seminars.enrolment import _checks, _places, _recommendations, _told
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How somebody comes into a run: through whom, when, as what, recommended by whom."""

    run: Run
    by: User
    at: datetime
    kind: str = EnrolmentKind.PARTICIPANT
    employer: Organisation | None = None
    by_staff: bool = False


def entered(entry: Entry, group: Mapping[Person, Mapping[int, str]]) -> list[Enrolment]:
    """
    Return the enrolments of a group of people, in its order; each person comes with the answers to the base's questions.

    Statements do not grow with the group, but for those who come again after withdrawing, or answer questions.
    """
    run = entry.run
    _checks.require_time(run, at=entry.at, by_staff=entry.by_staff)
    runs.require_holdable(run)
    humans = _lock_people(list(group))
    again = _checks.require_new(run, humans, kind=entry.kind)
    if entry.kind == EnrolmentKind.VIEWER:
        _checks.require_stream(run)
    else:
        _checks.require_eligible(run, [person.pk for person in group], at=entry.at)
        _checks.require_no_clash(run, [record for records in humans.values() for record in records])

    _places.lock(run)
    # Between the first look and the lock the run may have been closed.
    _checks.require_time(run, at=entry.at, by_staff=entry.by_staff)
    answers = {person.pk: _answers(entry, stated) for person, stated in group.items()}
    enrolments = {person: again.get(person.pk) or Enrolment(run=run) for person in group}
    _give_places(entry, enrolments)
    for person, enrolment in enrolments.items():
        if answers[person.pk]:
            questions.store(enrolment=enrolment, answers=answers[person.pk], at=entry.at)
    return list(enrolments.values())


def _answers(entry: Entry, answers: Mapping[int, str]) -> dict[int, str]:
    # Staff add whom they do not ask; the person can answer until enrolment ends. Who watches a stream is asked nothing.
    if entry.by_staff or entry.kind == EnrolmentKind.VIEWER:
        return {}
    return questions.require(run=entry.run, answers=answers)


def _lock_people(group: Sequence[Person]) -> dict[int, tuple[int, ...]]:
    # The lock makes two enrolments of one human wait for each other: each must see the other's sessions.
    humans = people.joined([person.pk for person in group])
    records = {record for human in humans.values() for record in human}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=records).order_by("pk").values_list("pk"))
    return humans


def _give_places(entry: Entry, enrolments: Mapping[Person, Enrolment]) -> None:
    states = _places.states_for(entry.run, kind=entry.kind, count=len(enrolments))
    rank = _places.take_rank(entry.run, count=len(enrolments))
    for number, ((person, row), state) in enumerate(zip(enrolments.items(), states, strict=True)):
        row.person, row.kind, row.state, row.rank, row.reason = person, entry.kind, state, rank + number, ""
        row.withdrawn_at = row.withdrawn_by = row.decided_by = row.recommended_by = None
        row.enrolled_by, row.enrolled_at = entry.by, entry.at
        row.decided_at = None if state == EnrolmentState.APPLIED else entry.at
    _store(entry, list(enrolments.values()))
    _told.decided(entry.run, [row for row in enrolments.values() if row.decided_at], at=entry.at)


def _store(entry: Entry, rows: Sequence[Enrolment]) -> None:
    again = [row for row in rows if row.pk]
    Enrolment.objects.bulk_create(row for row in rows if not row.pk)
    for row in again:
        row.save()
    if again or entry.employer:
        _recommendations.ask(rows, entry.employer, at=entry.at)
