"""What a regulator decides about an application."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from seminars.enums import ApplicationState
from seminars.models import Application, ApplicationDecision, Programme, ProgrammeVersion
from seminars.programmes import _facts
from seminars.programmes._review import review_is_complete
from seminars.programmes._states import stated, take


class NotSubmitted(Refusal):
    """There is nothing to decide."""

    sentence = _("“%(title)s” is %(state)s: there is nothing to decide. Open the list of applications again.")


class ReviewNotComplete(Refusal):
    """Somebody who must look at the application has not done so."""

    sentence = _("The review of “%(title)s” is not complete. Approve it after the review.")


class ApprovalNumberMissing(Refusal):
    """The approval has no number."""

    sentence = _("The approval has no number. State the number of the document.")
    field = "approval_number"


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
    take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)
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
    take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)

    return _decide(
        application, state=ApplicationState.RETURNED, by=by, organisation=organisation, at=at, reason=stated(reason)
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
    take(application, states=[ApplicationState.SUBMITTED], otherwise=NotSubmitted)

    return _decide(
        application, state=ApplicationState.REFUSED, by=by, organisation=organisation, at=at, reason=stated(reason)
    )


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


def _next_number(programme: Programme) -> int:
    last: int | None = programme.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
