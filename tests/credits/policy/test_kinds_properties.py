"""What holds of any claims under the kinds of rules that no shipped family uses (rules.md 11.4)."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from credits import policy
from tests.credits.policy.test_kinds import packs
from tests.credits.policy.test_properties import few, totals
from tests.credits.policy.test_rule_kinds import SAID, TOTALS, version

FLOOR = '[[versions.floors]]\ncategory = "professional"\nshare = "2/3"\n{base}'
PUBLIC = '[[versions.floors]]\ncategory = "public"\nhours = 30\n'
REQUIRED = version(rules=FLOOR.format(base="") + SAID)
EARNED = version(rules=FLOOR.format(base='base = "earned"\n') + SAID + PUBLIC + SAID)
AMOUNTS = st.integers(0, 12_000)
KEYS = ["person", "family", "cycle_starts_on"]


def stood(of: policy.Version, hours: dict[str, int]) -> dict[str, Any]:
    lines = [
        {"person": 1, "family": "probe", "cycle_starts_on": date(2024, 1, 1), "category": code, "hours": amount}
        for code, amount in hours.items()
    ]
    asked = pl.DataFrame({"person": [1], "family": ["probe"], "on": [date(2024, 12, 31)]})
    found = policy.stand(lines=pl.DataFrame(lines), people=pl.DataFrame({"person": [1]}), asked=asked, versions=[of])
    return found.to_dicts()[0]


def test_a_further_hour_can_make_short_whom_a_share_of_the_earned_is_asked_of() -> None:
    enough, more = {"public": 3000, "professional": 6000}, {"public": 3001, "professional": 6000}

    assert stood(EARNED, enough)["met"]
    assert not stood(EARNED, more)["met"]
    assert stood(REQUIRED, enough)["met"]
    assert stood(REQUIRED, more)["met"]


@few
@given(AMOUNTS, AMOUNTS, st.sampled_from(["public", "professional", ""]), AMOUNTS)
def test_a_further_hour_never_harms_where_the_share_is_of_the_required(
    public: int, professional: int, code: str, more: int
) -> None:
    hours = {"public": public, "professional": professional, "": 0}
    before, after = stood(REQUIRED, hours), stood(REQUIRED, {**hours, code: hours[code] + more})

    assert after["missing"] <= before["missing"]
    assert after["met"] or not before["met"]


@few
@given(AMOUNTS, AMOUNTS)
def test_what_is_missing_of_a_share_of_the_earned_is_enough_and_the_least(public: int, professional: int) -> None:
    standing = stood(EARNED, {"public": public, "professional": professional})
    in_public = max(3000 - public, 0)
    in_professional = standing["missing"] - in_public

    def with_more(amount: int) -> bool:
        return bool(stood(EARNED, {"public": public + in_public, "professional": professional + amount})["met"])

    assert with_more(in_professional)
    assert standing["missing"] == 0 or in_professional == 0 or not with_more(in_professional - 1)


def test_two_shares_of_the_earned_are_met_together() -> None:
    thirds = FLOOR.format(base='base = "earned"\n') + SAID
    quarter = '[[versions.floors]]\ncategory = "public"\nshare = "1/4"\nbase = "earned"\n' + SAID
    both = version(duty=TOTALS, rules=thirds + quarter)
    standing = stood(both, {"public": 0, "professional": 0, "": 9000})

    # Of 108000 hundredths 72000 are two thirds and 27000 a quarter; what is left are the 9000 that there were.
    assert standing["missing"] == 99_000


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for person in range(draw(st.integers(1, 3))):
        family = draw(st.sampled_from(sorted(packs())))
        rows += [{**row, "person": person} for row in draw(st.lists(facts(family), min_size=1, max_size=6))]
    return [{**row, "claim": place, "position": place} for place, row in enumerate(rows)]


@st.composite
def facts(draw: st.DrawFn, family: str) -> dict[str, Any]:
    starts = draw(st.dates(date(2021, 11, 1), date(2024, 3, 1)))
    return {
        "family": family,
        "activity": draw(st.sampled_from(["class", "seminar", "teaching", "other"])),
        "category": draw(st.sampled_from(["public", "professional", None])),
        "starts_on": starts,
        "ends_on": starts + timedelta(days=draw(st.sampled_from([0, 1, 4, 500]))),
        "hours": draw(st.integers(1, 6000)),
        "minutes": draw(st.sampled_from([None, 180])),
        "attended_minutes": draw(st.sampled_from([None, 149, 180])),
        "level": draw(st.sampled_from(["national", None])),
        "organiser": draw(st.sampled_from(["base", "sector", None])),
        "mode": draw(st.sampled_from(["live", "on_site", None])),
        "item": draw(st.sampled_from(["one", None])),
        "specialty": draw(st.sampled_from(["one", "two", None])),
        "passed_on": draw(st.sampled_from([None, starts + timedelta(days=90)])),
        "approved_on": draw(st.sampled_from([None, date(2025, 6, 1)])),
        "declared_on": draw(st.sampled_from([None, date(2023, 1, 5), date(2025, 5, 1)])),
        "late_approved_on": draw(st.sampled_from([None, None, date(2025, 5, 3)])),
        "provider_region": draw(st.sampled_from([None, "320100", "310000", "330100"])),
    }


def versions(rows: list[dict[str, Any]]) -> list[policy.Version]:
    return [version for family in sorted({row["family"] for row in rows}) for version in packs()[family].versions]


def people(rows: list[dict[str, Any]]) -> pl.DataFrame:
    persons = sorted({row["person"] for row in rows})
    return pl.DataFrame({"person": persons, "specialties": [2] * len(persons)})


def decided(rows: list[dict[str, Any]]) -> policy.Awards:
    claims = pl.DataFrame(rows, infer_schema_length=None)
    return policy.award(claims=claims, people=people(rows), versions=versions(rows))


def standings(rows: list[dict[str, Any]]) -> pl.DataFrame:
    facts = ["claim", "family", "ends_on", "mode", "activity", "level", "organiser", "specialty"]
    claims = pl.DataFrame(rows, infer_schema_length=None).select(facts).cast({"claim": pl.Int64})
    asked = pl.DataFrame([{"person": row["person"], "family": row["family"], "on": row["ends_on"]} for row in rows])
    lines = decided(rows).lines.join(claims, on=["claim", "family"])
    return policy.stand(lines=lines, people=people(rows), asked=asked, versions=versions(rows)).sort(KEYS)


@few
@given(tables(), st.randoms())
def test_awards_of_many_in_any_order_are_those_of_each(rows: list[dict[str, Any]], chance: Any) -> None:
    together, shuffled = decided(rows), decided(chance.sample(rows, len(rows)))
    apart: dict[tuple[int, str], int] = {}
    for person in {row["person"] for row in rows}:
        apart |= totals(decided([row for row in rows if row["person"] == person]))

    assert together.lines.equals(shuffled.lines)
    assert together.reasons.equals(shuffled.reasons)
    assert totals(together) == apart


@few
@given(tables())
def test_awards_explain_themselves_and_no_later_claim_lowers_them(rows: list[dict[str, Any]]) -> None:
    awards = decided(rows)
    sums = awards.reasons.group_by("claim", "family").agg(pl.col("amount").sum())
    explained = {(claim, family): amount for claim, family, amount in sums.rows()}
    lines = awards.lines.group_by("claim", "family").agg(pl.col("hours").sum())
    before = totals(decided(rows[:-1])) if rows[1:] else {}

    assert totals(awards) == {key: explained.get(key, 0) for key in totals(awards)}
    assert totals(awards) == {(claim, family): hours for claim, family, hours in lines.rows()}
    assert awards.lines["hours"].min() >= 0  # type: ignore[operator]
    assert {key: totals(awards)[key] for key in before} == before


@few
@given(tables())
def test_standings_of_many_are_those_of_each_and_say_what_is_missing(rows: list[dict[str, Any]]) -> None:
    together = standings(rows)
    apart = [
        standings([row for row in rows if row["person"] == who]) for who in sorted({row["person"] for row in rows})
    ]

    assert together.equals(pl.concat(apart).sort(KEYS))
    for standing in together.to_dicts():
        parts = [standing, *standing["categories"], *standing["inner"], *standing["rolling"]]
        assert standing["met"] == (standing["missing"] == 0) == (standing["unmet"] == [])
        assert min(part[name] for part in parts for name in ("required", "counted", "missing")) >= 0
        assert all(policy.sentence(reason, "zh") and policy.sentence(reason, "en") for reason in standing["reasons"])
        said = [reason for reason in standing["reasons"] if reason["code"].startswith("rolling_")]
        assert len(said) == sum(part.startswith("rolling:") for part in standing["unmet"])
        assert all(reason["amount"] == 0 for reason in said)


def test_a_name_in_two_languages_is_said_in_one() -> None:
    reason = {"code": "rolling_hours", "text": "近五年\nFive years", "value": 1000, "fact": 0, "day": date(2020, 1, 1)}

    assert policy.sentence(reason, "zh") == "近五年：自2020年1月1日起须有10学时，现有0学时。"
    assert policy.sentence(reason, "en") == "Five years: 10 hours are asked since 1 Jan 2020, there are 0."
