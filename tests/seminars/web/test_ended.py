"""An approval is withdrawn, a recognition ends: everybody reads it, nobody enrols, the words stay."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import bases, programmes
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
HOW = pytest.mark.parametrize(
    ("how", "words"),
    [("withdrawn", "本项目立项已于"), ("ended", "不在基地认定有效期内"), ("ends within", "不在基地认定有效期内")],
)


def _ended(base: Organisation, how: str) -> Run:
    run = web.coming(base)
    if how == "withdrawn":
        programmes.withdraw_approval(programme=run.programme, by=builders.user(), on=web.today(), reason="资质不符")
    else:
        ends = web.today() if how == "ended" else run.ends_on
        bases.end_recognition(recognition=base.recognitions.get(), ends_before=ends)
    return Run.objects.get(pk=run.pk)


@HOW
def test_anybody_reads_that_nobody_can_enrol_and_why(base: Organisation, how: str, words: str) -> None:
    run = _ended(base, how)

    page = web.browser().get(reverse("seminars:run", args=[run.pk])).content.decode()

    assert words in page
    assert run.version.title in page
    assert run.place in page
    assert "?next=" not in page.split("<main")[-1]
    assert "报名中" not in page
    assert "notice.pdf" not in page


@HOW
def test_a_professional_finds_no_form_and_is_refused_one_that_was_open(
    base: Organisation, how: str, words: str
) -> None:
    run = _ended(base, how)
    client = web.browser(web.professional())

    page = client.get(reverse("seminars:run", args=[run.pk])).content.decode()
    sent = client.post(reverse("seminars:enrol", args=[run.pk]), follow=True).content.decode()

    assert words in page
    assert reverse("seminars:enrol", args=[run.pk]) not in page
    assert "alert-danger" in sent
    assert not Enrolment.objects.exists()


@HOW
def test_its_base_keeps_the_run_and_announces_it_no_more(
    manager: Client, base: Organisation, how: str, words: str
) -> None:
    run = _ended(base, how)

    people = manager.get(reverse("seminars:base-run", args=[run.pk]))
    notice = manager.get(reverse("seminars:run-notice", args=[run.pk])).content.decode()

    assert people.status_code == 200
    assert "不再提供通知和海报" in notice
    assert "notice.pdf" not in notice


def test_whoever_is_enrolled_already_still_reads_and_may_withdraw(base: Organisation) -> None:
    run, person = web.coming(base), builders.person(at=web.now())
    row = builders.enrolled(run=run, who=person, at=web.now())
    programmes.withdraw_approval(
        programme=run.programme, by=builders.user(), on=web.today() + timedelta(days=1), reason="资质不符"
    )

    page = web.browser(web.professional(person)).get(reverse("seminars:run", args=[run.pk])).content.decode()

    assert "本项目立项已于" in page
    assert reverse("seminars:withdraw", args=[row.pk]) in page
