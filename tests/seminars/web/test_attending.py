"""A base says who was there, closes the run, and prints the sheet to sign."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation, PersonLogin
from seminars.enums import RunState
from tests.credits.builders import enact
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请由本基地其他工作人员确认"), ("en", "nobody confirms their own presence")]
)
def test_own_presence_is_refused_in_words_that_say_what_to_do(
    manager: Client, base: Organisation, language: str, said: str
) -> None:
    run = web.past(base)
    session, enrolment = web.first_session(run), run.enrolments.get()
    user = manager.get(reverse("seminars:session", args=[session.pk])).wsgi_request.user
    PersonLogin.objects.create(person=enrolment.person, user=user, proof="IN_PERSON", since=web.now())
    manager.post(reverse("choose-language"), {"language": language})

    page = manager.post(reverse("seminars:session", args=[session.pk]), {"csrf": "x"}).content.decode()

    assert said in page
    assert not session.attendances.exists()


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


@pytest.mark.parametrize(("deadline", "warned"), [({"month": 1, "day": 1}, True), (None, False)])
def test_closing_warns_of_whom_it_comes_too_late_for(
    manager: Client, base: Organisation, deadline: dict[str, int] | None, warned: bool
) -> None:
    said = {"source": "JS7", "confidence": "A"}
    changes: dict[str, Any] = {"claim": {"deadline": deadline, **said}} if deadline else {}
    enact("nanjing-general", since=date(2023, 7, 1), at=web.now(), **changes)
    run = web.past(base, people=0)
    builders.enrolled(run=run, who=builders.professional(), at=run.enrol_from)
    builders.confirmed(run, at=web.now())

    page = manager.get(reverse("seminars:run-closing", args=[run.pk])).content.decode()

    assert ("已过申报截止日期：如现在结班，将有1人不予计入" in page) == warned


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


def test_correct_confirmed_minutes_with_a_reason(manager: Client, base: Organisation) -> None:
    run = builders.confirmed(web.past(base, people=2), at=web.now())
    session = web.first_session(run)
    first, second = run.enrolments.order_by("rank")
    address = reverse("seminars:correct-session", args=[session.pk])
    assert address in manager.get(reverse("seminars:session", args=[session.pk])).content.decode()

    typed = {f"minutes-{first.pk}": "45", f"minutes-{second.pk}": "135", "reason": "签到表核对有误"}
    page = manager.post(address, typed, follow=True).content.decode()

    assert dict(session.attendances.values_list("enrolment_id", "minutes")) == {first.pk: 45, second.pk: 135}
    assert "签到表核对有误" in page


def test_a_correction_without_a_reason_keeps_what_was_typed(manager: Client, base: Organisation) -> None:
    run = builders.confirmed(web.past(base), at=web.now())
    session, row = web.first_session(run), run.enrolments.get()

    page = manager.post(
        reverse("seminars:correct-session", args=[session.pk]), {f"minutes-{row.pk}": "45", "reason": ""}
    ).content.decode()

    assert 'value="45"' in page
    assert "field-error" in page
    assert session.attendances.get().minutes == 135


def test_nothing_is_corrected_in_a_closed_run(manager: Client, base: Organisation) -> None:
    run = builders.confirmed(web.past(base), at=web.now())
    session, row = web.first_session(run), run.enrolments.get()
    manager.post(reverse("seminars:close-run", args=[run.pk]))
    address = reverse("seminars:correct-session", args=[session.pk])

    assert address not in manager.get(reverse("seminars:session", args=[session.pk])).content.decode()
    page = manager.post(address, {f"minutes-{row.pk}": "45", "reason": "签到表核对有误"}).content.decode()

    assert "alert-danger" in page
    assert session.attendances.get().minutes == 135
