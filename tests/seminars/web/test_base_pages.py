"""Base staff: apply, amend, open a run, add people, choose, file changes, confirm, close."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.accounts.enums import DocumentKind
from learning.accounts.models import Organisation, PersonName
from seminars.enums import ApplicationState, EnrolmentState, RunState
from seminars.models import Application, Enrolment, Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


@pytest.fixture
def base() -> Organisation:
    return builders.base(name="南京集成电路培训基地")


@pytest.fixture
def manager(base: Organisation) -> Client:
    return web.browser(web.manager(base))


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


def test_open_a_run_with_its_sessions(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    answer = manager.post(reverse("seminars:open-run", args=[programme.pk]), web.run_form())

    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("seminars:base-run", args=[run.pk])
    assert [(one.number, one.minutes) for one in run.sessions.order_by("number")] == [(1, 180), (2, 180), (3, 180)]
    assert (run.region_id, run.mode, run.version) == ("320102", "on_site", programme.current)


def test_open_a_run_with_quotas(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)
    typed = web.run_form(admission="SELECTION", results_by=f"{web.today() + timedelta(days=19)}")
    typed |= {
        "quotas-0-share": "region:320100",
        "quotas-0-places": "30",
        "quotas-1-share": "sector:HEALTH",
        "quotas-1-places": "5",
    }

    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)

    assert Run.objects.get().quotas == [{"region": "320100", "places": 30}, {"sector": "HEALTH", "places": 5}]


def test_more_rows_keep_what_was_typed_and_open_nothing(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    page = manager.post(
        reverse("seminars:open-run", args=[programme.pk]), web.run_form(deed="more", places="")
    ).content.decode()

    assert 'value="第3讲"' in page
    assert "sessions-6-title" in page
    assert "field-error" not in page
    assert not Run.objects.exists()


def test_a_run_sent_twice_opens_once(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)
    typed = web.run_form(once="c" * 32)

    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)
    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)

    assert Run.objects.count() == 1


def test_sessions_that_do_not_hold_the_approved_minutes_are_said(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    page = manager.post(
        reverse("seminars:open-run", args=[programme.pk]), web.run_form(**{"sessions-2-minutes": "90"})
    ).content.decode()

    assert "540" in page
    assert "alert-danger" in page
    assert not Run.objects.exists()


def test_cancel_a_run_needs_a_reason(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:cancel-run", args=[run.pk])

    manager.post(address, {"reason": ""})
    run.refresh_from_db()
    assert run.state == RunState.OPEN

    manager.post(address, {"reason": "讲师生病"})
    run.refresh_from_db()
    assert (run.state, run.cancelled_reason) == (RunState.CANCELLED, "讲师生病")


def _added(**changed: str) -> dict[str, str]:
    return {
        "name": "王伟",
        "document_kind": DocumentKind.RESIDENT_ID,
        "number": builders.number(),
        "mobile": "13800001234",
        **changed,
    }


def test_add_a_new_person(manager: Client, base: Organisation) -> None:
    run = web.coming(base)

    manager.post(reverse("seminars:add-person", args=[run.pk]), _added())

    enrolment = Enrolment.objects.get()
    assert enrolment.state == EnrolmentState.ADMITTED
    assert PersonName.objects.get(person=enrolment.person).name == "王伟"


def test_add_a_namesake_asks_first(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:add-person", args=[run.pk])
    manager.post(address, _added())
    second = _added(mobile="13800005678")

    page = manager.post(address, second).content.decode()

    assert "1234" in page
    assert 'name="is_somebody_else"' in page
    assert Enrolment.objects.count() == 1
    manager.post(address, {**second, "is_somebody_else": "on"})
    assert Enrolment.objects.count() == 2


def test_people_tell_namesakes_apart(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:add-person", args=[run.pk])
    manager.post(address, _added())
    manager.post(address, _added(mobile="13800005678", is_somebody_else="on"))
    manager.post(address, _added(name="李丽", mobile="13800009876"))

    page = manager.get(reverse("seminars:base-run", args=[run.pk])).content.decode()

    assert "1234" in page
    assert "5678" in page
    assert "9876" not in page


def test_a_number_of_another_name_is_refused_at_the_field(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    number = builders.number()
    manager.post(reverse("seminars:add-person", args=[run.pk]), _added(number=number))

    page = manager.post(
        reverse("seminars:add-person", args=[run.pk]), _added(number=number, name="赵敏")
    ).content.decode()

    assert "field-error" in page
    assert 'value="赵敏"' in page
    assert Enrolment.objects.count() == 1


def test_take_somebody_off_after_a_page_that_asks(manager: Client, base: Organisation) -> None:
    enrolment = builders.enrolled(run=web.coming(base), at=web.now())
    address = reverse("seminars:take-off", args=[enrolment.pk])

    assert manager.get(address).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ADMITTED

    manager.post(address)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN


def test_select_admits_keeps_waiting_and_refuses(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=4)
    first, second, third, fourth = run.enrolments.order_by("rank")
    typed = {
        f"decision-{first.pk}": "admit",
        f"decision-{second.pk}": "wait",
        f"decision-{third.pk}": "refuse",
        f"reason-{third.pk}": "不符合报名条件",
    }

    manager.post(reverse("seminars:run-selection", args=[run.pk]), typed)

    states = dict(run.enrolments.values_list("pk", "state"))
    assert states == {first.pk: "ADMITTED", second.pk: "WAITING", third.pk: "REFUSED", fourth.pk: "APPLIED"}
    assert Enrolment.objects.get(pk=third.pk).reason == "不符合报名条件"


def test_refuse_without_a_reason_decides_nobody(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=2)
    first, second = run.enrolments.order_by("rank")

    page = manager.post(
        reverse("seminars:run-selection", args=[run.pk]),
        {f"decision-{first.pk}": "admit", f"decision-{second.pk}": "refuse"},
    ).content.decode()

    assert "field-error" in page
    assert set(run.enrolments.values_list("state", flat=True)) == {"APPLIED"}


def test_too_many_admitted_is_said_and_kept(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=3)
    typed = {f"decision-{one.pk}": "admit" for one in run.enrolments.all()}

    page = manager.post(reverse("seminars:run-selection", args=[run.pk]), typed).content.decode()

    assert page.count('value="admit" selected') == 3
    assert set(run.enrolments.values_list("state", flat=True)) == {"APPLIED"}


def test_file_a_change_of_room(manager: Client, base: Organisation) -> None:
    session = web.first_session(web.coming(base))
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    typed = {
        "day": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": "报告厅",
        "reason": "原教室维修",
    }

    manager.post(reverse("seminars:file-change", args=[session.pk]), typed)

    session.refresh_from_db()
    assert session.room == "报告厅"
    page = manager.get(reverse("seminars:run-sessions", args=[session.run_id])).content.decode()
    assert "101 → 报告厅" in page
    assert "原教室维修" in page


def test_a_change_that_changes_nothing_is_refused(manager: Client, base: Organisation) -> None:
    session = web.first_session(web.coming(base))
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    typed = {
        "day": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": "101",
        "reason": "没有变化",
    }

    manager.post(reverse("seminars:file-change", args=[session.pk]), typed)

    assert not session.changes.exists()


def test_the_roster_opens_as_everybody_present(manager: Client, base: Organisation) -> None:
    run = web.past(base, people=2)
    session = web.first_session(run)

    page = manager.get(reverse("seminars:session", args=[session.pk])).content.decode()

    assert page.count('name="absent-') == 2
    assert "checked" not in page.split("<main")[1]


def test_confirm_with_one_absent_and_one_late(manager: Client, base: Organisation) -> None:
    run = web.past(base, people=3)
    session = web.first_session(run)
    first, second, third = run.enrolments.order_by("rank")

    manager.post(
        reverse("seminars:session", args=[session.pk]), {f"absent-{first.pk}": "on", f"minutes-{second.pk}": "90"}
    )

    noted = dict(session.attendances.values_list("enrolment_id", "minutes"))
    assert noted == {first.pk: 0, second.pk: 90, third.pk: 135}


def test_confirm_twice_keeps_the_first(manager: Client, base: Organisation) -> None:
    run = web.past(base)
    session, enrolment = web.first_session(run), run.enrolments.get()
    address = reverse("seminars:session", args=[session.pk])

    manager.post(address, {"csrf": "x"})
    page = manager.post(address, {f"absent-{enrolment.pk}": "on"}).content.decode()

    assert session.attendances.get().minutes == 135
    assert "alert-danger" in page


@pytest.mark.parametrize("typed", ["136", "-1", "一百", "9" * 30])
def test_impossible_minutes_confirm_nothing(manager: Client, base: Organisation, typed: str) -> None:
    run = web.past(base)
    session, enrolment = web.first_session(run), run.enrolments.get()

    page = manager.post(
        reverse("seminars:session", args=[session.pk]), {f"minutes-{enrolment.pk}": typed}
    ).content.decode()

    assert "field-error" in page
    assert f'value="{typed}"' in page
    assert not session.attendances.exists()


def test_attendance_waits_for_the_end(manager: Client, base: Organisation) -> None:
    session = web.first_session(web.coming(base))

    page = manager.get(reverse("seminars:session", args=[session.pk])).content.decode()
    manager.post(reverse("seminars:session", args=[session.pk]), {"csrf": "x"})

    assert "<form" not in page.split("run-tab")[1]
    session.refresh_from_db()
    assert session.confirmed_at is None


def test_closing_says_what_is_missing(manager: Client, base: Organisation) -> None:
    run = web.past(base)
    first = web.first_session(run)

    page = manager.get(reverse("seminars:run-closing", args=[run.pk])).content.decode()
    manager.post(reverse("seminars:close-run", args=[run.pk]))

    assert reverse("seminars:session", args=[first.pk]) in page
    run.refresh_from_db()
    assert run.state == RunState.OPEN


def test_staff_who_manage_nothing_do_not_close(base: Organisation) -> None:
    run = builders.confirmed(web.past(base), at=web.now())
    staff = web.browser(web.staff(base))

    assert staff.get(reverse("seminars:run-closing", args=[run.pk])).status_code == 200
    assert staff.post(reverse("seminars:close-run", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.state == RunState.OPEN


def test_the_sign_in_sheet_lists_the_admitted_and_the_half_days(manager: Client, base: Organisation) -> None:
    run = web.coming(base, places=1)
    builders.enrolled(run=run, who=builders.person(name="赵一", at=web.now()), at=web.now())
    builders.enrolled(run=run, who=builders.person(name="钱二", at=web.now()), at=web.now())

    page = manager.get(reverse("seminars:sign-in-sheet", args=[run.pk, run.starts_on.isoformat()])).content.decode()

    assert "赵一" in page
    assert "钱二" not in page
    assert page.count('class="sheet-sign"') == 2


@pytest.mark.parametrize("day", ["2026-02-30", "today", "1999-01-01", "99999-01-01"])
def test_there_is_no_sheet_for_a_day_without_sessions(manager: Client, base: Organisation, day: str) -> None:
    assert manager.get(reverse("seminars:sign-in-sheet", args=[web.coming(base).pk, day])).status_code == 404
