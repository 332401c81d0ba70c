"""Overview: the plan's indicators against time gone, and who complies, unknown outside the rate."""

import pytest

from credits import compliance
from credits.enums import StandingState
from seminars import indicators
from seminars.enums import Indicator
from tests.credits.web import builders as web

pytestmark = pytest.mark.django_db

ADDRESS = "/overview/"


def lines(page):
    return {row["line"].indicator: row for row in page.context["lines"]}


def test_province_is_measured_against_its_targets():
    page = web.signed_in(web.regulator(region="320000")).get(ADDRESS)

    shown = lines(page)
    seminars = shown[Indicator.ADVANCED_SEMINARS]
    assert (seminars["line"].target, seminars["line"].is_sample, seminars["line"].reached) == (150, True, 0)
    assert seminars["pace"]["label"] == "Behind time"
    assert shown[Indicator.SERVICE_EVENTS]["line"].reached is None
    assert shown[Indicator.SERVICE_EVENTS]["pace"] is None
    assert 0 < page.context["gone"] < 100
    assert "sample" in page.content.decode()


def test_city_is_not_measured_against_the_provinces_targets():
    page = web.signed_in(web.regulator()).get(ADDRESS)

    assert {row["pace"] for row in page.context["lines"]} == {None}
    assert "the targets are the whole province’s" in page.content.decode()


def test_closed_plan_stands_as_it_was_stated():
    closed = indicators.plans().get(code="js-14")

    page = web.signed_in(web.regulator(region="320000")).get(ADDRESS, {"plan": closed.pk})

    assert page.context["gone"] == 100
    # Outside the demo nobody has stated final figures yet.
    assert {row["line"].reached for row in page.context["lines"]} == {None}
    assert "the final figures stand" in page.content.decode()


def test_each_figure_opens_what_it_counts():
    client = web.signed_in(web.regulator())
    page = client.get(ADDRESS)

    addresses = {row["line"].indicator: row["address"] for row in page.context["lines"]}
    opened = client.get(addresses[Indicator.PERSON_TIMES])

    assert {one for one, address in addresses.items() if address} == indicators.LISTED
    assert opened.status_code == 200
    assert "Nothing counts yet" in opened.content.decode()
    assert client.get("/overview/SERVICE_EVENTS/").status_code == client.get("/overview/x/").status_code == 404


def test_a_closed_plan_lists_nothing_behind_its_figures():
    closed = indicators.plans().get(code="js-14")

    page = web.signed_in(web.regulator()).get("/overview/PERSONS/", {"plan": closed.pk, "after": "x"})

    assert "no list is kept behind them" in page.content.decode()
    assert page.context["rows"] == []


@pytest.mark.parametrize(
    "query", [{"plan": "x"}, {"plan": "99999999"}, {"year": "1900"}, {"year": "x"}, {"by": "'; --"}]
)
def test_made_up_choices_show_the_usual(query):
    page = web.signed_in(web.regulator()).get(ADDRESS, query)

    assert (page.status_code, page.context["plan"].code, page.context["year"]) == (200, "js-15", web.YEAR)


def test_compliance_is_told_by_city_with_a_way_to_the_list():
    web.standing(web.person(), state=StandingState.MET, counted=90)
    web.standing(web.person(number="G20001234"), counted=1)
    web.standing(web.person(number="G30001234"), state=StandingState.UNKNOWN)
    web.standing(web.person(number="G40001234", region="320500"), region="320500")
    compliance.roll_up_due(at=web.NOW)

    page = web.signed_in(web.regulator(region="320000")).get(ADDRESS, {"by": "city"})

    rows = {row["name"]: row["figure"] for row in page.context["figures"]}
    assert {name: (row.met, row.short, row.unknown, row.rate) for name, row in rows.items()} == {
        "Nanjing": (1, 1, 1, "50.0"),
        "Suzhou": (0, 1, 0, "0.0"),
    }
    assert f"/compliance/?year={web.YEAR}&amp;region=320100" in page.content.decode()


@pytest.mark.parametrize("by", compliance.DIMENSIONS)
def test_every_breakdown_asks_as_many_questions_for_three_as_for_one(by):
    client = web.signed_in(web.regulator(region="320000"))
    web.standing(web.person())
    compliance.roll_up_due(at=web.NOW)
    one = web.questions(client, f"{ADDRESS}?by={by}")
    for place in (2, 3):
        web.standing(web.person(number=f"G{place}0001234", region="320500"), region="320500")
    compliance.roll_up_due(at=web.NOW)

    assert web.questions(client, f"{ADDRESS}?by={by}") == one < 30


def test_charts_say_what_their_tables_say():
    web.standing(web.person(), counted=90, state=StandingState.MET)
    compliance.roll_up_due(at=web.NOW)

    page = web.signed_in(web.regulator(region="320000")).get(ADDRESS)

    chart, plan = page.context["chart"], page.context["plan_chart"]
    assert chart["names"] == [row["name"] for row in page.context["figures"]]
    assert [bar["values"] for bar in chart["bars"]] == [[1], [0], [0]]
    assert plan["mark"]["at"] == page.context["gone"]
    assert len(plan["names"]) == len(plan["bars"][0]["values"]) == 4
    assert 'data-chart="plan-chart"' in page.content.decode()


def test_a_city_has_no_chart_against_the_provinces_targets():
    page = web.signed_in(web.regulator()).get(ADDRESS)

    assert (page.context["plan_chart"], page.context["chart"]) == (None, None)
