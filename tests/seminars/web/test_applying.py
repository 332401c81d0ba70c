"""A base applies for a programme step by step, amends an approved one, and copies an earlier one."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.accounts.models import Organisation
from seminars.enums import ApplicationState
from seminars.models import Application
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(base: Organisation) -> Application:
    facts = {"kind": "BASE_COURSE", "title": "先进封装工艺"}
    return builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **facts)


def whole(application: Application) -> str:
    return reverse("seminars:application", args=[application.pk])


def test_begin_with_kind_and_title_and_go_on_with_the_first_step(manager: Client, base: Organisation) -> None:
    typed = {"title": "只有题目", "kind": "BASE_COURSE"}

    answer = manager.post(reverse("seminars:write-application", args=[base.pk]), typed)

    application = Application.objects.get()
    assert answer.headers["Location"] == web.step(application, "basics")
    assert (application.title, application.state, application.programme.base) == ("只有题目", "DRAFT", base)


def test_walk_all_steps_and_submit(manager: Client, base: Organisation) -> None:
    application = web.walked(manager, base)
    manager.post(whole(application))

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert (application.hours, application.minutes) == (1200, 540)
    assert application.teachers == [
        {"name": "张教授", "title": "教授", "employer": "东南大学"},
        {"name": "李工", "title": "高级工程师", "employer": ""},
    ]


def test_each_step_leads_to_the_next(manager: Client, draft: Application) -> None:
    steps = ("basics", "hours", "content", "audience", "certificate")
    led_to = [manager.post(web.step(draft, key), web.application_form()).headers["Location"] for key in steps]

    assert led_to == [*(web.step(draft, key) for key in steps[1:]), whole(draft)]


def test_a_step_that_lacks_something_stays_and_shows_what_was_typed(manager: Client, draft: Application) -> None:
    page = manager.post(web.step(draft, "hours"), web.application_form(hours="", minutes="540")).content.decode()

    assert "field-error" in page
    assert 'value="540"' in page
    draft.refresh_from_db()
    assert (draft.hours, draft.minutes, draft.category) == (0, 0, "")


def test_saving_a_draft_asks_for_nothing_but_the_title(manager: Client, draft: Application) -> None:
    answer = manager.post(web.step(draft, "hours"), {"minutes": "540", "deed": "save"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.minutes, draft.category) == (302, 540, "")


def test_it_saves_itself_and_says_when(manager: Client, draft: Application) -> None:
    answer = manager.post(web.step(draft, "content"), {"summary": "封装工艺", "teachers": "", "deed": "autosave"})

    draft.refresh_from_db()
    assert draft.summary == "封装工艺"
    assert draft.saved_at is not None
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert f"{timezone.localtime(draft.saved_at):%H:%M}" in answer.content.decode()


def test_saving_itself_keeps_what_is_right_and_names_what_is_not(manager: Client, draft: Application) -> None:
    typed = {"category": "professional", "hours": "十二", "minutes": "540", "deed": "autosave"}

    said = manager.post(web.step(draft, "hours"), typed).content.decode()

    draft.refresh_from_db()
    assert (draft.hours, draft.minutes) == (0, 540)
    assert "学时" in said


def test_come_back_later_and_find_what_was_typed(manager: Client, draft: Application) -> None:
    manager.post(web.step(draft, "content"), {"summary": "封装工艺与可靠性", "deed": "autosave"})

    assert "封装工艺与可靠性" in manager.get(web.step(draft, "content")).content.decode()


def test_the_whole_names_what_is_missing_and_where(manager: Client, draft: Application) -> None:
    page = manager.get(whole(draft)).content.decode()

    assert web.step(draft, "hours") in page.split('class="alert alert-warning"')[1]
    assert "提交审批" not in page


def test_what_the_rules_refuse_leads_to_its_step(manager: Client, base: Organisation) -> None:
    application = web.walked(manager, base, minutes="90")

    answer = manager.post(whole(application), follow=True)

    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT
    assert answer.redirect_chain[-1][0] == web.step(application, "hours")
    assert "alert-danger" in answer.content.decode()


def test_there_is_no_other_step(manager: Client, draft: Application) -> None:
    assert manager.get(web.step(draft, "nowhere")).status_code == 404


def test_staff_who_manage_nothing_read_and_do_not_write(base: Organisation, draft: Application) -> None:
    staff = web.browser(web.staff(base))

    assert staff.get(whole(draft)).status_code == 200
    assert staff.get(web.step(draft, "content")).status_code == 302
    staff.post(web.step(draft, "content"), {"summary": "悄悄修改", "deed": "autosave"})
    draft.refresh_from_db()
    assert draft.summary == ""


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

    assert "请补充师资" in manager.get(whole(application)).content.decode()
    manager.post(web.step(application, "basics"), web.application_form())
    manager.post(whole(application))

    application.refresh_from_db()
    assert (application.state, application.title) == (ApplicationState.SUBMITTED, "先进封装工艺")


def test_a_submitted_application_is_shown_and_not_changed(manager: Client, base: Organisation) -> None:
    application = builders.submitted(owner=base, at=web.now(), title="已提交课程")

    page = manager.get(whole(application)).content.decode()
    manager.post(web.step(application, "basics"), web.application_form(title="悄悄修改"))

    assert "提交审批" not in page
    application.refresh_from_db()
    assert application.title == "已提交课程"


def test_amend_begins_with_the_facts_in_force(manager: Client, base: Organisation) -> None:
    programme = web.approved(base, title="原题目")

    answer = manager.post(reverse("seminars:amend-programme", args=[programme.pk]), {"reason": "调整课时"}, follow=True)

    assert 'value="原题目"' in answer.content.decode()
    assert programme.applications.count() == 2


def test_copy_an_earlier_programme_into_a_new_draft(manager: Client, base: Organisation) -> None:
    programme = web.approved(base, title="先进封装", teachers=[{"name": "张教授", "title": "", "employer": ""}])
    address = reverse("seminars:duplicate-programme", args=[programme.pk])

    for _click in range(2):
        manager.post(address, {"once": "d" * 32})

    made = Application.objects.exclude(programme=programme).get()
    assert (made.title, made.hours, made.state, made.programme.base) == ("先进封装", 1200, "DRAFT", base)
    assert made.teachers == [{"name": "张教授", "title": "", "employer": ""}]
    assert made.programme.code != programme.code


def test_nobody_copies_the_programme_of_another_base(base: Organisation) -> None:
    programme = web.approved(base)
    stranger = web.browser(web.manager(builders.base()))

    assert stranger.post(reverse("seminars:duplicate-programme", args=[programme.pk])).status_code == 404
    assert Application.objects.count() == 1


def test_the_list_says_the_next_step(manager: Client, base: Organisation) -> None:
    builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **builders.facts(title="草稿"))
    approved = web.approved(base, title="已批准")

    page = manager.get(reverse("seminars:base-programmes", args=[base.pk])).content.decode()

    assert reverse("seminars:programme", args=[approved.pk]) in page
    assert whole(Application.objects.get(title="草稿")) in page
