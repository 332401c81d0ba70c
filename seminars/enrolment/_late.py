"""Places of a closed run: who was there and is missing, who was never meant. Only what a regulator approved comes here."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from learning.accounts import people
from learning.accounts.models import Person, User
from learning.errors import Refusal
from seminars.enrolment import _checks, _places
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run


class NoPlaceLeft(Refusal):
    """As many were there as the run has places."""

    sentence = _(
        "All %(places)s places of “%(title)s” are taken: nobody can be added. If one of those who hold a place was not there, have that corrected first."
    )


def admit_late(*, run: Run, person: Person, by: User, at: datetime) -> Enrolment:
    """
    Give `person` a place in `run`, which is closed. The caller holds the lock of the run.

    :raises AlreadyEnrolled: if one of the person's records holds a place
    :raises RefusedBefore: if the selection went against the person
    :raises ConditionsNotMet: if the programme is for others
    :raises NoPlaceLeft: if all places are taken
    """
    records = people.joined([person.pk])[person.pk]
    try:
        _checks.require_eligible(run, [person.pk], at=at)
    except _checks.NotEligible as refusal:
        raise _checks.ConditionsNotMet(title=run.version.title, conditions=refusal.facts["conditions"]) from refusal
    known = _known(run, records)
    if not _places.take(run, count=1):
        raise NoPlaceLeft(title=run.version.title, places=run.places)
    row = known or Enrolment(
        run=run, kind=EnrolmentKind.PARTICIPANT, rank=_places.take_rank(run), enrolled_at=at, enrolled_by=by
    )
    row.person, row.state, row.reason = person, EnrolmentState.ADMITTED, ""
    row.decided_at, row.decided_by, row.withdrawn_at, row.withdrawn_by = at, by, None, None
    row.save()
    return row


def give_up_late(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """Take the place of somebody who was not meant, in a run that is closed. The caller holds the lock of the run."""
    enrolment.state, enrolment.withdrawn_at, enrolment.withdrawn_by = EnrolmentState.WITHDRAWN, at, by
    enrolment.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    if enrolment.kind == EnrolmentKind.PARTICIPANT:
        _places.free(enrolment.run)


def _known(run: Run, records: tuple[int, ...]) -> Enrolment | None:
    rows = list(Enrolment.objects.filter(run=run, person__in=records, kind=EnrolmentKind.PARTICIPANT).order_by("pk"))
    for row in rows:
        if row.state == EnrolmentState.ADMITTED:
            raise _checks.AlreadyEnrolled(title=run.version.title, state=EnrolmentState.ADMITTED.label)
        if row.state == EnrolmentState.REFUSED:
            raise _checks.RefusedBefore(title=run.version.title, reason=row.reason)
    return rows[0] if rows else None
