"""Pages ask the database as often for three rows as for one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import closing
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

MOST = 30
Asked = Callable[[Client, str], int]


def _programmes(base: Organisation, rows: int) -> str:
    for _number in range(rows):
        web.coming(base)
    return reverse("seminars:base-programmes", args=[base.pk])


def _runs(base: Organisation, rows: int) -> str:
    programme = web.approved(base)
    for _number in range(rows):
        web.coming(programme=programme)
    return reverse("seminars:programme", args=[programme.pk])


def _of_run(name: str) -> Callable[[Organisation, int], str]:
    def made(base: Organisation, rows: int) -> str:
        return reverse(f"seminars:{name}", args=[web.past(base, people=rows).pk])

    return made


def _selection(base: Organisation, rows: int) -> str:
    return reverse("seminars:run-selection", args=[web.selecting(base, people=rows).pk])


def _roster(base: Organisation, rows: int) -> str:
    return reverse("seminars:session", args=[web.first_session(web.past(base, people=rows)).pk])


def _sheet(base: Organisation, rows: int) -> str:
    run = web.past(base, people=rows)
    return reverse("seminars:sign-in-sheet", args=[run.pk, run.starts_on.isoformat()])


def _closed(base: Organisation, rows: int) -> str:
    run = builders.confirmed(web.past(base, people=rows), at=web.now())
    closing.close(run=run, by=builders.user(), at=web.now())
    return reverse("seminars:run-hours", args=[run.pk])


PAGES = {
    "programmes": _programmes,
    "runs": _runs,
    "people": _of_run("base-run"),
    "attendance": _of_run("run-attendance"),
    "closing": _of_run("run-closing"),
    "hours": _of_run("run-hours"),
    "roster on paper": _of_run("roster-sheet"),
    "sessions": _of_run("run-sessions"),
    "hours of a closed run": _closed,
    "selection": _selection,
    "roster": _roster,
    "sheet": _sheet,
}


@pytest.mark.parametrize("page", PAGES)
def test_base_pages_ask_as_often_for_three_rows(page: str, asked_of: Asked) -> None:
    asked = []
    for rows in (1, 3):
        base = builders.base()
        asked.append(asked_of(web.browser(web.manager(base)), PAGES[page](base, rows)))

    assert asked[0] == asked[1] <= MOST


def test_decisions_ask_as_often_for_three_applications(asked_of: Asked) -> None:
    client = web.browser(web.officer(builders.regulator()))
    address = reverse("seminars:applications")

    builders.submitted(at=web.now())
    once = asked_of(client, address)
    for _number in range(2):
        builders.submitted(at=web.now())

    assert asked_of(client, address) == once <= MOST
