"""A base applies for a programme and asks for amendments."""

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars.enums import ApplicationState
from seminars.models import Application
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def test_save_a_draft_with_a_title_only(manager: Client, base: Organisation) -> None:
    answer = manager.post(reverse("seminars:write-application", args=[base.pk]), {"title": "只有题目", "deed": "save"})

    application = Application.objects.get()
    assert answer.headers["Location"] == reverse("seminars:application", args=[application.pk])
    assert (application.title, application.state, application.programme.base) == ("只有题目", "DRAFT", base)


def test_submit_a_complete_application(manager: Client, base: Organisation) -> None:
    manager.post(reverse("seminars:write-application", args=[base.pk]), web.application_form(deed="submit"))

    application = Application.objects.get()
    assert application.state == ApplicationState.SUBMITTED
    assert (application.hours, application.minutes) == (1200, 540)
    assert application.teachers == [
        {"name": "张教授", "title": "教授", "employer": "东南大学"},
        {"name": "李工", "title": "高级工程师", "employer": ""},
    ]


def test_submit_what_the_rules_refuse_keeps_the_draft_and_says_why(manager: Client, base: Organisation) -> None:
    typed = web.application_form(kind="ADVANCED_SEMINAR", deed="submit")

    page = manager.post(reverse("seminars:write-application", args=[base.pk]), typed, follow=True).content.decode()

    assert Application.objects.get().state == ApplicationState.DRAFT
    assert 'value="先进封装工艺"' in page
    assert "alert-danger" in page


def test_a_form_sent_twice_makes_one_draft(manager: Client, base: Organisation) -> None:
    address = reverse("seminars:write-application", args=[base.pk])
    typed = web.application_form(once="a" * 32)

    first, second = manager.post(address, typed), manager.post(address, typed)

    assert Application.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_form_that_was_refused_may_be_sent_again(manager: Client, base: Organisation) -> None:
    address = reverse("seminars:write-application", args=[base.pk])

    manager.post(address, web.application_form(once="b" * 32, title=""))
    manager.post(address, web.application_form(once="b" * 32))

    assert Application.objects.count() == 1


def test_a_returned_application_shows_why_and_goes_in_again(manager: Client, base: Organisation) -> None:
    application = builders.submitted(owner=base, at=web.now())
    builders.programmes.send_back(
        application=application,
        by=builders.user(),
        organisation=builders.regulator(),
        reason="请补充师资",
        at=web.now(),
    )
    address = reverse("seminars:application", args=[application.pk])

    assert "请补充师资" in manager.get(address).content.decode()
    manager.post(address, web.application_form(deed="submit"))

    application.refresh_from_db()
    assert (application.state, application.title) == (ApplicationState.SUBMITTED, "先进封装工艺")


def test_a_submitted_application_is_shown_and_not_changed(manager: Client, base: Organisation) -> None:
    application = builders.submitted(owner=base, at=web.now(), title="已提交课程")
    address = reverse("seminars:application", args=[application.pk])

    page = manager.get(address).content.decode()
    manager.post(address, web.application_form(title="悄悄修改"))

    assert "<form" not in page.split("<main")[1]
    application.refresh_from_db()
    assert application.title == "已提交课程"


def test_amend_begins_with_the_facts_in_force(manager: Client, base: Organisation) -> None:
    programme = web.approved(base, title="原题目")

    answer = manager.post(reverse("seminars:amend-programme", args=[programme.pk]), {"reason": "调整课时"}, follow=True)

    assert 'value="原题目"' in answer.content.decode()
    assert programme.applications.count() == 2


def test_the_list_says_the_next_step(manager: Client, base: Organisation) -> None:
    builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **builders.facts(title="草稿"))
    approved = web.approved(base, title="已批准")

    page = manager.get(reverse("seminars:base-programmes", args=[base.pk])).content.decode()

    assert reverse("seminars:programme", args=[approved.pk]) in page
    assert reverse("seminars:application", args=[Application.objects.get(title="草稿").pk]) in page
