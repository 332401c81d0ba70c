"""Enrolling, withdrawing, adding somebody."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts import people
from learning.accounts.models import Organisation, Person, User
from learning.errors import Refusal
from seminars import questions
from seminars.enrolment import _checks, _places, _told
from seminars.enrolment._entering import Entry, entered
from seminars.enums import HELD, EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run


class NotEnrolled(Refusal):
    """There is no place to give back."""

    sentence = _("This enrolment for “%(title)s” is over (%(state)s): there is nothing to withdraw.")


class RunHasBegun(Refusal):
    """Too late to withdraw."""

    sentence = _("“%(title)s” began at %(began_at)s: nobody can withdraw any more. Its staff note who was absent.")


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
    (enrolment,) = entered(Entry(run=run, by=by, at=at, kind=kind, employer=employer), {person: answers or {}})
    return enrolment


@transaction.atomic
def enrol_group(*, run: Run, group: Sequence[Person], by: User, at: datetime) -> list[Enrolment]:
    """
    Let staff enrol several people for `run`, all or none, in their order; nobody is asked the base's questions.

    It costs as many statements as one enrolment does.

    :raises EnrolmentClosed: and the other refusals of `add_person`, if one of them cannot be enrolled
    """
    with _told_to_staff(run):
        return entered(Entry(run=run, by=by, at=at, by_staff=True), {person: {} for person in group})


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
    with _told_to_staff(run):
        (enrolment,) = entered(Entry(run=run, by=by, at=at, by_staff=True), {person: {}})
    return enrolment


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


@contextmanager
def _told_to_staff(run: Run) -> Iterator[None]:
    """Keep from staff what other bases know of somebody."""
    try:
        yield
    except _checks.NotEligible as refusal:
        raise _checks.ConditionsNotMet(title=run.version.title, conditions=refusal.facts["conditions"]) from refusal
    except _checks.Clash as refusal:
        raise _checks.BusyThen(title=run.version.title) from refusal


def _require_not_begun(run: Run, *, at: datetime) -> None:
    first = run.sessions.order_by("starts_at").first()
    if first is not None and first.starts_at <= at:
        began_at = tags.day_and_time(first.starts_at)
        raise RunHasBegun(title=run.version.title, began_at=began_at)
