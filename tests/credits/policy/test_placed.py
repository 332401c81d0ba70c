"""A claim is placed, before anything is evaluated, in the cycle in which it will count."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from credits import policy
from tests.credits.policy.shelf import award, claim, versions

KINDS = Path(__file__).parent / "kinds"
STARTS = "cycle_starts_on"


def cycles(table: pl.DataFrame) -> dict[int, date]:
    return dict(table.select("claim", STARTS).iter_rows())


def test_the_day_that_a_rulebook_credits_decides_the_cycle() -> None:
    name = "kind-crediting.pack.toml"
    pack = policy.read_pack((KINDS / name).read_text(), name=name)
    usual = {"family": pack.family, "on": date(2023, 8, 20), "hours": 1000}
    claims = pl.DataFrame(
        [
            claim(1, **usual, passed_on=date(2023, 9, 4)),
            claim(2, **{**usual, "activity": "other"}, passed_on=None),
            claim(3, **{**usual, "activity": "paper"}, passed_on=date(2023, 9, 4)),
        ]
    )
    people = pl.DataFrame({"person": [1]})

    found = policy.placed(claims=claims, people=people, versions=pack.versions)
    awarded = policy.award(claims=claims, people=people, versions=pack.versions)

    assert cycles(found) == {1: date(2023, 9, 1), 2: date(2023, 9, 1), 3: date(2022, 9, 1)} == cycles(awarded.lines)


@pytest.mark.parametrize("family", ["jiangsu-general", "cn-accounting", "pharmacist", "constructor", "cme", "teacher"])
def test_claims_are_placed_where_they_are_awarded(family: str) -> None:
    days = [date(year, month, 15) for year in (2021, 2023, 2025) for month in (1, 6, 12)]
    rows = [claim(number, family=family, on=day, hours=100) for number, day in enumerate(days)]
    people = [{"person": 1, "obliged_since": date(2019, 7, 1)}]

    found = policy.placed(claims=pl.DataFrame(rows), people=pl.DataFrame(people), versions=versions(family))

    assert cycles(found) == cycles(award(*rows, people=people).lines)
