"""What holds of standings and look-backs of any people (rules.md 11.4): together or apart, in any order of rows, with later versions."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from credits import policy
from tests.credits.policy.shelf import versions
from tests.credits.policy.test_properties import decided, few, people, stood, tables, totals
from tests.credits.policy.test_rule_kinds import SAID, version

LOOKING_BACK = ["nanjing-general", "jiangsu-general", "jiangsu-city-js8", "hunan-general", "rizhao-general"]
KEYS = ["person", "family", "cycle_starts_on"]
APPLICATIONS = st.fixed_dictionaries(
    {
        "family": st.sampled_from(LOOKING_BACK),
        "applying_in": st.integers(2022, 2027),
        "level": st.sampled_from(["intermediate", "senior"]),
        "review_level": st.sampled_from(["city", "province"]),
    }
)
EARNED = st.tuples(
    st.integers(2018, 2026),
    st.sampled_from(["public", "professional", ""]),
    st.integers(1, 12_000),
    st.sampled_from(["on_site", None]),
)


@st.composite
def applicants(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw applications of up to three people, and what each has earned under the rulebook applied for."""
    asked, lines = [], []
    for person in range(draw(st.integers(1, 3))):
        application = draw(APPLICATIONS)
        asked.append({"person": person, **application})
        for year, category, hours, mode in draw(st.lists(EARNED, max_size=8)):
            lines.append(
                {
                    "person": person,
                    "family": application["family"],
                    "cycle_starts_on": date(year, 1, 1),
                    "category": category,
                    "hours": hours,
                    "ends_on": date(year, 6, 30),
                    "mode": mode,
                }
            )
    return asked, lines


def looked_back(asked: list[dict[str, Any]], lines: list[dict[str, Any]]) -> pl.DataFrame:
    return policy.look_back(
        lines=pl.DataFrame(lines, infer_schema_length=None),
        people=pl.DataFrame({"person": sorted({row["person"] for row in asked})}),
        applications=pl.DataFrame(asked),
        versions=versions(*LOOKING_BACK),
    )


@few
@given(tables())
def test_standings_of_many_are_those_of_each(rows: list[dict[str, Any]]) -> None:
    together = stood(decided(rows), rows).sort(KEYS)
    apart = []
    for person in sorted({row["person"] for row in rows}):
        own = [row for row in rows if row["person"] == person]
        apart.append(stood(decided(own), own))

    assert together.equals(pl.concat(apart).sort(KEYS))


@few
@given(tables(), st.randoms())
def test_standings_do_not_see_the_order_of_rows(rows: list[dict[str, Any]], chance: Any) -> None:
    awards = decided(rows)
    turned = policy.Awards(
        lines=awards.lines.sample(fraction=1, shuffle=True, seed=chance.randint(0, 999)),
        reasons=awards.reasons,
        totals=awards.totals,
    )

    assert stood(awards, rows).equals(stood(turned, chance.sample(rows, len(rows))))


@few
@given(tables())
def test_no_amount_of_a_standing_is_negative(rows: list[dict[str, Any]]) -> None:
    for standing in stood(decided(rows), rows).to_dicts():
        parts = [standing, *standing["categories"], *standing["modes"], *standing["inner"]]
        amounts = [part[name] for part in parts for name in ("required", "counted", "missing")]
        assert min(amounts) >= 0
        assert standing["carried_in"] >= 0


@few
@given(tables())
def test_a_reversed_claim_leaves_everything_as_if_it_had_never_been(rows: list[dict[str, Any]]) -> None:
    reversed_last = [{**row, "revoked_on": date(2026, 1, 1) if place == 0 else None} for place, row in enumerate(rows)]
    after, without = totals(decided(reversed_last)), totals(decided(rows[1:])) if rows[1:] else {}
    again = totals(decided([{**row, "revoked_on": None} for row in reversed_last]))

    assert {key: after[key] for key in without} == without
    assert after[rows[0]["claim"], rows[0]["family"]] == 0
    assert again == totals(decided(rows))


@few
@given(tables())
def test_an_old_decision_stands_when_a_new_version_follows(rows: list[dict[str, Any]]) -> None:
    families = {row["family"] for row in rows}
    before = decided(rows)
    pinned = before.lines.select("person", "claim", "family", "version").unique()
    claims = pl.DataFrame(rows, infer_schema_length=None).cast({"claim": pl.Int64, "person": pl.Int64})
    later = [
        books[-1].model_copy(update={"since": date(2020, 1, 1), "activities": (), "before": None})
        for books in ([*versions(family)] for family in families)
        if books[-1].since != date(2020, 1, 1)
    ]

    after = policy.award(
        claims=claims.join(pinned, on=["person", "claim", "family"], how="left"),
        people=people(rows),
        versions=[*versions(*families), *later],
    )

    named = before.totals.join(pinned.drop_nulls("version"), on=["person", "claim", "family"], how="semi")
    found = after.totals.join(pinned.drop_nulls("version"), on=["person", "claim", "family"], how="semi")
    assert found.equals(named)


