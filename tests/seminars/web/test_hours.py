"""Base: what each person will get, then what they got, and why."""

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import attendance, closing, runs
from seminars.models import Run
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(base: Organisation) -> Run:
    return web.past(base, people=3)


def hours_page(manager: Client, run: Run) -> str:
    return manager.get(reverse("seminars:run-hours", args=[run.pk])).content.decode()


def attended(run: Run) -> None:
    """Let the first be there all the time, the second for half, the third not at all."""
    _first, second, third = run.enrolments.order_by("rank")
    for number, session in enumerate(runs.timetable(run)):
        absent = {third.pk: 0} | ({second.pk: 0} if number >= 2 else {})
        attendance.confirm(session=session, minutes=absent, by=builders.user(), at=web.now())


def test_sessions_not_confirmed_yet_count_as_attended(manager: Client, run: Run) -> None:
    assert hours_page(manager, run).count("另有540分钟未确认") == 3


def test_each_expects_hours_by_presence_with_the_reason(manager: Client, run: Run) -> None:
    attended(run)

    page = hours_page(manager, run)

    assert ("540/540" in page, "270/540" in page, "0/540" in page) == (True, True, True)
    assert page.count("到课满五分之四") == 1
    assert page.count("按到课比例计学时") == 1
    assert page.count("到课过少") == 1


def test_after_closing_it_shows_what_was_credited(manager: Client, run: Run) -> None:
    attended(run)
    closing.close(run=run, by=builders.user(), at=web.now())

    page = hours_page(manager, run)

    assert "登记学时" in page
    assert "预计学时" not in page


def test_what_was_claimed_and_what_was_counted_are_told_apart(manager: Client, base: Organisation) -> None:
    run = web.past(base, people=0)
    builders.enrolled(run=run, who=builders.professional(), at=run.enrol_from)
    builders.confirmed(run, at=web.now())
    closing.close(run=run, by=builders.user(), at=web.now())

    [got] = closing.hours_of(run, list(run.enrolments.all())).values()
    assert (got.claimed, got.counted, got.percent) == (1200, 1200, 100)


def test_nobody_reads_the_hours_of_another_base(run: Run) -> None:
    stranger = web.browser(web.manager(builders.base()))

    assert stranger.get(reverse("seminars:run-hours", args=[run.pk])).status_code == 404
