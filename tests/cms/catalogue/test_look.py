"""What the catalogue shows for a choice, and how much every other choice would leave."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.http import QueryDict

from cms import catalogue, publishing, search
from learning.accounts.enums import Sector
from seminars import programmes
from seminars.enums import Category, Cluster, Mode
from tests.cms import builders
from tests.cms.builders import AT, NANJING, SUZHOU, TODAY

pytestmark = pytest.mark.django_db
XUANWU = "320102"


@pytest.fixture
def names():
    """Four programmes: two with runs in Nanjing (one in a district, full), one with a run in Suzhou, one without a run."""
    base = builders.base(name="东南大学继续教育学院")
    chips = builders.public(
        base, title="集成电路高级研修班", cluster=Cluster.INTEGRATED_CIRCUITS, hours=Decimal(20), minutes=900
    )
    health = builders.public(base, title="护理管理培训班", sector=Sector.HEALTH, category=Category.PROFESSIONAL)
    public = builders.public(base, title="公共法律知识", sector=Sector.GENERAL, category=Category.PUBLIC)
    builders.public(base, title="线上统计课程", sector=Sector.GENERAL, mode=Mode.LIVE, hours=Decimal(8), minutes=360)
    builders.run(chips.programme, starts_on=date(2026, 12, 10), region=NANJING, places=30, taken=10)
    builders.run(health.programme, starts_on=date(2026, 12, 1), region=XUANWU, places=20, taken=20)
    builders.run(public.programme, starts_on=date(2027, 1, 5), region=SUZHOU)
    search.refresh_due(at=AT)


def _look(address, *, at=AT):
    return catalogue.look(choice=catalogue.Choice.of(QueryDict(address)), state=catalogue.state(at=at))


def _titles(address):
    return [offer.title for offer, _runs in _look(address).lines]


def _counts(address, facet):
    look = _look(address)
    return {option.value: option.left for each in look.facets() if each.name == facet for option in each.options}


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("", ["护理管理培训班", "集成电路高级研修班", "公共法律知识", "线上统计课程"]),
        ("sort=seats", ["公共法律知识", "集成电路高级研修班", "护理管理培训班", "线上统计课程"]),
        ("sort=hours", ["集成电路高级研修班", "护理管理培训班", "公共法律知识", "线上统计课程"]),
        ("sector=HEALTH", ["护理管理培训班"]),
        ("cluster=INTEGRATED_CIRCUITS", ["集成电路高级研修班"]),
        ("category=public", ["公共法律知识"]),
        ("mode=live", ["线上统计课程"]),
        ("city=320100", ["护理管理培训班", "集成电路高级研修班"]),
        ("city=320500", ["公共法律知识"]),
        ("month=2026-12", ["护理管理培训班", "集成电路高级研修班"]),
        ("hours=8", ["线上统计课程"]),
        ("hours=24&category=professional", ["护理管理培训班", "集成电路高级研修班", "线上统计课程"][:2]),
        ("seats=1", ["集成电路高级研修班", "公共法律知识"]),
        ("city=320100&seats=1", ["集成电路高级研修班"]),
        ("city=320500&month=2026-12", []),
        ("q=集成电路", ["集成电路高级研修班"]),
        ("q=培训班 护理", ["护理管理培训班"]),
        ("q=线上&city=320100", []),
    ],
)
def test_look_shows(names, address, titles):
    assert _titles(address) == titles


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("统计 周末", {"统计分析"}),
        ("统计分析 双休日", {"统计分析"}),
        ("周末", {"统计分析"}),
        ("统计 免费", {"统计分析", "线上统计课程"}),
        ("免费统计", {"统计分析", "线上统计课程"}),
    ],
)
def test_words_for_time_and_fee_are_understood_as_those_for_a_place(names, words, titles):
    base = builders.base(name="苏州大学")
    for title, fee, starts_on in (("统计分析", 0, date(2026, 12, 12)), ("统计方法", 800, date(2026, 12, 15))):
        builders.run(builders.public(base, title=title, fee=fee).programme, starts_on=starts_on)
    search.refresh_due(at=AT)

    found = _titles(f"q={words}")
    # What is just what was asked, at another time or fee, comes after it.
    assert set(found[: len(titles)]) == titles


@pytest.mark.parametrize("most", [1, 2])
def test_what_answers_beyond_what_is_put_into_order_is_counted_and_narrowed(names, monkeypatch, most):
    every = {address: _look(address).count for address in ("q=东南大学", "q=东南大学&city=320100", "q=东南大学 苏州")}
    cities = _counts("q=东南大学", "city")
    caches["pages"].clear()
    monkeypatch.setattr("cms.search._queries._CANDIDATES_MAX", most)

    assert {address: _look(address).count for address in every} == every
    assert _counts("q=东南大学", "city") == cities == {NANJING: 2, SUZHOU: 1}
    assert _titles("q=东南大学 苏州") == ["公共法律知识"]
    assert _titles("q=园林绿化") == []


def test_runs_must_fit_all_of_the_choice_at_once():
    page = builders.public(builders.base(name="东南大学"), title="两地开班的课程")
    builders.run(page.programme, starts_on=date(2026, 12, 1), region=NANJING)
    builders.run(page.programme, starts_on=date(2027, 1, 5), region=SUZHOU)

    assert _titles("city=320100&month=2026-12") == ["两地开班的课程"]
    assert _titles("city=320100&month=2027-01") == []


@pytest.mark.parametrize(
    ("address", "facet", "counts"),
    [
        ("", "city", {"320100": 2, "320500": 1}),
        ("city=320500", "city", {"320100": 2, "320500": 1}),
        ("", "month", {"2026-12": 2, "2027-01": 1}),
        ("city=320100", "seats", {"1": 1}),
        ("city=320100", "sector", {"HEALTH": 1, "INDUSTRY": 1}),
        ("sector=HEALTH", "sector", {"GENERAL": 2, "HEALTH": 1, "INDUSTRY": 1}),
        ("q=集成电路", "sector", {"INDUSTRY": 1}),
        ("sector=EDUCATION", "sector", {"GENERAL": 2, "HEALTH": 1, "INDUSTRY": 1, "EDUCATION": 0}),
        ("month=2028-02", "month", {"2026-12": 2, "2027-01": 1, "2028-02": 0}),
    ],
)
def test_counts_leave_the_own_choice_aside(names, address, facet, counts):
    assert _counts(address, facet) == counts


@pytest.mark.parametrize(
    "facets",
    [
        {},
        {"city": NANJING},
        {"city": NANJING, "seats": "1"},
        {"month": "2026-12", "slot": "on_post"},
        {"mode": "recorded"},
        {"hours": "24", "fee": "500"},
        {"sector": "HEALTH", "month": "2028-02"},
    ],
)
def test_the_engines_count_what_the_page_counts(names, facets):
    _others()
    search.refresh_due(at=AT)

    shown = {
        facet.name: {option.value: option.left for option in facet.options if option.left}
        for facet in _look(urlencode(facets)).facets()
    }
    answer = search.ask(search.Question(chosen={name: {value} for name, value in facets.items()}), at=AT)

    assert {name: counts for name, counts in answer.facets.items() if counts} == {
        name: counts for name, counts in shown.items() if counts
    }
    assert answer.count == _look(urlencode(facets)).count


def _others():
    """Make programmes at the edges of bands; one recorded, one at an own pace, one whose run is held otherwise than it was approved."""
    base = builders.base(name="苏州大学")
    for fee, hours in ((1, 9), (500, 24), (501, 41), (2001, 40)):
        builders.run(
            builders.public(
                base, title=f"收费{fee}元的课程", fee=fee, hours=Decimal(hours), minutes=hours * 40
            ).programme
        )
    builders.run(builders.public(base, title="录播课程", mode=Mode.RECORDED).programme)
    builders.public(
        base,
        title="自主选学",
        mode=Mode.SELF_PACED,
        window_from=TODAY,
        window_until=TODAY,
        outside_address="https://learn.example.cn/",
    )
    moved = builders.run(builders.public(base, title="改为录播的课程").programme, starts_on=date(2026, 12, 8))
    type(moved).objects.filter(pk=moved.pk).update(mode=Mode.RECORDED)
    timeless = builders.run(builders.public(base, title="还没有课次的录播课程", mode=Mode.RECORDED).programme)
    timeless.sessions.all().delete()


def test_drafts_and_withdrawn_programmes_are_not_shown(names):
    base = builders.base(name="南京理工大学")
    publishing.programme_page(programme=builders.approved(base, title="页面未发布的课程"))
    withdrawn = builders.public(base, title="已撤销立项的课程")
    programmes.withdraw_approval(programme=withdrawn.programme, by=builders.user(), on=TODAY)

    assert len(_titles("")) == 4


def test_an_over_run_is_not_next(names):
    assert [runs for _offer, runs in _look("q=护理", at=AT + timedelta(days=48)).lines] == [()]


def test_runs_that_take_enrolments_come_first():
    base = builders.base(name="东南大学")
    builders.run(builders.public(base, title="晚开班、正在报名").programme, starts_on=date(2026, 12, 20))
    soon = builders.run(builders.public(base, title="早开班、报名已截止").programme, starts_on=date(2026, 11, 10))
    type(soon).objects.filter(pk=soon.pk).update(enrol_until=AT - timedelta(minutes=1))
    builders.public(base, title="没有班次")

    assert _titles("") == ["晚开班、正在报名", "早开班、报名已截止", "没有班次"]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("gap=12", ["护理管理培训班", "集成电路高级研修班", "公共法律知识"]),
        ("gap=12&category=professional", ["护理管理培训班", "集成电路高级研修班"]),
        ("gap=12.5&by=2026-12-31", ["护理管理培训班", "集成电路高级研修班"]),
        ("gap=12&by=2026-12-10", ["护理管理培训班"]),
    ],
)
def test_a_gap_leaves_what_closes_it_in_time(names, address, titles):
    assert _titles(address) == titles


def test_a_gap_leaves_programmes_of_the_own_series():
    base = builders.base(name="东南大学")
    for title, series in (("会计人员课程", ["accounting"]), ("教师课程", ["teacher"]), ("人人可报", [])):
        builders.run(builders.public(base, title=title, eligible_series=series).programme)

    assert sorted(_titles("gap=8&series=teacher")) == ["人人可报", "教师课程"]
    assert _titles("gap=8&series=teacher&category=public") == []
    assert _counts("gap=8&series=teacher", "category") == {"professional": 2}


def test_a_row_says_for_whom_it_counts():
    page = builders.public(
        builders.base(name="东南大学"), title="会计准则", eligible_series=["accounting"], eligible_levels=["senior"]
    )
    builders.run(page.programme)

    assert [catalogue.row(*line, at=AT).counts for line in _look("").lines] == [
        "可计：专业科目16学时 · 会计系列 · 高级职称"
    ]


def test_pages_follow_each_other_by_key(monkeypatch):
    monkeypatch.setattr("cms.catalogue._look.ROWS_A_PAGE", 2)
    base = builders.base(name="东南大学")
    for number in range(5):
        builders.run(builders.public(base, title=f"第{number}门").programme, starts_on=date(2026, 12, 1 + number))

    first = _look("kind=BASE_COURSE")
    second = _look(first.next_url.partition("?")[2])
    third = _look(second.next_url.partition("?")[2])

    assert [[offer.title for offer, _runs in look.lines] for look in (first, second, third)] == [
        ["第0门", "第1门"],
        ["第2门", "第3门"],
        ["第4门"],
    ]
    assert (second.first, second.last, second.count) == (3, 4, 5)
    assert (first.previous_url, third.next_url) == ("", "")
    assert third.previous_url == first.next_url


def test_a_row_that_left_is_not_missed(monkeypatch):
    monkeypatch.setattr("cms.catalogue._look.ROWS_A_PAGE", 2)
    base = builders.base(name="东南大学")
    pages = [builders.public(base, title=f"第{number}门") for number in range(3)]
    address = _look("").next_url.partition("?")[2]
    pages[1].unpublish()

    assert _titles(address) == ["第2门"]
