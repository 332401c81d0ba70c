"""Demand: what was looked for in vain is counted without anybody in it, and stands in the report of its year."""

from datetime import date
from unittest.mock import patch

import pytest

from credits import compliance
from credits.access import Sight
from credits.models import ComplianceCell
from seminars import demand, programmes
from seminars.enums import Level, ProgrammeKind
from seminars.models import EmptySearch
from tests.seminars import builders

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
EVERYWHERE = (Sight(path="/320000/", series=None),)


def counted() -> list[tuple[date, str, int]]:
    return list(EmptySearch.objects.order_by("on", "query").values_list("on", "query", "count"))


def cell(sector: str, *, place: str = "320100", missing: int = 0) -> None:
    ComplianceCell.objects.create(
        place=place,
        family="nanjing-general",
        cycle_starts_on=date(2026, 1, 1),
        cycle_ends_before=date(2027, 1, 1),
        series="general",
        state="SHORT",
        sector=sector,
        standings=3,
        missing=missing,
        counted_at=builders.MORNING,
    )


def test_the_same_words_count_once_a_day_however_they_are_typed() -> None:
    for text in ("脑机接口", "  脑机接口 ", "脑机接口？", "ＡＩ 绘图", "ai绘图", "AI 绘图"):
        demand.note(text=text, on=DAY)
    demand.note(text="脑机接口", on=date(2026, 3, 3))

    assert counted() == [
        (DAY, "ai 绘图", 2),
        (DAY, "ai绘图", 1),
        (DAY, "脑机接口", 3),
        (date(2026, 3, 3), "脑机接口", 1),
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "光", "？？", "320105199001010000", "张三 13912345678", "a@example.cn", "长" * 41, "\x00\x01"]
)
def test_what_is_no_topic_or_somebodys_number_is_not_kept(text: str) -> None:
    demand.note(text=text, on=DAY)

    assert counted() == []


def test_a_flood_of_words_ends_and_known_words_still_count() -> None:
    demand.note(text="量子信息", on=DAY)
    with patch("seminars.demand._noting.DAY_MOST", 1):
        demand.note(text="别的词", on=DAY)
        demand.note(text="量子信息", on=DAY)

    assert counted() == [(DAY, "量子信息", 2)]


def test_the_report_names_words_of_its_year_that_were_looked_for_on_several_days() -> None:
    for day in (DAY, DAY, date(2026, 4, 1), date(2026, 5, 1)):
        demand.note(text="脑机接口", on=day)
    for _time in range(9):
        demand.note(text="一人一天所搜", on=DAY)
    demand.note(text="张三丰", on=DAY)
    for _ in range(5):
        demand.note(text="去年的词", on=date(2025, 3, 1))

    found = demand.report(year=2026, sights=EVERYWHERE, on=DAY)

    assert [(one.query, one.count, one.days, one.last) for one in found.wanted] == [
        ("脑机接口", 4, 3, date(2026, 5, 1))
    ]
    assert "张三丰" not in demand.report_as_table(found).decode()


def test_gaps_come_by_sector_within_the_own_region_the_widest_first() -> None:
    cell("HEALTH", missing=4000)
    cell("INDUSTRY", missing=9000)
    cell("HEALTH", place="320500", missing=100_000)
    builders.approved(sector="HEALTH")

    found = demand.report(year=2026, sights=(Sight(path="/320000/320100/", series=None),), on=DAY)

    assert [(one.sector, one.short, one.missing, one.programmes) for one in found.lacks[:2]] == [
        ("INDUSTRY", 3, 9000, 0),
        ("HEALTH", 3, 4000, 1),
    ]
    assert (
        sum(one.missing for one in found.lacks)
        == compliance.totals(compliance.Choice(sights=(Sight(path="/320000/320100/", series=None),), year=2026)).missing
    )


def test_items_that_nobody_cites_are_listed() -> None:
    item = builders.guidance_item()

    assert list(demand.report(year=2026, sights=EVERYWHERE, on=DAY).uncited) == [item]


def test_an_item_that_only_a_withdrawn_programme_cites_is_listed() -> None:
    item = builders.guidance_item()
    seminar = builders.approved(kind=ProgrammeKind.ADVANCED_SEMINAR, level=Level.PROVINCIAL, guidance_item=item)
    ended = date(2026, 6, 1)
    programmes.withdraw_approval(programme=seminar, by=builders.user(), on=ended, reason="停办")

    assert demand.report(year=2026, sights=EVERYWHERE, on=date(2026, 5, 31)).uncited == ()
    assert demand.report(year=2026, sights=EVERYWHERE, on=ended).uncited == (item,)
