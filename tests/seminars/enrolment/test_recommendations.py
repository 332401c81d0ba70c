"""An employer's recommendation: asked for by the applicant, answered by the employer."""

import pytest

from learning.accounts.models import Organisation
from seminars import enrolment
from seminars.enums import RecommendationState
from seminars.models import Enrolment, Recommendation, Run
from tests.seminars import builders
from tests.seminars.builders import MORNING, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    return builders.selecting(wants_recommendation=True)


@pytest.fixture
def employer() -> Organisation:
    return builders.organisation(kind="EMPLOYER", name="南京测试电子厂")


def asked(row: Enrolment) -> Recommendation:
    return row.recommendations.get(state=RecommendationState.ASKED)


def confirm(row: Recommendation) -> None:
    enrolment.confirm_recommendation(recommendation=row, by=builders.user(), at=moment(3))


def decline(row: Recommendation, reason: str = "工作安排冲突") -> None:
    enrolment.decline_recommendation(recommendation=row, by=builders.user(), at=moment(3), reason=reason)


def test_asking_is_no_recommendation_yet(run: Run, employer: Organisation) -> None:
    row, other = builders.enrolled(run=run, employer=employer), builders.enrolled(run=run)

    seen = {one.enrolment.pk: one.recommendation for one in enrolment.roll(run)}

    assert row.recommended_by is None
    assert seen == {row.pk: asked(row), other.pk: None}


def test_the_employer_confirms(run: Run, employer: Organisation) -> None:
    row = builders.enrolled(run=run, employer=employer)

    confirm(asked(row))

    row.refresh_from_db()
    assert row.recommended_by == employer
    [seen] = [one.recommendation for one in enrolment.roll(run)]
    assert seen is not None
    assert (seen.state, seen.decided_at) == (RecommendationState.CONFIRMED, moment(3))


def test_the_employer_declines_with_a_reason(run: Run, employer: Organisation) -> None:
    row = builders.enrolled(run=run, employer=employer)
    with pytest.raises(enrolment.DeclineReasonMissing):
        decline(asked(row), reason="  ")

    decline(asked(row))

    row.refresh_from_db()
    answer = row.recommendations.get()
    assert (row.recommended_by, answer.state, answer.reason) == (None, RecommendationState.DECLINED, "工作安排冲突")


def test_an_answer_is_given_once(run: Run, employer: Organisation) -> None:
    open_one = asked(builders.enrolled(run=run, employer=employer))
    confirm(open_one)

    with pytest.raises(enrolment.RecommendationAnswered):
        decline(open_one)

    open_one.refresh_from_db()
    assert open_one.state == RecommendationState.CONFIRMED


def test_an_answer_after_the_decision_is_refused(run: Run, employer: Organisation) -> None:
    row = builders.enrolled(run=run, employer=employer)
    enrolment.select(run=run, admitted=[row.pk], waiting=[], refused={}, by=builders.user(), at=moment(21))

    with pytest.raises(enrolment.RecommendationTooLate):
        confirm(asked(row))

    row.refresh_from_db()
    assert row.recommended_by is None


def test_whoever_applies_again_is_not_recommended_by_the_old_answer(run: Run, employer: Organisation) -> None:
    row = builders.enrolled(run=run, employer=employer)
    confirm(asked(row))
    enrolment.withdraw(enrolment=row, by=builders.user(), at=moment(4))

    again = builders.enrolled(run=run, who=row.person, at=moment(5))

    assert again.pk == row.pk
    assert again.recommended_by is None
    assert enrolment.latest_recommendations([again]) == {}


def test_what_was_asked_ends_with_the_application(run: Run, employer: Organisation) -> None:
    row = builders.enrolled(run=run, employer=employer, at=MORNING)
    first = asked(row)
    enrolment.withdraw(enrolment=row, by=builders.user(), at=moment(4))
    again = builders.enrolled(run=run, who=row.person, employer=employer, at=moment(5))

    with pytest.raises(enrolment.RecommendationAnswered):
        confirm(first)
    confirm(asked(again))

    again.refresh_from_db()
    assert again.recommended_by == employer
