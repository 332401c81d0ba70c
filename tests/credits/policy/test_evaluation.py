"""Details of an evaluation that a case file does not show."""

from datetime import date
from typing import Any

import polars as pl

from credits import policy
from tests.credits.policy.shelf import award, claim, codes, hours, versions


def test_award_of_nobody_is_an_empty_table_with_all_columns() -> None:
    awards = policy.award(claims=pl.DataFrame(), people=pl.DataFrame(), versions=versions("jiangsu-general", "cme"))

    assert awards.lines.height == awards.reasons.height == awards.totals.height == 0
    assert awards.lines.columns[:5] == ["person", "claim", "family", "version", "version_digest"]


def test_person_without_claims_has_a_standing() -> None:
    asked = pl.DataFrame({"person": [7], "family": ["cn-general"], "on": [date(2024, 3, 1)]})

    [standing] = policy.stand(
        lines=pl.DataFrame(), people=pl.DataFrame(), asked=asked, versions=versions("cn-general")
    ).to_dicts()

    assert (standing["required"], standing["counted"], standing["missing"]) == (9000, 0, 9000)
    assert standing["deadline"] == date(2024, 12, 31)


def test_standing_of_a_day_without_a_version_is_not_there() -> None:
    asked = pl.DataFrame({"person": [7], "family": ["jiangsu-general"], "on": [date(2020, 3, 1)]})

    assert policy.stand(
        lines=pl.DataFrame(), people=pl.DataFrame(), asked=asked, versions=versions("jiangsu-general")
    ).is_empty()


def test_pinned_claim_stays_under_its_version() -> None:
    old = claim(1, family="nanjing-general", on=date(2023, 5, 6), hours=600, version="nanjing-general@2014-01-01")

    awards = award(old, claim(2, family="nanjing-general", on=date(2023, 5, 6), hours=600))

    assert awards.lines.sort("claim")["version"].to_list() == [
        "nanjing-general@2014-01-01",
        "nanjing-general@2023-01-01",
    ]


def test_award_decides_families_and_versions_at_once() -> None:
    rows = [claim(1, family=family, hours=1100) for family in ("jiangsu-general", "cn-general", "south-carolina-cpa")]

    awards = award(*rows)

    assert dict(awards.totals.select("family", "hours").rows()) == {
        "jiangsu-general": 800,
        "cn-general": 1100,
        "south-carolina-cpa": 1000,
    }


def test_every_gate_that_fails_is_named() -> None:
    awards = award(claim(1, hours=600, revoked_on=date(2024, 6, 1), category="elective"))

    assert codes(awards, 1) == ["rate", "revoked", "unknown_category"]
    assert hours(awards) == {1: 0}


def test_denied_item_leaves_its_place_to_the_next() -> None:
    first = claim(1, hours=600, item="course", revoked_on=date(2024, 6, 1))
    second = claim(2, hours=600, item="course", on=date(2024, 5, 7))

    assert hours(award(first, second)) == {1: 0, 2: 600}


def test_same_item_counts_again_in_another_cycle() -> None:
    awards = award(claim(1, hours=600, item="course"), claim(2, hours=600, item="course", on=date(2025, 5, 7)))

    assert hours(awards) == {1: 600, 2: 600}


def test_one_person_takes_nothing_from_another() -> None:
    awards = award(claim(1, hours=800), claim(2, hours=800, person=2), claim(3, hours=800))

    assert hours(awards) == {1: 800, 2: 800, 3: 0}


def test_reason_cites_document_and_article() -> None:
    awards = award(claim(1, family="cn-general", hours=600))

    [reason] = awards.reasons.to_dicts()

    assert (
        policy.sentence(reason, "zh")
        == "按规定标准核算6学时（依据：专业技术人员继续教育规定（人力资源和社会保障部令第25号）第8条）。"
    )
    assert (
        policy.sentence(reason, "en")
        == "6 hours by the rate of the rulebook (专业技术人员继续教育规定（人力资源和社会保障部令第25号）, Art. 8)."
    )


