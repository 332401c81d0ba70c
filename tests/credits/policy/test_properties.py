"""What holds of any claims under any rulebook (rules.md 11.4)."""

import os
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits import policy
from tests.credits.policy.shelf import packs, versions

FAMILIES = [
    "jiangsu-general",
    "nanjing-general",
    "guangdong-general",
    "cn-accounting",
    "cme",
    "constructor",
    "ama-pra",
    "south-carolina-cpa",
]
FAMILIES += ["xuzhou-general", "suqian-general", "taizhou-general", "georgia-cpa", "acca", "nantong-accounting"]
STARTS = st.dates(date(2022, 11, 1), date(2025, 6, 30))
# More by `make test-long`.
few = settings(
    max_examples=int(os.environ.get("XUESHI_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def facts(draw: st.DrawFn, family: str) -> dict[str, Any]:
    """Draw one claim: hours, minutes, days, a clock, credits or a thing made."""
    codes = sorted({code for version in packs()[family].versions for code in version.category_codes})
    starts = draw(STARTS)
    row: dict[str, Any] = {
        "family": family,
        "activity": draw(
            st.sampled_from(
                [
                    "class",
                    "seminar",
                    "online_course",
                    "teaching",
                    "paper",
                    "exam_passed",
                    "degree_study",
                    "self_study",
                    "overseas",
                ]
            )
        ),
        "category": draw(st.sampled_from([*codes, None])),
        "starts_on": starts,
        "ends_on": starts + timedelta(days=draw(st.integers(0, 4))),
        "level": draw(st.sampled_from(["national", "provincial", None])),
        "item": draw(st.sampled_from(["one", "two", None, None])),
        "rank": draw(st.sampled_from([1, 2, None])),
        "passed": draw(st.sampled_from([True, True, False, None])),
    }
    return {**row, **draw(measures(starts))}


@st.composite
def measures(draw: st.DrawFn, day: date) -> dict[str, Any]:
    kind = draw(st.sampled_from(["hours", "minutes", "days", "clock", "credits", "chars"]))
    if kind == "clock":
        starts = datetime(day.year, day.month, day.day, draw(st.integers(7, 20)))
        return {"starts_at": starts, "ends_at": starts + timedelta(minutes=draw(st.integers(20, 500))), "ends_on": None}
    return {kind: draw(st.integers(1, 6000))} if kind in {"hours", "chars"} else {kind: draw(st.integers(1, 600))}


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw the claims of up to three people, each under one family, in order."""
    rows = []
    for person in range(draw(st.integers(1, 3))):
        family = draw(st.sampled_from(FAMILIES))
        rows += [{**row, "person": person} for row in draw(st.lists(facts(family), min_size=1, max_size=6))]
    return [{**row, "claim": place, "position": place} for place, row in enumerate(rows)]


def decided(rows: list[dict[str, Any]]) -> policy.Awards:
    return policy.award(
        claims=pl.DataFrame(rows, infer_schema_length=None),
        people=people(rows),
        versions=versions(*{row["family"] for row in rows}),
    )


def people(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame({"person": sorted({row["person"] for row in rows})})


def stood(awards: policy.Awards, rows: list[dict[str, Any]]) -> pl.DataFrame:
    claims = pl.DataFrame(
        [
            {"claim": row["claim"], "family": row["family"], "ends_on": row["ends_on"] or row["starts_on"]}
            for row in rows
        ]
    )
    asked = pl.DataFrame([{"person": row["person"], "family": row["family"], "on": row["starts_on"]} for row in rows])
    lines = awards.lines.join(claims, on=["claim", "family"])
    return policy.stand(
        lines=lines, people=people(rows), asked=asked, versions=versions(*{row["family"] for row in rows})
    )


def totals(awards: policy.Awards) -> dict[tuple[int, str], int]:
    return {(claim, family): hours for claim, family, hours in awards.totals.select("claim", "family", "hours").rows()}


@few
@given(tables())
def test_award_of_many_is_that_of_each(rows: list[dict[str, Any]]) -> None:
    together = decided(rows)
    apart: dict[tuple[int, str], int] = {}
    for person in {row["person"] for row in rows}:
        apart |= totals(decided([row for row in rows if row["person"] == person]))

    assert totals(together) == apart


@few
@given(tables(), st.randoms())
def test_award_does_not_see_the_order_of_rows(rows: list[dict[str, Any]], chance: Any) -> None:
    shuffled = chance.sample(rows, len(rows))

    first, second = decided(rows), decided(shuffled)

    assert first.lines.equals(second.lines)
    assert first.reasons.equals(second.reasons)


@few
@given(tables())
def test_award_explains_itself_to_the_hundredth(rows: list[dict[str, Any]]) -> None:
    awards = decided(rows)

    explained = {
        (claim, family): amount
        for claim, family, amount in awards.reasons.group_by("claim", "family").agg(pl.col("amount").sum()).rows()
    }

    assert min(totals(awards).values()) >= 0
    assert awards.lines["hours"].min() >= 0  # type: ignore[operator]
    assert totals(awards) == {key: explained.get(key, 0) for key in totals(awards)}
    assert totals(awards) == {
        (c, f): h for c, f, h in awards.lines.group_by("claim", "family").agg(pl.col("hours").sum()).rows()
    }
    assert all(policy.sentence(reason, "en") and policy.sentence(reason, "zh") for reason in awards.reasons.to_dicts())


@few
@given(tables())
def test_award_is_never_lowered_by_a_later_claim(rows: list[dict[str, Any]]) -> None:
    before, after = totals(decided(rows[:-1])) if len(rows) > 1 else {}, totals(decided(rows))

    assert {key: after[key] for key in before} == before


@few
@given(tables())
def test_award_has_one_line_of_nothing(rows: list[dict[str, Any]]) -> None:
    lines = decided(rows).lines

    for of_claim in lines.partition_by("claim", "family"):
        assert of_claim.height == 1 or of_claim["hours"].min() > 0  # type: ignore[operator]


@few
@given(tables())
def test_standing_counts_each_hour_once(rows: list[dict[str, Any]]) -> None:
    standings = stood(decided([{**row, "category": row["category"] or "public"} for row in rows]), rows)

    for standing in standings.filter(~pl.col("family").is_in(["acca"])).to_dicts():
        parents = {part.parent for version in versions(standing["family"]) for part in version.categories}
        counted = sum(
            part["counted"]
            for part in standing["categories"]
            if part["code"] not in {"public_general", "public_industry"}
        )
        assert parents <= {None, "public"}
        assert counted + standing["carried_in"] == standing["counted"] or any(
            part["code"] == "verifiable" for part in standing["categories"]
        )


@few
@given(tables())
def test_standing_is_met_exactly_when_nothing_is_missing(rows: list[dict[str, Any]]) -> None:
    for standing in stood(decided(rows), rows).to_dicts():
        assert standing["met"] == (standing["missing"] == 0) == (standing["unmet"] == [])
        assert standing["missing"] >= max(standing["required"] - standing["counted"], 0)


@few
@given(tables())
def test_standing_never_falls_by_a_further_claim(rows: list[dict[str, Any]]) -> None:
    """What a person misses never grows by learning more, as long as shortfalls of earlier cycles are not looked at."""
    rows = [row for row in rows if row["family"] != "acca"]
    if len(rows) < 2:
        return
    key = ["person", "family", "cycle_starts_on"]
    before, after = stood(decided(rows[:-1]), rows[:-1]), stood(decided(rows), rows)

    both = before.join(after, on=key, suffix="_after")

    assert both.filter(pl.col("missing_after") > pl.col("missing")).is_empty()


@few
@given(
    st.lists(st.integers(20, 200), min_size=2, max_size=4),
    st.sampled_from(["jiangsu-general", "nasba-half", "nasba-fifth", "cme"]),
)
def test_splitting_a_class_never_yields_more(parts: list[int], family: str) -> None:
    def row(place: int, minutes: int) -> dict[str, Any]:
        category = versions(family)[-1].category_codes[-1]
        day = date(2025, 5, 6)
        return {
            "person": 1,
            "claim": place,
            "position": place,
            "family": family,
            "activity": "class",
            "category": category,
            "starts_on": day,
            "minutes": minutes,
        }

    def earned(rows: list[dict[str, Any]]) -> int:
        found = policy.award(claims=pl.DataFrame(rows), people=pl.DataFrame({"person": [1]}), versions=versions(family))
        return int(found.totals["hours"].sum())

    assert earned([row(place, minutes) for place, minutes in enumerate(parts)]) <= earned([row(0, sum(parts))])
