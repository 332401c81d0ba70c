"""Decisions: what waits, with its clock; the late first; nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from learning.accounts import people
from learning.accounts.enums import ChangeKind, Role, Sector
from learning.accounts.models import Change
from learning.desks.waiting import DAYS, Kind
from learning.workdays import working_days_after
from tests.credits.web import builders as web
from tests.seminars import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/decisions/"


def submitted(days_ago=0, **facts):
    at = web.NOW - timedelta(days=days_ago)
    return builders.submitted(owner=facts.pop("owner", None) or builders.base(), at=at, **facts)


def shown(page):
    return [matter.title for matter in page.context["matters"]]


def test_what_is_late_stands_first_with_its_clock():
    submitted(1, title="新近申请的课程")
    submitted(90, title="久候未决的课程")

    page = web.signed_in(web.regulator()).get(ADDRESS)

    late, fresh = page.context["matters"]
    assert (late.title, late.is_late, fresh.title, fresh.is_late) == ("久候未决的课程", True, "新近申请的课程", False)
    assert fresh.due_on == working_days_after(
        fresh.since.astimezone(builders.SHANGHAI).date(), count=DAYS[Kind.APPLICATION]
    )
    text = page.content.decode()
    assert "1 matter is late" in text
    assert f"{late.days_late} working days late" in text
    assert reverse("seminars:decide-application", args=[builders.Application.objects.get(title=late.title).pk]) in text


@pytest.mark.parametrize(
    "kind, titles",
    [
        ("", ["久候未决的课程", "新近申请的课程"]),
        ("LATE", ["久候未决的课程"]),
        ("APPLICATION", ["久候未决的课程", "新近申请的课程"]),
        ("CONTEST", []),
        ("nonsense", ["久候未决的课程", "新近申请的课程"]),
    ],
)
def test_address_chooses_what_is_shown(kind, titles):
    submitted(1, title="新近申请的课程")
    submitted(90, title="久候未决的课程")

    assert shown(web.signed_in(web.regulator()).get(ADDRESS, {"kind": kind})) == titles


def test_other_regions_and_sectors_show_nothing_here():
    submitted(title="苏州的课程", owner=builders.base(code=builders.SUZHOU))
    submitted(title="卫生课程", sector=Sector.HEALTH)
    builders.programmes.draft(
        base=builders.base(), by=builders.user(), at=web.NOW, **builders.facts(title="还是草稿的课程")
    )

    of_nanjing = web.signed_in(web.regulator(sector=Sector.ACCOUNTING)).get(ADDRESS)
    general = web.signed_in(web.regulator(mobile="+8613900000002")).get(ADDRESS)

    assert shown(of_nanjing) == []
    assert "Nothing waits for your decision" in of_nanjing.content.decode()
    assert shown(general) == ["卫生课程"]


def test_a_stated_change_waits_with_the_day_it_brought_along():
    zhang = web.person()
    people.state_fact(person=zhang, kind="OBLIGED", since=web.LAST_DAY.replace(year=2020), by=None, at=web.YESTERDAY)
    Change.objects.create(
        person=zhang,
        kind=ChangeKind.RETIREMENT,
        since=web.TODAY,
        stated_by=web.login(zhang),
        stated_at=web.YESTERDAY,
        due_on=web.TODAY - timedelta(days=20),
    )

    (matter,) = web.signed_in(web.regulator()).get(ADDRESS).context["matters"]

    assert (matter.kind, matter.is_late, matter.whose) == (Kind.CHANGE, True, "张三 *****1234")
    assert shown(web.signed_in(web.regulator(region=builders.SUZHOU, mobile="+8613900000002")).get(ADDRESS)) == []


def test_drafts_of_rulebooks_are_the_officers_of_the_province_only():
    officer = web.signed_in(web.regulator(region="320000")).get(ADDRESS)
    viewer = web.signed_in(web.regulator(region="320000", role=Role.REGULATOR_VIEWER, mobile="+8613900000002")).get(
        ADDRESS
    )

    assert {matter.kind for matter in officer.context["matters"]} == {Kind.RULEBOOK}
    assert shown(viewer) == []


@pytest.mark.parametrize("address", [ADDRESS, "/overview/"])
def test_desks_of_regulators_are_not_there_for_others(address):
    assert web.signed_in(web.login(web.person())).get(address).status_code == 404


def test_three_matters_ask_as_many_questions_as_one():
    submitted()
    client = web.signed_in(web.regulator())
    one = web.questions(client, ADDRESS)
    submitted()
    submitted()

    assert web.questions(client, ADDRESS) == one < 30
