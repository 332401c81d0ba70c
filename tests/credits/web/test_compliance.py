"""Who complies: the own regions only, unknown outside the rate."""

import pytest

from credits import compliance
from credits.enums import StandingState
from learning.accounts.enums import Sector
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

SUZHOU, XUANWU, PROVINCE = "320500", "320102", "320000"


def three_of_nanjing_one_of_suzhou():
    """Make one who met, one short, one unknown in Nanjing, and one short in Suzhou."""
    met, short, unknown, elsewhere = (
        builders.person(name=name, number=f"G{place}0001234", region=region)
        for place, (name, region) in enumerate(
            [("已达", "320100"), ("未达", "320100"), ("不明", "320100"), ("苏人", SUZHOU)]
        )
    )
    builders.standing(met, counted=90, state=StandingState.MET)
    builders.standing(short, counted=24)
    builders.standing(unknown, counted=0, state=StandingState.UNKNOWN)
    builders.standing(elsewhere, counted=0, region=SUZHOU)


def names(page):
    return {row["name"] for row in page.context["rows"]}


def test_compliance_lists_the_own_region_only():
    three_of_nanjing_one_of_suzhou()

    page = builders.signed_in(builders.regulator()).get("/compliance/")

    assert names(page) == {"已达", "未达", "不明"}
    assert "苏人" not in page.content.decode()


def test_compliance_of_the_province_lists_all():
    three_of_nanjing_one_of_suzhou()

    assert names(builders.signed_in(builders.regulator(region=PROVINCE)).get("/compliance/")) == {
        "已达",
        "未达",
        "不明",
        "苏人",
    }


def test_compliance_of_a_sector_lists_its_series_only():
    three_of_nanjing_one_of_suzhou()
    nurse = builders.person(name="护士", number="G90001234", series="cme")
    builders.standing(nurse, series="cme")

    assert names(builders.signed_in(builders.regulator(sector=Sector.HEALTH)).get("/compliance/")) == {"护士"}


def test_compliance_leaves_unknown_out_of_the_rate():
    three_of_nanjing_one_of_suzhou()

    compliance.roll_up_due(at=builders.NOW)

    totals = builders.signed_in(builders.regulator()).get("/compliance/").context["totals"]

    assert (totals.met, totals.short, totals.unknown, totals.missing, totals.rate) == (1, 1, 1, 6600, "50.0")


def test_compliance_tells_the_rate_of_all_whichever_state_is_listed():
    three_of_nanjing_one_of_suzhou()
    compliance.roll_up_due(at=builders.NOW)

    totals = builders.signed_in(builders.regulator()).get("/compliance/?state=SHORT&missing=60").context["totals"]

    assert (totals.met, totals.short, totals.rate) == (1, 1, "50.0")


def test_compliance_says_that_something_is_not_counted_yet():
    three_of_nanjing_one_of_suzhou()
    client = builders.signed_in(builders.regulator())

    before = client.get("/compliance/").context["totals"]
    compliance.roll_up_due(at=builders.NOW)
    after = client.get("/compliance/").context["totals"]

    assert (before.met, before.is_moving) == (0, True)
    assert (after.met, after.is_moving, after.counted_at) == (1, False, builders.NOW)


@pytest.mark.parametrize(
    "query, listed",
    [
        ({"state": "SHORT"}, {"未达"}),
        ({"state": "UNKNOWN"}, {"不明"}),
        ({"family": "nanjing-general"}, {"已达", "未达", "不明"}),
        ({"family": "cn-general"}, set()),
        ({"series": "general"}, {"已达", "未达", "不明"}),
        ({"series": "cme"}, set()),
        ({"missing": "66"}, {"未达"}),
        ({"missing": "66.5"}, set()),
        ({"region": XUANWU}, set()),
        ({"year": str(builders.YEAR - 1)}, set()),
    ],
)
def test_compliance_filters(query, listed):
    three_of_nanjing_one_of_suzhou()

    assert names(builders.signed_in(builders.regulator()).get("/compliance/", query)) == listed


@pytest.mark.parametrize(
    "query",
    [
        {"region": SUZHOU},
        {"region": "nowhere"},
        {"state": "X"},
        {"missing": "viel"},
        {"missing": "-1"},
        {"year": "20261"},
        {"year": ""},
        {"family": "x" * 5000},
    ],
)
def test_compliance_says_what_is_wrong_and_lists_nothing(query):
    three_of_nanjing_one_of_suzhou()

    page = builders.signed_in(builders.regulator()).get("/compliance/", query)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert names(page) == set()


def test_compliance_pages_keep_the_filters():
    for place in range(51):
        person = builders.person(name="张三", number=f"G{place:04}1234")
        builders.standing(person)
    client = builders.signed_in(builders.regulator())

    first = client.get("/compliance/?state=SHORT")
    second = client.get(f"/compliance/?state=SHORT&after={first.context['next_key']}")

    assert f"?state=SHORT&amp;after={first.context['next_key']}" in first.content.decode()
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert not {row["standing"].pk for row in first.context["rows"]} & {
        row["standing"].pk for row in second.context["rows"]
    }


def test_compliance_lists_who_is_short_first_and_most_missing_first():
    three_of_nanjing_one_of_suzhou()
    builders.standing(builders.person(name="更少", number="G77770001"), counted=1)

    page = builders.signed_in(builders.regulator(region=PROVINCE)).get("/compliance/")

    assert [row["name"] for row in page.context["rows"]] == ["更少", "未达", "苏人", "不明", "已达"]


def test_compliance_opens_the_reasons_once_a_purpose_is_stated():
    zhang = builders.person()
    row = builders.standing(zhang)
    client = builders.signed_in(builders.regulator())
    address = f"/register/{zhang.pk}/standings/{row.pk}/"
    assert address in client.get("/compliance/").content.decode()

    asked = client.get(address)
    opened = client.post(asked.headers["Location"], {"purpose": "核对"})

    assert asked.headers["Location"] == f"/register/{zhang.pk}/?standing={row.pk}"
    assert opened.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "Professional subject" in page
    assert "36" in page


def test_a_regulator_is_told_that_the_level_is_missing_and_no_source():
    zhang, li = builders.person(), builders.person(name="李四", number="G20001234")
    lacking = {"code": "precondition_missing", "text": "target_level", "amount": 0}
    of_zhang = builders.standing(zhang, required=0, state=StandingState.UNKNOWN, reasons=[lacking])
    of_li = builders.standing(li, required=0, state=StandingState.UNKNOWN)
    client, listed = builders.opened(viewer := builders.regulator(), zhang), "level not recorded"
    client.post(f"/register/{li.pk}/", {"purpose": "核对"})

    why = client.get(f"/register/{zhang.pk}/standings/{of_zhang.pk}/").content.decode()
    other = client.get(f"/register/{li.pk}/standings/{of_li.pk}/").content.decode()

    assert "title level that this person works towards is not recorded" in why
    assert "No source of hours is connected" not in why
    assert "No source of hours is connected" in other
    assert builders.signed_in(viewer).get("/compliance/").content.decode().count(listed) == 1


def test_compliance_asks_as_many_questions_for_three_people_as_for_one():
    client = builders.signed_in(builders.regulator())
    builders.standing(builders.person())

    one = builders.questions(client, "/compliance/")
    for place in (2, 3):
        builders.standing(builders.person(number=f"G{place}0001234"))

    assert builders.questions(client, "/compliance/") == one < 20