@few
@given(applicants())
def test_look_backs_of_many_are_those_of_each(drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    asked, lines = drawn
    apart = [looked_back([row], [line for line in lines if line["person"] == row["person"]]) for row in asked]

    assert looked_back(asked, lines).sort("person").equals(pl.concat(apart).sort("person"))


@few
@given(applicants(), st.randoms())
def test_look_backs_do_not_see_the_order_of_rows(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]], chance: Any
) -> None:
    asked, lines = drawn
    turned = looked_back(chance.sample(asked, len(asked)), chance.sample(lines, len(lines)))

    assert looked_back(asked, lines).sort("person").equals(turned.sort("person"))


@few
@given(applicants())
def test_a_look_back_is_met_exactly_when_nothing_is_missing(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    for row in looked_back(*drawn).to_dicts():
        years = row["years"] or []
        assert row["met"] == (row["missing"] == 0) == (row["unmet"] == [])
        assert row["total"] == sum(year["counted"] for year in years)
        assert all(min(year["required"], year["counted"], year["missing"]) >= 0 for year in years)


@few
@given(applicants(), EARNED)
def test_a_look_back_never_falls_by_learning_more(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]], more: tuple[int, str, int, str | None]
) -> None:
    asked, lines = drawn
    year, category, hours, mode = more
    further = {
        "person": asked[0]["person"],
        "family": asked[0]["family"],
        "cycle_starts_on": date(year, 1, 1),
        "category": category,
        "hours": hours,
        "ends_on": date(year, 6, 30),
        "mode": mode,
    }

    before, after = looked_back(asked, lines), looked_back(asked, [*lines, further])

    assert (after["missing"] <= before["missing"]).all()
    assert (after["total"] >= before["total"]).all()


@few
@given(st.integers(0, 20_000), st.booleans(), st.integers(1, 12))
def test_an_exemption_makes_no_hours_that_could_be_carried(hours: int, consent: bool, months: int) -> None:
    carrying = version(
        rules=f'[versions.carry]\nserves_categories = true\n{SAID}[[versions.exemptions]]\nstatus = "abroad"\n{SAID}'
    )
    exempt = pl.DataFrame(
        [
            {
                "person": 1,
                "kind": "status",
                "code": "abroad",
                "since": date(2023, 1, 1),
                "ends_before": date(2023, months, 28),
                "consent": consent,
            }
        ]
    )
    lines = pl.DataFrame(
        [
            {"person": 1, "family": "probe", "cycle_starts_on": date(2023, 1, 1), "category": "public", "hours": hours},
        ]
    )

    def carried_in(dated: pl.DataFrame | None) -> int:
        asked = pl.DataFrame({"person": [1], "family": ["probe"], "on": [date(2024, 12, 31)]})
        found = policy.stand(
            lines=lines, people=pl.DataFrame({"person": [1]}), asked=asked, versions=[carrying], dated=dated
        )
        return int(found["carried_in"].item())

    assert carried_in(exempt) == carried_in(None)


@few
@given(tables())
def test_a_claim_touches_nothing_beyond_its_reach(rows: list[dict[str, Any]]) -> None:
    families = {row["family"] for row in rows}
    held = versions(*families)
    cycles = policy.placed(
        claims=pl.DataFrame(rows, infer_schema_length=None), people=people(rows), versions=held
    ).to_dicts()
    gone, rest = rows[0], rows[1:]
    of_claim = {row["claim"]: (row["cycle_starts_on"], row["cycle_ends_before"]) for row in cycles}
    before, after = totals(decided(rows)), totals(decided(rest)) if rest else {}

    for claim, family in after:
        reach = policy.widest(versions(family))
        if (claim, family) != (gone["claim"], gone["family"]) and _is_beyond(
            of_claim[gone["claim"]], of_claim[claim], reach
        ):
            assert before[claim, family] == after[claim, family]


def _is_beyond(gone: tuple[Any, Any], other: tuple[Any, Any], reach: str) -> bool:
    if reach == "career" or gone[0] is None or other[0] is None:
        return False
    if reach == "cycle":
        return gone != other
    return bool(other[0] > gone[1] or other[1] < gone[0])
