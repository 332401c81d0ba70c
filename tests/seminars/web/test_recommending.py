"""An applicant asks the employer; the employer's staff answer; the base sees the answer when it chooses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from learning.accounts import people
from learning.accounts.enums import FactKind, LoginProof, Role
from learning.accounts.models import Organisation, Person, PersonLogin
from seminars.enums import RecommendationState
from seminars.models import Enrolment, Recommendation, Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
Asked = Callable[[Client, str], int]
LIST = "/employer/recommendations/"


def working_at(employer: Organisation, *, name: str = "王小明") -> Person:
    person = builders.person(name=name, at=web.now())
    people.state_fact(
        person=person, kind=FactKind.EMPLOYER, since=web.today(), organisation=employer, by=None, at=web.now()
    )
    return person


@pytest.fixture
def employer() -> Organisation:
    return builders.organisation(kind="EMPLOYER", name="南京测试电子厂")


@pytest.fixture
def staff(employer: Organisation) -> Client:
    return web.browser(web.member(employer, Role.EMPLOYER_STAFF))


@pytest.fixture
def run() -> Run:
    return web.coming(admission="SELECTION", results_by=web.today() + timedelta(days=9), wants_recommendation=True)


def applied(run: Run, person: Person) -> Client:
    client = web.browser(web.professional(person))
    client.post(reverse("seminars:enrol", args=[run.pk]), {"recommended": "yes"})
    return client


def test_the_tick_asks_the_own_employer_and_recommends_nothing(run: Run, employer: Organisation) -> None:
    client = applied(run, working_at(employer))

    asked = Recommendation.objects.get()

    assert (asked.employer, asked.state) == (employer, RecommendationState.ASKED)
    assert Enrolment.objects.get().recommended_by is None
    assert "待单位确认" in client.get(reverse("seminars:run", args=[run.pk])).content.decode()


def test_the_employer_confirms_and_the_base_sees_it(run: Run, employer: Organisation, staff: Client) -> None:
    applied(run, working_at(employer))
    base = web.browser(web.manager(run.programme.base))
    selection = reverse("seminars:run-selection", args=[run.pk])
    assert "待单位确认" in base.get(selection).content.decode()
    assert "王小明" in staff.get(LIST).content.decode()

    staff.post(f"{LIST}{Recommendation.objects.get().pk}/", {"answer": "confirm"})

    assert Enrolment.objects.get().recommended_by == employer
    assert "已推荐" in base.get(selection).content.decode()


def test_declining_needs_a_reason_that_the_applicant_reads(run: Run, employer: Organisation, staff: Client) -> None:
    client = applied(run, working_at(employer))
    address = f"{LIST}{Recommendation.objects.get().pk}/"

    page = staff.post(address, {"answer": "decline"}).content.decode()
    assert "field-error" in page
    assert Recommendation.objects.get().state == RecommendationState.ASKED

    staff.post(address, {"answer": "decline", "reason": "本季度生产任务重"})
    assert "本季度生产任务重" in client.get(reverse("seminars:run", args=[run.pk])).content.decode()


def test_another_employer_sees_and_answers_nothing(run: Run, employer: Organisation) -> None:
    applied(run, working_at(employer))
    other = builders.organisation(kind="EMPLOYER", name="别的单位")
    stranger = web.browser(web.member(other, Role.EMPLOYER_STAFF))
    address = f"{LIST}{Recommendation.objects.get().pk}/"

    assert "王小明" not in stranger.get(LIST).content.decode()
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"answer": "confirm"}).status_code == 404
    assert Recommendation.objects.get().state == RecommendationState.ASKED


def test_who_has_left_is_not_the_employers_to_answer_about(run: Run, employer: Organisation, staff: Client) -> None:
    person = working_at(employer)
    applied(run, person)
    elsewhere = builders.organisation(kind="EMPLOYER", name="新单位")
    people.state_fact(
        person=person, kind=FactKind.EMPLOYER, since=web.today(), organisation=elsewhere, by=None, at=web.now()
    )

    assert "王小明" not in staff.get(LIST).content.decode()
    assert staff.get(f"{LIST}{Recommendation.objects.get().pk}/").status_code == 404


def test_nobody_recommends_themselves(run: Run, employer: Organisation) -> None:
    person = working_at(employer)
    user = web.member(employer, Role.EMPLOYER_STAFF)
    PersonLogin.objects.create(person=person, user=user, proof=LoginProof.IN_PERSON, since=web.now())
    own = web.browser(user)
    own.post(reverse("seminars:enrol", args=[run.pk]), {"recommended": "yes"})
    address = f"{LIST}{Recommendation.objects.get().pk}/"

    assert own.get(LIST).context["waiting"] == []
    assert own.get(address).status_code == 404
    assert own.post(address, {"answer": "confirm"}).status_code == 404
    assert Enrolment.objects.get().recommended_by is None


def test_an_employer_needs_a_second_factor(run: Run, employer: Organisation, staff: Client) -> None:
    applied(run, working_at(employer))
    Authenticator.objects.all().delete()

    for address in (LIST, f"{LIST}{Recommendation.objects.get().pk}/"):
        answer = staff.get(address)
        assert (answer.headers.get("Location"), "王小明" in answer.content.decode()) == ("/accounts/2fa/", False)
    staff.post(f"{LIST}{Recommendation.objects.get().pk}/", {"answer": "confirm"})
    assert Enrolment.objects.get().recommended_by is None


def test_the_list_is_the_employers_only(run: Run) -> None:
    assert web.browser(web.professional()).get(LIST).status_code == 404
    assert web.browser(web.manager(run.programme.base)).get(LIST).status_code == 404


def test_the_list_asks_as_often_for_three(run: Run, employer: Organisation, staff: Client, asked_of: Asked) -> None:
    applied(run, working_at(employer))
    once = asked_of(staff, LIST)
    for name in ("赵一", "钱二"):
        applied(run, working_at(employer, name=name))

    assert asked_of(staff, LIST) == once
