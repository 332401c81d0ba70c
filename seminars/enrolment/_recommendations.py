"""An employer's recommendation: the applicant names the employer, the employer's staff confirm or decline."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from seminars.enrolment import _places
from seminars.enums import UNDECIDED, RecommendationState, RunState
from seminars.models import Enrolment, Recommendation


class RecommendationAnswered(Refusal):
    """The employer has answered already."""

    sentence = _("This recommendation is answered already (%(state)s). It is in the list of answers.")


class RecommendationTooLate(Refusal):
    """Nobody asks for the recommendation any more."""

    sentence = _(
        "“%(title)s” has decided about this application, or it was withdrawn: a recommendation changes nothing."
    )


class DeclineReasonMissing(Refusal):
    """The applicant would not know why."""

    sentence = _("Say why you do not recommend this person: they read it.")
    field = "reason"


@transaction.atomic
def confirm_recommendation(*, recommendation: Recommendation, by: User, at: datetime) -> None:
    """
    Let the employer recommend an applicant.

    :raises RecommendationAnswered: if it was confirmed, declined or ended before
    :raises RecommendationTooLate: if the application is decided, or withdrawn
    """
    _take(recommendation)
    _answer(recommendation, RecommendationState.CONFIRMED, by=by, at=at)
    enrolment = recommendation.enrolment
    enrolment.recommended_by = recommendation.employer
    enrolment.save(update_fields=["recommended_by"])


@transaction.atomic
def decline_recommendation(*, recommendation: Recommendation, by: User, at: datetime, reason: str) -> None:
    """
    Let the employer decline to recommend an applicant, who reads why.

    :raises RecommendationAnswered: if it was confirmed, declined or ended before
    :raises RecommendationTooLate: if the application is decided, or withdrawn
    :raises DeclineReasonMissing: if no reason is given
    """
    _take(recommendation)
    if not reason.strip():
        raise DeclineReasonMissing
    recommendation.reason = reason.strip()
    _answer(recommendation, RecommendationState.DECLINED, by=by, at=at)


def ask(enrolments: Collection[Enrolment], employer: Organisation | None, *, at: datetime) -> None:
    """Ask `employer` to recommend the applicants; what was asked for an earlier application of theirs ends."""
    asked = Recommendation.objects.filter(enrolment__in=enrolments, state=RecommendationState.ASKED)
    asked.update(state=RecommendationState.ENDED)
    if employer is not None:
        Recommendation.objects.bulk_create(
            Recommendation(enrolment=enrolment, employer=employer, asked_at=at) for enrolment in enrolments
        )


def latest_recommendations(enrolments: Collection[Enrolment]) -> dict[int, Recommendation]:
    """Return what was last asked of an employer and is not ended, by key of enrolment."""
    rows = Recommendation.objects.filter(enrolment__in=[row.pk for row in enrolments]).exclude(
        state=RecommendationState.ENDED
    )
    # A recommendation belongs to one application: after withdrawing and applying again, only what was asked anew counts.
    asked_since = {row.pk: row.enrolled_at for row in enrolments}
    return {
        row.enrolment_id: row
        for row in rows.select_related("employer").order_by("pk")
        if row.asked_at >= asked_since[row.enrolment_id]
    }


def _take(recommendation: Recommendation) -> None:
    # First the run, as everybody who changes its enrolments does: two answers, or an answer and a selection, wait for each other.
    run = recommendation.enrolment.run
    _places.lock(run)
    recommendation.refresh_from_db()
    enrolment = recommendation.enrolment
    if recommendation.state != RecommendationState.ASKED:
        raise RecommendationAnswered(state=RecommendationState(recommendation.state).label)
    if run.state != RunState.OPEN or enrolment.state not in UNDECIDED:
        raise RecommendationTooLate(title=run.version.title)


def _answer(recommendation: Recommendation, state: RecommendationState, *, by: User, at: datetime) -> None:
    recommendation.state, recommendation.decided_at, recommendation.decided_by = state, at, by
    recommendation.save(update_fields=["state", "reason", "decided_at", "decided_by"])
