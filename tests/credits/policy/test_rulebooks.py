"""Packs: what is refused and how that is said, what a digest covers."""

import json

import pytest

from credits import policy
from tests.credits.policy.shelf import packs, versions

PACK = """
family = "probe"
title = "Probe"
basis = "provisional"

[sources.P1]
document = "A notice"

[[versions]]
since = 2024-01-01

[[versions.categories]]
code = "public"
zh = "公需科目"
en = "Public"

[versions.cycle]
kind = "year"
source = "P1"
confidence = "V"

[[versions.totals]]
hours = 90
source = "P1"
confidence = "V"
"""


def complaint(text: str) -> str:
    with pytest.raises(policy.NotARulebook) as refused:
        policy.read_pack(text, name="probe.toml")
    return str(refused.value)


def test_read_pack_names_an_unknown_key_and_what_is_allowed() -> None:
    said = complaint(PACK.replace("hours = 90", "hours = 90\nhuors = 1"))

    assert (
        "probe.toml: version since 2024-01-01: totals[1].huors: unknown key; allowed here: article, confidence, hours"
        in said
    )


def test_read_pack_names_an_unknown_code() -> None:
    said = complaint(PACK.replace('kind = "year"', 'kind = "fortnight"'))

    assert "cycle.kind: unknown code “fortnight”; allowed: 'year', 'window', 'registration' or 'term'" in said


def test_read_pack_asks_every_value_for_its_source() -> None:
    said = complaint(PACK.replace('hours = 90\nsource = "P1"', "hours = 90"))

    assert "totals[1].source: this key must be stated" in said


def test_read_pack_refuses_a_source_that_is_not_listed() -> None:
    said = complaint(PACK.replace('hours = 90\nsource = "P1"', 'hours = 90\nsource = "P9"'))

    assert "source “P9” is not listed" in said


def test_read_pack_names_the_line_of_broken_toml() -> None:
    assert "probe.toml: " in complaint(PACK + "\n[[broken")
    assert "line 2" in complaint("\n[[broken" + PACK)


@pytest.mark.parametrize("value", ["-1", "1.234", "nan", "inf", "true", '"many"'])
def test_read_pack_refuses_what_is_no_amount(value: str) -> None:
    assert "totals[1].hours" in complaint(PACK.replace("hours = 90", f"hours = {value}"))


def test_digest_does_not_see_how_a_number_was_typed() -> None:
    [typed] = policy.read_pack(PACK.replace("hours = 90", "hours = 90.00"), name="a").versions
    [plain] = policy.read_pack(PACK, name="b").versions

    assert typed.digest == plain.digest


def test_digest_sees_every_value() -> None:
    [other] = policy.read_pack(PACK.replace("hours = 90", "hours = 90.5"), name="a").versions
    [plain] = policy.read_pack(PACK, name="b").versions

    assert other.digest != plain.digest


def test_version_keeps_its_digest_when_a_later_one_follows() -> None:
    later = PACK[PACK.index("[[versions]]") :].replace("2024-01-01", "2025-01-01")
    first, _second = policy.read_pack(PACK + later, name="a").versions
    [alone] = policy.read_pack(PACK, name="b").versions

    assert first.digest == alone.digest


@pytest.mark.parametrize("family", sorted(packs()))
def test_version_comes_back_from_its_json(family: str) -> None:
    for version in versions(family):
        again = policy.read_version(json.loads(version.canonical), name="row")

        assert again == version
        assert again.digest == version.digest


def test_packs_are_there_with_their_basis() -> None:
    sourced = {"cn-general", "nanjing-general", "cn-accounting", "nantong-accounting", "cme"}
    provisional = {"jiangsu-general", "taizhou-general", "xuzhou-general", "suqian-general", "changzhou-general"}
    provisional |= {"constructor", "supervising-engineer", "cost-engineer", "pharmacist", "teacher"}

    assert {family for family, pack in packs().items() if pack.basis == "sourced"} == sourced
    assert {family for family, pack in packs().items() if pack.basis == "provisional"} == provisional
    assert len(packs()) == 34


def test_reach_follows_from_the_rules() -> None:
    reaches = {
        family: policy.reach(versions(family)[-1]) for family in ("cn-general", "jiangsu-general", "acca", "ama-pra")
    }

    assert reaches == {"cn-general": "cycle", "jiangsu-general": "previous", "acca": "previous", "ama-pra": "career"}


def test_required_facts_are_those_of_the_gates() -> None:
    [nmls], [shanghai], [california] = versions("nmls"), versions("shanghai-metallurgy"), versions("california-rn")

    assert policy.required_facts(nmls, "class") == {"attended_minutes"}
    assert policy.required_facts(shanghai, "class", mode="live") == {"passed", "passed_on"}
    assert policy.required_facts(shanghai, "class", mode="recorded") == set()
    assert policy.required_facts(california, "class") == {"provider_since"}
    assert policy.required_facts(versions("suqian-general")[0], "degree_study") == set()
