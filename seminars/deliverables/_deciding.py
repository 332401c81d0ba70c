"""What the base decides: accepted, or returned with a reason. Nobody decides about the own work."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts import access as accounts
from learning.accounts.models import User
from learning.errors import Refusal
from seminars.deliverables import _told
from seminars.enums import HandedInState
from seminars.models import Enrolment, HandedIn, Run


class DecidedAlready(Refusal):
    """Somebody decided, or it was replaced, or a certificate follows from it."""

    sentence = _("This was decided meanwhile, or another one was handed in. Look at it again; nothing was changed.")


class OwnWork(Refusal):
    """It is one's own."""

    sentence = _("This is your own work. Somebody else of the base decides about it.")


class WhyMissing(Refusal):
    """Nobody could mend it."""

    sentence = _("Say what is missing and what to do: whoever handed it in reads it.")
    field = "reason"


@transaction.atomic
def accept(*, run: Run, seen: Mapping[int, int], by: User, at: datetime) -> int:
    """
    Accept what waits of `run` as it was `seen` (the version of each row), and return how many these are; the own work is left out.

    What was replaced since it was looked at waits on: nobody accepts what they have not seen.
    """
    waiting = HandedIn.objects.filter(pk__in=seen, enrolment__run=run, state=HandedInState.WAITING).exclude(
        enrolment__person__in=accounts.own_records(by)
    )
    _hold(list(waiting.values_list("enrolment", flat=True)))
    same = [pk for pk, version in waiting.values_list("pk", "version") if version == seen[pk]]
    return waiting.filter(pk__in=same).update(state=HandedInState.ACCEPTED, reason="", decided_at=at, decided_by=by)


@transaction.atomic
def send_back(*, row: HandedIn, seen: int, reason: str, by: User, at: datetime) -> None:
    """
    Return `row`, as it was `seen` (its version), to whoever handed it in, with a reason; also what was accepted, until its certificate is ordered.

    :raises OwnWork: if it is one's own
    :raises WhyMissing: if no reason is given
    :raises DecidedAlready: if it was returned, replaced since it was `seen`, or a certificate follows from it
    """
    if row.enrolment.person_id in accounts.own_records(by):
        raise OwnWork
    if not reason.strip():
        raise WhyMissing
    _hold([row.enrolment_id])
    open_ones = HandedIn.objects.filter(pk=row.pk, settled_at=None, version=seen)
    returned = open_ones.exclude(state=HandedInState.RETURNED).update(
        state=HandedInState.RETURNED, reason=reason.strip(), decided_at=at, decided_by=by
    )
    if not returned:
        raise DecidedAlready
    row.refresh_from_db(fields=["state", "reason", "decided_at", "decided_by"])
    _told.returned(row, at=at)


@transaction.atomic
def settle(*, run: Run, at: datetime, people: Collection[int] | None = None) -> set[int]:
    """
    Let what was accepted in `run` stay accepted, because certificates follow from it; of `people` only, if named.

    Return the people of whom it was not so before.
    """
    accepted = HandedIn.objects.select_for_update(of=("self",)).filter(
        enrolment__run=run, state=HandedInState.ACCEPTED, settled_at=None
    )
    if people is not None:
        accepted = accepted.filter(enrolment__person__in=people)
    found = dict(accepted.order_by("pk").values_list("pk", "enrolment__person"))
    HandedIn.objects.filter(pk__in=found).update(settled_at=at)
    return set(found.values())


def _hold(enrolments: Collection[int]) -> None:
    # Whoever hands in at this moment waits, or is waited for.
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=enrolments).order_by("pk").values_list("pk"))
