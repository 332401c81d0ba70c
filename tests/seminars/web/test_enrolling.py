"""Everybody reads a run; professionals enrol and withdraw, and are told what happens next."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from learning.accounts import people
from learning.accounts.enums import FactKind
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def _address(run: Run) -> str:
    return reverse("seminars:run", args=[run.pk])


def test_anybody_reads_a_run_and_is_led_to_sign_in_and_back() -> None:
    run = web.coming()

    page = web.browser().get(_address(run)).content.decode()

    assert "集成电路封装工艺" in page
    assert "南京市江宁区诚信大道1号" in page
    assert f"?next={quote(_address(run), safe='')}" in page
    assert reverse("seminars:enrol", args=[run.pk]) not in page


def test_enrolling_unsigned_leads_to_signing_in_and_records_nothing() -> None:
    run = web.coming()

    answer = web.browser().post(reverse("seminars:enrol", args=[run.pk]))

    assert answer.headers["Location"] == f"/accounts/login/?next={quote(_address(run), safe='')}"
    assert not Enrolment.objects.exists()


def test_a_login_without_a_record_is_led_to_joining() -> None:
    run = web.coming()

    answer = web.browser(builders.user()).post(reverse("seminars:enrol", args=[run.pk]))

    assert answer.headers["Location"] == f"{reverse('accounts:join')}?next={quote(_address(run), safe='')}"
    assert not Enrolment.objects.exists()


def test_enrol_gives_a_place_and_says_when_it_begins() -> None:
    run = web.coming()
    client = web.browser(web.professional())

    page = client.post(reverse("seminars:enrol", args=[run.pk]), follow=True).content.decode()

    assert Enrolment.objects.get().state == EnrolmentState.ADMITTED
    assert "alert-success" in page
    assert reverse("seminars:withdraw", args=[Enrolment.objects.get().pk]) in page


def test_enrol_in_a_full_run_waits_and_says_the_number() -> None:
    run = web.coming(places=1)
    for _number in range(2):
        builders.enrolled(run=run, at=web.now())
    client = web.browser(web.professional())
    client.cookies["django_language"] = "en"

    page = client.post(reverse("seminars:enrol", args=[run.pk]), follow=True).content.decode()

    assert "number 2 on the waiting list" in page


def test_enrol_twice_makes_one_enrolment() -> None:
    run = web.coming()
    client = web.browser(web.professional())

    client.post(reverse("seminars:enrol", args=[run.pk]))
    client.post(reverse("seminars:enrol", args=[run.pk]))

    assert Enrolment.objects.count() == 1


def test_enrol_too_late_is_refused() -> None:
    run = web.past(people=0)
    client = web.browser(web.professional())

    page = client.post(reverse("seminars:enrol", args=[run.pk]), follow=True).content.decode()

    assert "alert-danger" in page
    assert not Enrolment.objects.exists()


def test_watch_the_stream() -> None:
    run = web.coming(has_stream=True)
    client = web.browser(web.professional())

    client.post(reverse("seminars:enrol", args=[run.pk]), {"kind": "VIEWER"})

    assert Enrolment.objects.get().kind == EnrolmentKind.VIEWER


def test_only_the_own_employer_is_asked_to_recommend() -> None:
    run = web.coming(admission="SELECTION", results_by=web.today() + timedelta(days=9), wants_recommendation=True)
    own, _other = (builders.organisation(kind="EMPLOYER", name=name) for name in ("本单位", "别的单位"))
    person = builders.person(at=web.now())
    people.state_fact(person=person, kind=FactKind.EMPLOYER, since=web.today(), organisation=own, by=None, at=web.now())
    client = web.browser(web.professional(person))

    page = client.get(_address(run)).content.decode()
    client.post(reverse("seminars:enrol", args=[run.pk]), {"recommended": "yes"})

    assert "本单位" in page
    assert [one.employer for one in Enrolment.objects.get().recommendations.all()] == [own]


def test_withdraw_after_a_page_that_asks() -> None:
    run = web.coming()
    user = web.professional()
    client = web.browser(user)
    client.post(reverse("seminars:enrol", args=[run.pk]))
    enrolment = Enrolment.objects.get()
    address = reverse("seminars:withdraw", args=[enrolment.pk])

    assert client.get(address).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ADMITTED

    page = client.post(address, follow=True).content.decode()
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN
    assert reverse("seminars:enrol", args=[run.pk]) in page


def test_a_refused_person_reads_why() -> None:
    run = web.selecting(people=0)
    person = builders.person(at=web.now())
    enrolment = builders.enrolled(run=run, who=person, at=run.enrol_from)
    builders.enrolment.select(
        run=run,
        admitted=[],
        waiting=[],
        refused={enrolment.pk: "名额已满，请报下一期"},
        by=builders.user(),
        at=web.now(),
    )

    page = web.browser(web.professional(person)).get(_address(run)).content.decode()

    assert "名额已满，请报下一期" in page


def test_a_cancelled_run_says_why() -> None:
    run = web.coming()
    builders.runs.cancel(run=run, by=builders.user(), at=web.now(), reason="台风预警")

    page = web.browser().get(_address(run)).content.decode()

    assert "台风预警" in page
