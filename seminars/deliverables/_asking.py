"""What a run asks for, and until when."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.errors import Refusal
from seminars.enums import RunState
from seminars.models import Deliverable, Run


class DeliverableApproved(Refusal):
    """It is part of what was approved."""

    sentence = _(
        "“%(name)s” is part of the approval: every run of the programme asks for it. Apply for an amendment to change it."
    )


class PeopleEnrolled(Refusal):
    """Those who enrolled did not know of it."""

    sentence = _(
        "Somebody is enrolled already who did not know of it. State what is to be handed in before enrolment, or in the next run."
    )


class NothingAsked(Refusal):
    """The run asks for nothing."""

    sentence = _("“%(title)s” asks for nothing to be handed in.")


class NotLater(Refusal):
    """An extension gives time, and takes none."""

    sentence = _("It is due on %(due)s now. Choose a later day.")
    field = "until"


class ReasonMissing(Refusal):
    """Nobody would know why."""

    sentence = _("The reason is missing. Say why: everybody who has to hand it in reads it.")
    field = "reason"


def of(run: Run) -> Deliverable | None:
    """Return what `run` asks for, if it asks for anything; the row is kept with `run` until that is fetched anew."""
    try:
        return held(run)
    except Deliverable.DoesNotExist:
        return None


def held(run: Any) -> Deliverable:
    """Return what `run`, which asks for something, asks for; without a question where it was fetched with the run."""
    found: Deliverable = run.deliverable
    return found


def may_ask(run: Run) -> bool:
    """Say whether `run` is open and nobody has ever enrolled, so that it may still ask for something: whoever enrols knows of it."""
    return run.state == RunState.OPEN and run.next_rank == 1


@transaction.atomic
def state(*, run: Run, name: str, expected: str, days: int) -> Deliverable | None:
    """
    Let `run` ask for `name` within `days` after its last day; without a name it asks for nothing.

    :raises DeliverableApproved: if the approval says what is handed in
    :raises PeopleEnrolled: if somebody has enrolled already
    """
    _take(run)
    if run.version.deliverable:
        raise DeliverableApproved(name=run.version.deliverable)
    if not may_ask(run):
        raise PeopleEnrolled
    Deliverable.objects.filter(run=run).delete()
    if not name.strip():
        return None
    return Deliverable.objects.create(run=run, name=name.strip(), expected=expected.strip(), days=days)


@transaction.atomic
def extend(*, run: Run, until: date, reason: str, by: User, at: datetime) -> Deliverable:
    """
    Give everybody in `run` time until a day.

    :raises NothingAsked: if it asks for nothing
    :raises NotLater: if it is due on that day or later anyway
    :raises ReasonMissing: if no reason is given
    """
    _take(run)
    found = of(run)
    if found is None:
        raise NothingAsked(title=run.version.title)
    if until <= found.due_on(run.ends_on):
        raise NotLater(due=found.due_on(run.ends_on))
    if not reason.strip():
        raise ReasonMissing
    found.extended_to, found.extended_reason = until, reason.strip()
    found.extended_at, found.extended_by = at, by
    found.save(update_fields=["extended_to", "extended_reason", "extended_at", "extended_by"])

    return found


def _take(run: Run) -> None:
    run.refresh_from_db(
        from_queryset=Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    )
