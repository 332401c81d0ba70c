"""A base's day: what happens, what is due, what is late, each one click from its deed; nothing of another base."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from learning.accounts.models import Organisation
from seminars.models import Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
TODAY = "/today/"


@pytest.fixture
def base() -> Organisation:
    return builders.base(name="南京集成电路培训基地")


@pytest.fixture
def manager(base: Organisation) -> Client:
    return web.browser(web.manager(base))


def late_part(page: str) -> str:
    return page.split("已超期")[1].split("今日课次", maxsplit=1)[0] if "已超期" in page else ""


def test_a_session_of_today_leads_to_its_sheet_and_roster(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    session = web.first_session(run)
    # Under way since this morning: the operations open runs in the future only.
    at = timezone.localtime().replace(hour=12, minute=0)
    type(session).objects.filter(pk=session.pk).update(starts_at=at, ends_at=at + timedelta(hours=2))

    page = manager.get(TODAY).content.decode()

    assert reverse("seminars:session", args=[session.pk]) in page
    assert reverse("seminars:sign-in-sheet", args=[run.pk, web.today().isoformat()]) in page


def test_attendance_is_to_be_confirmed_and_late_after_three_working_days(manager: Client, base: Organisation) -> None:
    run = web.past(base)
    sessions = list(run.sessions.order_by("number"))
    recent = web.now() - timedelta(minutes=5)
    type(run.sessions.get(number=4)).objects.filter(pk=sessions[3].pk).update(
        starts_at=recent - timedelta(hours=1), ends_at=recent
    )
    old = web.now() - timedelta(days=12)
    type(sessions[0]).objects.filter(pk=sessions[0].pk).update(starts_at=old - timedelta(hours=1), ends_at=old)

    page = manager.get(TODAY).content.decode()

    assert reverse("seminars:session", args=[sessions[0].pk]) in late_part(page)
    assert reverse("seminars:session", args=[sessions[3].pk]) in page
    assert reverse("seminars:session", args=[sessions[3].pk]) not in late_part(page)


def test_what_can_be_closed_leads_to_closing(manager: Client, base: Organisation) -> None:
    run = builders.confirmed(web.past(base), at=web.now())

    assert reverse("seminars:run-closing", args=[run.pk]) in manager.get(TODAY).content.decode()


def test_a_selection_is_due_and_then_late(manager: Client, base: Organisation) -> None:
    run = web.selecting(base)
    address = reverse("seminars:run-selection", args=[run.pk])
    assert address in manager.get(TODAY).content.decode()
    assert late_part(manager.get(TODAY).content.decode()) == ""

    Run.objects.filter(pk=run.pk).update(results_by=web.today() - timedelta(days=1))

    assert address in late_part(manager.get(TODAY).content.decode())


def test_drafts_lead_to_the_form(manager: Client, base: Organisation) -> None:
    draft = builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **builders.facts(title="草稿课程"))

    assert reverse("seminars:application", args=[draft.pk]) in manager.get(TODAY).content.decode()


def test_nothing_of_another_base_is_shown(manager: Client) -> None:
    other = builders.base(name="别的基地")
    web.past(other)
    web.selecting(other)
    web.coming(other)
    builders.programmes.draft(base=other, by=builders.user(), at=web.now(), **builders.facts(title="别家的草稿"))

    page = manager.get(TODAY).content.decode()

    assert builders.facts()["title"] not in page
    assert "别家的草稿" not in page
    assert "目前没有待办事项" in page


def _day_of(base: Organisation) -> None:
    web.past(base)
    web.selecting(base)
    web.coming(base)
    builders.confirmed(web.past(base), at=web.now())
    builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **builders.facts(title="草稿"))


def test_it_asks_as_often_for_three_days_of_work(manager: Client, base: Organisation) -> None:
    asked = []
    for times in (1, 2):
        for _time in range(times):
            _day_of(base)
        manager.get(TODAY)
        with CaptureQueriesContext(connection) as queries:
            manager.get(TODAY)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 30