def test_every_code_has_its_words() -> None:
    facts: dict[str, Any] = {
        "amount": -150,
        "value": 200,
        "fact": 3,
        "text": "x",
        "day": "2024-05-06",
        "document": "办法",
        "article": "三",
    }

    for code in policy.REASON_CODES:
        assert "{" not in policy.sentence({**facts, "code": code}, "zh") + policy.sentence(
            {**facts, "code": code}, "en"
        )


def test_standing_reasons_say_what_was_carried_and_what_lapsed() -> None:
    openings = pl.DataFrame({"person": [1], "family": ["acca"], "on": [date(2024, 1, 1)], "carried_in": [3000]})
    asked = pl.DataFrame({"person": [1], "family": ["acca"], "on": [date(2024, 5, 1)]})

    [standing] = policy.stand(
        lines=pl.DataFrame(), people=pl.DataFrame(), openings=openings, asked=asked, versions=versions("acca")
    ).to_dicts()

    assert [(reason["code"], reason["amount"]) for reason in standing["reasons"]] == [
        ("carried_in", 2100),
        ("expired", -900),
    ]
    assert standing["carried_in"] == 2100


def test_level_of_the_cycles_last_day_sets_the_requirement() -> None:
    dated = pl.DataFrame(
        {
            "person": [1, 1],
            "kind": ["target_level"] * 2,
            "code": ["intermediate", "senior"],
            "since": [None, date(2021, 7, 1)],
            "ends_before": [date(2021, 7, 1), None],
        }
    )
    asked = pl.DataFrame(
        {"person": [1, 1], "family": ["nanjing-general"] * 2, "on": [date(2020, 3, 1), date(2021, 3, 1)]}
    )

    standings = policy.stand(
        lines=pl.DataFrame(), people=pl.DataFrame(), dated=dated, asked=asked, versions=versions("nanjing-general")
    )

    assert standings["required"].to_list() == [4000, 7200]


def test_cycle_of_a_registration_begins_on_its_day() -> None:
    [version] = versions("constructor")

    assert policy.cycle_of(version, date(2026, 3, 1), obliged_since=date(2023, 3, 1)) == (
        date(2026, 3, 1),
        date(2029, 3, 1),
    )
    assert policy.cycle_of(version, date(2026, 2, 28), obliged_since=date(2023, 3, 1)) == (
        date(2023, 3, 1),
        date(2026, 3, 1),
    )
    assert policy.cycle_of(version, date(2023, 2, 28), obliged_since=date(2023, 3, 1)) is None


def test_cycle_of_a_registration_on_a_leap_day_shares_no_day() -> None:
    [version] = versions("california-rn")

    first = policy.cycle_of(version, date(2025, 1, 1), obliged_since=date(2024, 2, 29))
    second = policy.cycle_of(version, date(2026, 2, 28), obliged_since=date(2024, 2, 29))

    assert first == (date(2024, 2, 29), date(2026, 2, 28))
    assert second == (date(2026, 2, 28), date(2028, 2, 28))


def test_counter_test_ratio_of_what_was_earned_would_punish_learning() -> None:
    """Sixty-two of a hundred and twenty is less than two thirds; the floor is of the requirement, so it holds (rules.md 2)."""
    asked = pl.DataFrame({"person": [1], "family": ["cn-general"], "on": [date(2024, 5, 1)]})
    lines = pl.DataFrame(
        {
            "person": [1, 1],
            "claim": [1, 2],
            "family": ["cn-general"] * 2,
            "cycle_starts_on": [date(2024, 1, 1)] * 2,
            "category": ["professional", "public"],
            "hours": [6200, 5800],
        }
    )

    [standing] = policy.stand(
        lines=lines, people=pl.DataFrame(), asked=asked, versions=versions("cn-general")
    ).to_dicts()

    assert 62 / 120 < 2 / 3
    assert standing["met"]
