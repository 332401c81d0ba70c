"""Drafts, submissions, amendments, withdrawn approvals."""

from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from seminars.enums import ApplicationState
from seminars.models import Application, Programme, Recognition
from seminars.programmes import _alone, _facts
from seminars.programmes._certifying import forget_unasked
from seminars.programmes._states import stated, take

OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
WITH_THE_BASE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


class ApplicationSubmitted(Refusal):
    """The application is no longer with the base."""

    sentence = _(
        "“%(title)s” is %(state)s and cannot be changed now. Wait for the decision, or apply for an amendment."
    )


class NotRecognised(Refusal):
    """The base may not train today."""

    sentence = _("“%(base)s” is not recognised today (%(day)s). Have the recognition renewed, then submit.")


class ApplicationOpen(Refusal):
    """Another application for the programme is still open."""

    sentence = _("An application for “%(title)s” is still open (%(state)s). Continue with that one.")


class NotApproved(Refusal):
    """The programme has no approval that could be amended."""

    sentence = _("“%(code)s” has no valid approval. Apply for a new programme.")


@transaction.atomic
def draft(*, base: Organisation, by: User, at: datetime, **facts: Unpack[_facts.Facts]) -> Application:
    """Begin an application of `base` for a new programme; host and organiser are the base until it says otherwise."""
    application = Application(hours=0, minutes=0, host=base.name, organiser=base.name, created_at=at, created_by=by)
    _facts.state(application, facts)
    application.programme = Programme.objects.create(base=base, code=_next_code(base, at), created_at=at)
    application.save()

    return application


@transaction.atomic
def save(*, application: Application, by: User, at: datetime, **facts: Unpack[_facts.Facts]) -> Application:
    """
    Keep what the base has typed so far.

    :raises ApplicationSubmitted: if the application is no longer with the base
    """
    take(application, states=WITH_THE_BASE, otherwise=ApplicationSubmitted)
    _facts.state(application, facts)
    application.saved_at = at
    application.save()

    return application


@transaction.atomic
def duplicate(*, programme: Programme, by: User, at: datetime) -> Application:
    """Begin an application for a new programme of the same base with the facts of `programme`: those in force, else those applied for."""
    source = programme.current or programme.applications.order_by("-pk")[:1].get()
    facts: dict[str, Any] = _facts.approved_facts(source)
    made = Programme.objects.create(base=programme.base, code=_next_code(programme.base, at), created_at=at)

    return Application.objects.create(programme=made, created_at=at, created_by=by, **facts)


@transaction.atomic
def submit(*, application: Application, by: User, at: datetime) -> Application:
    """
    Hand `application` to the regulator.

    :raises ApplicationSubmitted: if it is no longer with the base
    :raises NotRecognised: if the base is not recognised today
    :raises FactMissing: and the other refusals of facts, if it cannot be decided like this
    """
    take(application, states=WITH_THE_BASE, otherwise=ApplicationSubmitted)
    today = timezone.localdate(at)
    _require_recognised(application.programme.base, today=today)
    _alone.forget(application)
    forget_unasked(application)
    _facts.require_complete(application, today=today)
    application.state = ApplicationState.SUBMITTED
    application.submitted_at, application.submitted_by = at, by
    application.save()

    return application


@transaction.atomic
def amend(*, programme: Programme, by: User, at: datetime, reason: str) -> Application:
    """
    Begin an application that changes an approved programme; it starts with the facts in force.

    :raises NotApproved: if there is no approval, or it was withdrawn
    :raises ApplicationOpen: if an application is open already
    :raises ReasonMissing: if no reason is given
    """
    _lock(programme)
    if programme.current is None or programme.withdrawn_on is not None:
        raise NotApproved(code=programme.code)
    if opened := programme.applications.filter(state__in=OPEN).first():
        raise ApplicationOpen(title=opened.title, state=ApplicationState(opened.state).label)
    facts: dict[str, Any] = _facts.approved_facts(programme.current)

    return Application.objects.create(programme=programme, reason=stated(reason), created_at=at, created_by=by, **facts)


@transaction.atomic
def withdraw_approval(*, programme: Programme, by: User, on: date, reason: str = "") -> None:
    """
    Let the approval of `programme` end on a day: no run may be opened that reaches into it.

    :raises NotApproved: if there is no approval, or it was withdrawn before
    """
    _lock(programme)
    if programme.current is None or programme.withdrawn_on is not None:
        raise NotApproved(code=programme.code)
    programme.withdrawn_on, programme.withdrawn_by, programme.withdrawn_reason = on, by, reason
    programme.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])


def _require_recognised(base: Organisation, *, today: date) -> None:
    if not base.recognitions.filter(Recognition.holding_on(today)).exists():
        raise NotRecognised(base=base.name, day=today)


def _lock(programme: Programme) -> None:
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update(no_key=True))


def _next_code(base: Organisation, at: datetime) -> str:
    # The lock makes drafts of one base wait for each other: two would count to the same number.
    Organisation.objects.select_for_update(no_key=True).get(pk=base.pk)
    return f"{timezone.localdate(at):%Y}-{base.pk}-{base.programmes.count() + 1:03d}"
