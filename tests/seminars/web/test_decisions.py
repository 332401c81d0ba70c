"""Regulators decide applications: with a number, or with a reason."""

import pytest
from django.urls import reverse

from learning.accounts.models import User
from seminars.models import Application, ApplicationDecision
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return web.officer(builders.regulator())


def _decide(user: User, application: Application, **typed: str) -> str:
    address = reverse("seminars:decide-application", args=[application.pk])
    return web.browser(user).post(address, typed, follow=True).content.decode()


def test_approve_with_a_number(officer: User) -> None:
    application = builders.submitted(at=web.now())

    _decide(officer, application, decision="approve", approval_number="宁人社继〔2026〕8号")

    programme = application.programme
    programme.refresh_from_db()
    assert programme.current is not None
    assert programme.current.approval_number == "宁人社继〔2026〕8号"
    assert programme.current.approved_by == officer.memberships.get().organisation


@pytest.mark.parametrize(
    "typed", [{"decision": "approve"}, {"decision": "return"}, {"decision": "refuse"}, {}, {"decision": "praise"}]
)
def test_half_a_decision_decides_nothing(officer: User, typed: dict[str, str]) -> None:
    application = builders.submitted(at=web.now())

    page = _decide(officer, application, **typed, x="y")

    assert "field-error" in page
    assert not ApplicationDecision.objects.exists()


@pytest.mark.parametrize("decision, state", [("return", "RETURNED"), ("refuse", "REFUSED")])
def test_return_and_refuse_with_a_reason(officer: User, decision: str, state: str) -> None:
    application = builders.submitted(at=web.now())

    _decide(officer, application, decision=decision, reason="师资不足，请补充")

    made = ApplicationDecision.objects.get()
    assert (made.state, made.reason, made.decided_by) == (state, "师资不足，请补充", officer)


def test_decide_twice_keeps_the_first(officer: User) -> None:
    application = builders.submitted(at=web.now())

    _decide(officer, application, decision="return", reason="请补充师资")
    page = _decide(officer, application, decision="refuse", reason="改主意了")

    assert ApplicationDecision.objects.get().state == "RETURNED"
    assert "alert-danger" in page


def test_the_nearest_regulator_decides_in_its_name() -> None:
    application = builders.submitted(owner=builders.base(code="320102"), at=web.now())
    province, city = builders.regulator(code="320000"), builders.regulator(code="320100")
    user = web.officer(province)
    builders.organisations.appoint(
        user=user, organisation=city, role="REGULATOR_OFFICER", since=web.today(), by=None, at=web.now()
    )

    _decide(user, application, decision="return", reason="请补充师资")

    assert ApplicationDecision.objects.get().organisation == city


def test_an_amendment_shows_what_would_change(officer: User) -> None:
    programme = web.approved()
    amendment = builders.programmes.amend(programme=programme, by=builders.user(), at=web.now(), reason="增加课时")
    builders.programmes.save(application=amendment, by=builders.user(), at=web.now(), hours=14, minutes=630)
    builders.programmes.submit(application=amendment, by=builders.user(), at=web.now())

    page = web.browser(officer).get(reverse("seminars:decide-application", args=[amendment.pk])).content.decode()

    assert "<td>12</td><td>14</td>" in page
    assert "<td>540</td><td>630</td>" in page
    assert "增加课时" in page


@pytest.mark.parametrize("part", ["created_by", "submitted_by"])
def test_officer_does_not_decide_the_own_application(officer: User, part: str) -> None:
    application = builders.submitted(at=web.now())
    Application.objects.filter(pk=application.pk).update(**{part: officer})

    _decide(officer, application, decision="approve", approval_number="宁人社继〔2026〕8号")

    assert not ApplicationDecision.objects.exists()
