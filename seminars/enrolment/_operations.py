"""Enrolling, withdrawing, adding somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts import people
from learning.accounts.models import Organisation, Person, User
from learning.errors import Refusal
from seminars import questions, runs
from seminars.enrolment import _checks, _places, _recommendations, _told
from seminars.enums import HELD, EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run


class NotEnrolled(Refusal):
    """There is no place to give back."""

    sentence = _("This enrolment for “%(title)s” is over (%(state)s): there is nothing to withdraw.")


class RunHasBegun(Refusal):
    """Too late to withdraw."""

    sentence = _("“%(title)s” began at %(began_at)s: nobody can withdraw any more. Its staff note who was absent.")


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody asks for a place in a run."""

    run: Run
    person: Person
    by: User
    at: datetime
    kind: str = EnrolmentKind.PARTICIPANT
    employer: Organisation | None = None
    by_staff: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def enrol(
    *,
    run: Run,
    person: Person,
    by: User,
    at: datetime,
    kind: str = EnrolmentKind.PARTICIPANT,
    employer: Organisation | None = None,
    answers: Mapping[int, str] | None = None,
) -> Enrolment:
    """
    Enrol `person` for `run`: admitted or waiting at once, or applied where a selection follows; `employer` is asked to recommend.
    `answers` are those to the base's questions, by question.

    :raises EnrolmentNotOpen: or EnrolmentClosed, outside the time of enrolment
    :raises runs.ApprovalWithdrawn: or BaseNotRecognised, if the run may not be held any more
    :raises NotEligible: if the programme is for others
    :raises AlreadyEnrolled: or RefusedBefore, if the person was here before
    :raises Clash: if the person is enrolled elsewhere at the same time
    :raises questions.AnswerMissing: or AnswerNotPossible, if the base cannot take the answers
    """
    return _enrol(Request(run=run, person=person, by=by, at=at, kind=kind, employer=employer, answers=answers or {}))


@transaction.atomic
def add_person(
    *, run: Run, name: str, document_kind: str, number: str, mobile: str | None, by: User, at: datetime
) -> Enrolment:
    """
    Enrol somebody whom the base's staff know by name and number; a record is made if there is none.

    :raises identity.WrongNumber: and the other refusals of `people.record`
    :raises ConditionsNotMet: or BusyThen, where the person would read NotEligible or Clash: other bases' facts are not the staff's
    :raises EnrolmentClosed: and the other refusals of `enrol`; staff may add people until the run ends
    """
    base = run.programme.base
    person = people.record(
        name=name, document_kind=document_kind, number=number, by=by, at=at, organisation=base, mobile=mobile
    )
    try:
        return _enrol(Request(run=run, person=person, by=by, at=at, by_staff=True))
    except _checks.NotEligible as refusal:
        raise _checks.ConditionsNotMet(title=run.version.title, conditions=refusal.facts["conditions"]) from refusal
    except _checks.Clash as refusal:
        raise _checks.BusyThen(title=run.version.title) from refusal


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """
    Give a place back, or stop waiting; the first who waits gets the place.

    :raises NotEnrolled: if the enrolment is over
    :raises RunHasBegun: if the run has begun
    """
    run = enrolment.run
    _places.lock(run)
    enrolment.refresh_from_db()
    if enrolment.state not in HELD:
        raise NotEnrolled(title=run.version.title, state=EnrolmentState(enrolment.state).label)
    _require_not_begun(run, at=at)

    held_place = enrolment.state == EnrolmentState.ADMITTED and enrolment.kind == EnrolmentKind.PARTICIPANT
    enrolment.state, enrolment.withdrawn_at, enrolment.withdrawn_by = EnrolmentState.WITHDRAWN, at, by
    enrolment.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    questions.forget(enrolments=[enrolment])
    # Staff may have done it: the person learns of it in any case.
    _told.decided(run, [enrolment], at=at)
    if held_place:
        _places.free(run)
        _places.promote(run, at=at)


def _enrol(request: Request) -> Enrolment:
    run, kind = request.run, request.kind
    records = _lock_person(request.person)
    _checks.require_time(run, at=request.at, by_staff=request.by_staff)
    runs.require_holdable(run)
    again = _checks.require_new(run, records, kind=kind)
    if kind == EnrolmentKind.VIEWER:
        _checks.require_stream(run)
    else:
        _checks.require_eligible(run, request.person, at=request.at)
        _checks.require_no_clash(run, records)

    _places.lock(run)
    # Between the first look and the lock the run may have been closed.
    _checks.require_time(run, at=request.at, by_staff=request.by_staff)
    answers = _answers(request)
    enrolment = _give_place(request, again)
    if answers:
        questions.store(enrolment=enrolment, answers=answers, at=request.at)
    return enrolment


def _answers(request: Request) -> dict[int, str]:
    # Staff add whom they do not ask; the person can answer until enrolment ends. Who watches a stream is asked nothing.
    if request.by_staff or request.kind == EnrolmentKind.VIEWER:
        return {}
    return questions.require(run=request.run, answers=request.answers)


def _give_place(request: Request, again: Enrolment | None) -> Enrolment:
    run = request.run
    enrolment = again or Enrolment(run=run, kind=request.kind)
    enrolment.person, enrolment.reason, enrolment.decided_by = request.person, "", None
    enrolment.withdrawn_at = enrolment.withdrawn_by = None
    enrolment.recommended_by, enrolment.enrolled_by, enrolment.enrolled_at = None, request.by, request.at
    enrolment.rank = _places.take_rank(run)
    enrolment.state = _places.state_for(run, kind=request.kind)
    is_decided = enrolment.state != EnrolmentState.APPLIED
    enrolment.decided_at = request.at if is_decided else None
    enrolment.save()
    _recommendations.ask(enrolment, request.employer, at=request.at)
    if is_decided:
        _told.decided(run, [enrolment], at=request.at)

    return enrolment


def _lock_person(person: Person) -> list[int]:
    # The lock makes two enrolments of one human wait for each other: each must see the other's sessions.
    records = people.joined([person.pk])[person.pk]
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=records).order_by("pk")
    return list(locked.values_list("pk", flat=True))


def _require_not_begun(run: Run, *, at: datetime) -> None:
    first = run.sessions.order_by("starts_at").first()
    if first is not None and first.starts_at <= at:
        began_at = tags.day_and_time(first.starts_at)
        raise RunHasBegun(title=run.version.title, began_at=began_at)
