"""Regulators read the tables of completions of the bases that they look after, and of no other."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.enums import Sector
from learning.accounts.models import Organisation
from seminars import completions
from seminars.models import CompletionSheet
from seminars.web import completions_in_sight
from tests.seminars import builders
from tests.seminars.completions.builders import alone, line, text
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
LIST = reverse("seminars:completions-in-sight")


def handed_in(base: Organisation, *names: str, wrong: int = 0, **facts: Any) -> CompletionSheet:
    """Hand in a table about these people; the first `wrong` of them have too few points."""
    on, window = web.today() - timedelta(days=1), timedelta(days=5)
    programme = alone(
        owner=base,
        at=web.now() - timedelta(days=6),
        learning_years=[],
        window_from=on - window,
        window_until=on + window,
        **facts,
    )
    stated = {"year": str(on.year), "completed_on": on.isoformat()}
    rows = [
        line(builders.person(name=name, at=web.now()), **stated, score="30" if place < wrong else "85")
        for place, name in enumerate(names)
    ]
    return completions.check(programme=programme, file=text(*rows), by=builders.user(), at=web.now())


def page_of(sheet: CompletionSheet) -> str:
    return reverse("seminars:completion-rows", args=[sheet.pk])


@pytest.fixture
def officer(base: Organisation) -> Client:
    """Sign an officer of the city of the base in."""
    return web.browser(web.officer(builders.regulator()))


def test_a_regulator_reads_what_was_handed_in_and_what_became_of_it(officer: Client, base: Organisation) -> None:
    sheet = handed_in(base, "赵一", "钱二", "孙三", wrong=1, title="数字素养公需科目")

    (listed,) = officer.get(LIST).context["lines"]
    page = officer.get(LIST).content.decode()
    rows = officer.get(page_of(sheet)).content.decode()

    assert (listed["sheet"], listed["accepted"], listed["refused"]) == (sheet, 2, 1)
    assert ("数字素养公需科目" in page, base.name in page, page_of(sheet) in page) == (True, True, True)
    assert [name in rows for name in ("赵一", "钱二", "孙三")] == [True, True, True]
    assert sheet.rows.get(outcome="REFUSED").message in rows


def test_a_regulator_asks_for_the_refused_rows_alone(officer: Client, base: Organisation) -> None:
    sheet = handed_in(base, "赵一", "钱二", wrong=1)

    page = officer.get(f"{page_of(sheet)}?outcome=REFUSED").content.decode()

    assert ("赵一" in page, "钱二" in page) == (True, False)


def test_a_regulator_changes_nothing_here(officer: Client, base: Organisation) -> None:
    sheet = handed_in(base, "赵一")

    assert reverse("seminars:confirm-completions", args=[sheet.pk]) not in officer.get(page_of(sheet)).content.decode()
    assert officer.post(reverse("seminars:confirm-completions", args=[sheet.pk])).status_code == 404
    sheet.refresh_from_db()
    assert sheet.state == "CHECKED"


def test_tables_of_other_places_and_sectors_are_nobodys_here(officer: Client, base: Organisation) -> None:
    elsewhere = handed_in(builders.base(name="苏州基地", code="320500"), "赵一")
    other_sector = web.browser(web.officer(builders.regulator(sector=Sector.HEALTH)))
    own = handed_in(base, "钱二")

    assert [one["sheet"] for one in officer.get(LIST).context["lines"]] == [own]
    assert officer.get(page_of(elsewhere)).status_code == 404
    assert other_sector.get(LIST).context["lines"] == []
    assert other_sector.get(page_of(own)).status_code == 404


def test_the_pages_do_not_exist_for_others(manager: Client, base: Organisation) -> None:
    sheet = handed_in(base, "赵一")

    for client in (manager, web.browser(web.professional())):
        assert [client.get(address).status_code for address in (LIST, page_of(sheet))] == [404, 404]


def test_the_list_goes_on_on_the_next_page(
    officer: Client, base: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completions_in_sight, "PAGE", 2)
    first, second, third = (handed_in(base, "赵一") for _ in range(3))

    page = officer.get(LIST)
    following = officer.get(f"{LIST}?after={page.context['next_key']}")

    assert [one["sheet"] for one in page.context["lines"]] == [third, second]
    assert f"after={second.pk}" in page.content.decode()
    assert [one["sheet"] for one in following.context["lines"]] == [first]


def test_three_tables_and_three_rows_ask_as_often_as_one(officer: Client, base: Organisation, asked_of: Any) -> None:
    sheet = handed_in(base, "赵一", wrong=1)
    once = [asked_of(officer, address) for address in (LIST, page_of(sheet))]
    for _ in range(2):
        sheet = handed_in(base, "赵一", "钱二", "孙三", wrong=1)

    assert len(officer.get(LIST).context["lines"]) == 3
    assert [asked_of(officer, address) for address in (LIST, page_of(sheet))] == once


def test_the_overview_leads_here(officer: Client) -> None:
    assert LIST in officer.get(reverse("overview")).content.decode()
