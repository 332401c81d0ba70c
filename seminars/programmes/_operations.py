"""Drafts, submissions, decisions, amendments."""

from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from seminars import bases
from seminars.enums import ApplicationState
from seminars.models import Application, ApplicationDecision, Programme, ProgrammeVersion
from seminars.programmes import _facts
from seminars.programmes._review import review_is_complete

OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
WITH_THE_BASE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


class ApplicationSubmitted(Refusal):
    """The application is no longer with the base."""

    sentence = _(
        "“%(title)s” is %(state)s and cannot be changed now. Wait for the decision, or apply for an amendment."
    )


class NotSubmitted(Refusal):
    """There is nothing to decide."""

    sentence = _("“%(title)s” is %(state)s: there is nothing to decide. Open the list of applications again.")


class ApplicationOpen(Refusal):
    """Another application for the programme is still open."""

    sentence = _("An application for “%(title)s” is still open (%(state)s). Continue with that one.")


class NotApproved(Refusal):
    """The programme has no approval that could be amended."""

    sentence = _("“%(code)s” has no valid approval. Apply for a new programme.")


class ReviewNotComplete(Refusal):
    """Somebody who must look at the application has not done so."""

    sentence = _("The review of “%(title)s” is not complete. Approve it after the review.")


class ApprovalNumberMissing(Refusal):
    """The approval has no number."""

    sentence = _("The approval has no number. State the number of the document.")
    field = "approval_number"


class ReasonMissing(Refusal):
    """Nobody would know why."""

    sentence = _("The reason is missing. Say why, so that the other side knows what to do.")
    field = "reason"


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
    _take(application, states=WITH_THE_BASE, otherwise=ApplicationSubmitted)
    _facts.state(application, facts)
    application.save()

    return application


@transaction.atomic
def submit(*, application: Application, by: User, at: datetime) -> Application:
    """
    Hand `application` to the regulator.

    :raises ApplicationSubmitted: if it is no longer with the base
    :raises BaseNotRecognised: if the base is not recognised today
    :raises FactMissing: and the other refusals of facts, if it cannot be decided like this
    """
    _take(application, states=WITH_THE_BASE, otherwise=ApplicationSubmitted)
    today = timezone.localdate(at)
    bases.require_recognised(application.programme.base, first=today, last=today)
    _facts.require_complete(application, today=today)
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = at
    application.save(update_fields=["state", "submitted_at"])

    return application


@transaction.atomic
def approve(
    *, application: Application, by: User, organisation: Organisation, approval_number: str, at: datetime
) -> ProgrammeVersion:
    """
    Approve `application`: its facts become the programme's next version, which is current from now on.

    :raises NotSubmitted: if there is nothing to decide
    :raises ReviewNotComplete: if somebody has still to look at it
    :raises ApprovalNumberMissing: if the approval has no number
    """
    _take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)
    if not review_is_complete(application):
        raise ReviewNotComplete(title=application.title)
    if not approval_number.strip():
        raise ApprovalNumberMissing

    _decide(application, state=ApplicationState.APPROVED, by=by, organisation=organisation, at=at)
    programme = application.programme
    programme.current = ProgrammeVersion.objects.create(
        programme=programme,
        number=_next_number(programme),
        application=application,
        approval_number=approval_number.strip(),
        approved_on=timezone.localdate(at),
        approved_by=organisation,
        **_facts.approved_facts(application),
    )
    programme.save(update_fields=["current"])

    return programme.current


@transaction.atomic
def send_back(
    *, application: Application, by: User, organisation: Organisation, reason: str, at: datetime
) -> ApplicationDecision:
    """
    Return `application` to its base, which may change and submit it again.

    :raises NotSubmitted: if there is nothing to decide
    :raises ReasonMissing: if no reason is given
    """
    _take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)

    return _decide(
        application, state=ApplicationState.RETURNED, by=by, organisation=organisation, at=at, reason=_stated(reason)
    )


@transaction.atomic
def refuse(
    *, application: Application, by: User, organisation: Organisation, reason: str, at: datetime
) -> ApplicationDecision:
    """
    Refuse `application` for good.

    :raises NotSubmitted: if there is nothing to decide
    :raises ReasonMissing: if no reason is given
    """
    _take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)

    return _decide(
        application, state=ApplicationState.REFUSED, by=by, organisation=organisation, at=at, reason=_stated(reason)
    )


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

    return Application.objects.create(
        programme=programme, reason=_stated(reason), created_at=at, created_by=by, **facts
    )


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


def _take(
    application: Application, *, states: list[ApplicationState] | tuple[ApplicationState, ...], otherwise: type[Refusal]
) -> None:
    # The lock makes two deciders wait for each other: the second one finds the state changed.
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    if application.state not in states:
        raise otherwise(title=application.title, state=ApplicationState(application.state).label)


def _decide(
    application: Application,
    *,
    state: ApplicationState,
    by: User,
    organisation: Organisation,
    at: datetime,
    reason: str = "",
) -> ApplicationDecision:
    application.state = state
    application.save(update_fields=["state"])
    return ApplicationDecision.objects.create(
        application=application, state=state, reason=reason, decided_by=by, organisation=organisation, decided_at=at
    )


def _stated(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _lock(programme: Programme) -> None:
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update(no_key=True))


def _next_number(programme: Programme) -> int:
    last: int | None = programme.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _next_code(base: Organisation, at: datetime) -> str:
    # The lock makes drafts of one base wait for each other: two would count to the same number.
    Organisation.objects.select_for_update(no_key=True).get(pk=base.pk)
    return f"{timezone.localdate(at):%Y}-{base.pk}-{base.programmes.count() + 1:03d}"
