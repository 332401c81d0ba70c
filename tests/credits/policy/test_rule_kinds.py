"""Kinds of rules that no shipped pack uses yet: an author must find them working all the same."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from credits import policy

PACK = """
family = "probe"
title = "Probe"
basis = "provisional"

[sources.T1]
document = "A notice"

[[versions]]
since = 2020-01-01
{duty}

[[versions.categories]]
code = "public"
zh = "公需科目"
en = "Public"

[[versions.categories]]
code = "professional"
zh = "专业科目"
en = "Professional"

[versions.cycle]
kind = "year"
source = "T1"
confidence = "V"
{rules}

[[versions.activities]]
codes = ["*"]
{row}
source = "T1"
confidence = "V"
"""
TOTALS = 'totals = [{ hours = 40, target_levels = ["junior"], source = "T1", confidence = "V" }, { hours = 90, source = "T1", confidence = "V" }]'
SAID = 'source = "T1"\nconfidence = "V"\n'


def version(*, duty: str = TOTALS, rules: str = "", row: str = "") -> policy.Version:
    [found] = policy.read_pack(PACK.format(duty=duty, rules=rules, row=row), name="probe.toml").versions
    return found


def claim(number: int, **facts: Any) -> dict[str, Any]:
    usual = {"person": 1, "claim": number, "position": number, "family": "probe", "activity": "class"}
    return {**usual, "starts_on": date(2024, 3, number), "category": "professional", **facts}


def awarded(of: policy.Version, *rows: dict[str, Any]) -> list[int]:
    people = pl.DataFrame({"person": [1]})
    table = pl.DataFrame(list(rows), infer_schema_length=None)
    return policy.award(claims=table, people=people, versions=[of]).totals["hours"].to_list()


def stood(
    of: policy.Version,
    *,
    level: str | None = None,
    since: date | None = None,
    short: int | None = None,
    year: int = 2024,
) -> dict[str, Any]:
    people = pl.DataFrame(
        {"person": [1], "obliged_since": [since]}, schema={"person": pl.Int64, "obliged_since": pl.Date}
    )
    asked = pl.DataFrame({"person": [1], "family": ["probe"], "on": [date(year, 12, 31)]})
    dated = pl.DataFrame([{"person": 1, "kind": "target_level", "code": level}]) if level else None
    openings = pl.DataFrame({"person": [1], "family": ["probe"], "on": [date(year, 1, 1)], "shortfall": [short]})
    found = policy.stand(
        lines=pl.DataFrame(),
        people=people,
        asked=asked,
        versions=[of],
        dated=dated,
        openings=openings if short else None,
    )
    return found.to_dicts()[0]


def floor(standing: dict[str, Any], code: str) -> int:
    return int(next(part["required"] for part in standing["categories"] if part["code"] == code))


def test_a_floor_is_a_share_of_what_is_required_of_the_level() -> None:
    shared = version(rules=f'[[versions.floors]]\ncategory = "professional"\nshare = "2/3"\n{SAID}')

    assert floor(stood(shared, level="junior"), "professional") == 2667
    assert floor(stood(shared, level="senior"), "professional") == 6000


def test_a_cap_is_a_share_of_what_is_required() -> None:
    capped = version(
        rules=f'[[versions.caps]]\nactivities = ["paper"]\nshare = "1/4"\n{SAID}', row="earn = { stated_only = true }"
    )

    assert awarded(capped, claim(1, activity="paper", hours=3000), claim(2, hours=3000)) == [2250, 3000]


def test_a_cap_of_a_category_is_a_share_of_what_is_required() -> None:
    capped = version(rules=f'[[versions.category_caps]]\ncategory = "public"\nshare = "1/5"\n{SAID}')

    assert awarded(capped, claim(1, category="public", hours=3000), claim(2, hours=3000)) == [1800, 3000]


def test_a_cap_concerns_some_organisers() -> None:
    rules = f'[[versions.caps]]\nactivities = ["class"]\norganisers = ["own_unit"]\nhours = 10\n{SAID}'
    rows = [
        claim(1, organiser="own_unit", hours=800),
        claim(2, organiser="own_unit", hours=800),
        claim(3, organiser="base", hours=800),
    ]

    assert awarded(version(rules=rules), *rows) == [800, 200, 800]


def test_a_daily_cap_concerns_some_activities() -> None:
    rules = f'[versions.daily_cap]\nhours = 8\nactivities = ["class"]\n{SAID}'

    assert awarded(version(rules=rules), claim(1, hours=1000), claim(2, activity="paper", hours=3000)) == [800, 3000]


def test_a_row_lets_its_items_count_again() -> None:
    rules = f'[versions.items]\nonce = "cycle"\n{SAID}'

    assert awarded(version(rules=rules), claim(1, hours=500, item="k"), claim(2, hours=500, item="k")) == [500, 0]
    again = version(rules=rules, row='once = "any"')
    assert awarded(again, claim(1, hours=500, item="k"), claim(2, hours=500, item="k")) == [500, 500]


@pytest.mark.parametrize(
    "share, expected",
    [
        ('kind = "table", shares = ["1/1", "5/6", "2/3"]', [6000, 5000, 4000, 0]),
        ('kind = "decrement", less = 6, least = 45', [6000, 5400, 4800, 4500]),
        ('kind = "split", first = "1/2", authors_from = 3', [3000, 1000, 1000, 1000]),
        ('kind = "split", authors_from = 5', [6000, 6000, 6000, 6000]),
    ],
)
def test_authors_share(share: str, expected: list[int]) -> None:
    shared = version(row=f'earn = {{ kind = "fixed", hours = 60 }}\nauthor_share = {{ {share} }}')
    rows = [claim(rank, activity="book", rank=rank, authors=4) for rank in (1, 2, 3, 4)]

    assert awarded(shared, *rows) == expected


def test_an_author_alone_or_of_unknown_number_shares_with_nobody() -> None:
    shared = version(row='earn = { kind = "fixed", hours = 60 }\nauthor_share = { kind = "split" }')

    assert awarded(shared, claim(1, activity="book", authors=1), claim(2, activity="book", rank=2)) == [6000, 6000]


def test_the_shares_of_all_authors_are_never_more_than_the_work() -> None:
    shared = version(row='earn = { kind = "fixed", hours = 50 }\nauthor_share = { kind = "split", first = "1/3" }')
    rows = [claim(rank, activity="book", rank=rank, authors=7) for rank in range(1, 8)]

    assert sum(awarded(shared, *rows)) <= 5000


def test_the_first_cycle_is_free() -> None:
    free = version(rules=f'[versions.entry]\nkind = "exempt"\n{SAID}')

    assert stood(free, since=date(2024, 6, 1))["required"] == 0
    assert stood(free, since=date(2023, 6, 1))["required"] == 9000
    assert stood(free, since=date(2025, 6, 1))["required"] == 0


def test_a_shortfall_is_made_up_with_extra_hours() -> None:
    strict = version(rules=f'[versions.shortfall]\nkind = "make_up"\nextra = 8\n{SAID}')

    assert stood(strict, short=2000)["required"] == 9000 + 2000 + 800
    assert stood(strict)["required"] == 9000


@pytest.mark.parametrize("by, expected", [("month", 3750), ("quarter", 4500)])
def test_a_share_of_the_cycle_counts_started_months_or_quarters(by: str, expected: int) -> None:
    shared = version(rules=f'[versions.entry]\nkind = "prorate"\nby = "{by}"\n{SAID}')

    assert stood(shared, since=date(2024, 8, 15))["required"] == expected
