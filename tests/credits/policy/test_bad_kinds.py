"""What an author gets wrong of the kinds of rules that few packs use; and what follows from them when they are right."""

import json

import pytest

from credits import policy
from credits.rulebooks._text import written
from tests.credits.policy.test_kinds import packs
from tests.credits.policy.test_rule_kinds import SAID, version
from tests.credits.policy.test_rulebooks import PACK, complaint

RULE = 'source = "P1"\nconfidence = "V"\n'
ROLLING = '[[versions.rolling]]\ncode = "one"\nzh = "一"\nen = "One"\n'
FLOOR = '[[versions.floors]]\ncategory = "public"\nbase = "earned"\n'


@pytest.mark.parametrize(
    "added, said",
    [
        (FLOOR, 'floors[1].share: must be stated for base “earned”; allowed: such as "2/3"'),
        (f'{FLOOR}share = "1/1"\n', "floors: the shares of what is earned add up to all of it"),
        (f"{ROLLING}years = 5\n", "rolling[1]: states hours or claims; allowed: one of both"),
        (f"{ROLLING}hours = 5\nclaims = 2\nyears = 5\n", "rolling[1]: states hours or claims"),
        (f"{ROLLING}hours = 5\n", "rolling[1]: states years or cycles; allowed: one of both"),
        (f"{ROLLING}hours = 5\nyears = 41\n", "rolling[1].years: "),
        (f"{ROLLING}claims = 0\nyears = 4\n", "rolling[1].claims: "),
        (
            f'{ROLLING}hours = 5\nyears = 4\ncategories = ["sports"]\n',
            "rolling[1].categories: category “sports” is not listed",
        ),
        (f"{ROLLING}hours = 5\nyears = 4\n{RULE}{ROLLING}hours = 5\nyears = 4\n", "code “one” is stated 2 times"),
        ("[versions.grace]\ndays = 0\n", "grace.days: "),
        ('[versions.grace]\ndays = 3\nstatus = "void"\n', "grace.status: unknown code “void”"),
        (
            "[versions.claim]\ndeadline = { month = 4, day = 31 }\n",
            "claim.deadline.day: month 4 has no day 31 in every year; allowed: a day that exists",
        ),
        ("[versions.claim]\ndeadline = { month = 2, day = 29 }\n", "claim.deadline.day: month 2 has no day 29"),
        ("[versions.claim]\ndeadline = { month = 13, day = 1 }\n", "claim.deadline.month: "),
        ('[versions.claim]\ndeadline = { month = 4, day = 30 }\nlate = "maybe"\n', "claim.late: unknown code “maybe”"),
        (
            '[versions.shortfall]\nkind = "first"\nback_years = 3\n',
            "shortfall.back_years: stands beside kind “first”; allowed: with kind make_up",
        ),
        ('[versions.shortfall]\nkind = "make_up"\nback_years = 0\n', "shortfall.back_years: "),
        (
            '[versions.shortfall]\nkind = "make_up"\nwindow = { first = { month = 5, day = 1 }, last = { month = 6, day = 31 } }\n',
            "shortfall.window.last.day: month 6 has no day 31 in every year",
        ),
        (
            '[[versions.recognitions]]\nregions = ["Shanghai"]\naccept = true\n',
            "recognitions[1].regions: “Shanghai” is no place; allowed: six digits, an ISO 3166-2 code, or *",
        ),
        ("[[versions.recognitions]]\nregions = []\naccept = true\n", "recognitions[1].regions: "),
        ('[[versions.crediting]]\nwhen = "later"\n', "crediting[1].when: unknown code “later”; allowed: 'end'"),
        (
            '[[versions.provisions]]\ntopic = "fees"\nzh = "费"\nen = "Fee"\n',
            "provisions[1].topic: unknown code “fees”",
        ),
        ('[[versions.provisions]]\ntopic = "audit"\nzh = ""\nen = "Audit"\n', "provisions[1].zh: "),
        ("[[versions.exemptions]]\nage = 60\nreduce = 30\n", "exemptions[1].reduce: says nothing of an age"),
        ('[[versions.gates]]\nkind = "late"\n', "gates[1].late_minutes: must be stated for a gate “late”"),
        (
            '[[versions.gates]]\nkind = "passed"\nlate_minutes = 3\n',
            "gates[1].late_minutes: says nothing of a gate “passed”",
        ),
    ],
)
def test_a_mistake_names_its_key_and_what_is_allowed(added: str, said: str) -> None:
    assert said in complaint(f"{PACK}\n{added}{RULE}")


def test_cycles_of_no_one_length_cannot_be_counted() -> None:
    text = PACK.replace('kind = "year"', 'kind = "term"') + f"\n{ROLLING}hours = 5\ncycles = 2\n{RULE}"

    assert "rolling[1].cycles: cycles of kind “term” are not of one length; allowed: years" in complaint(text)


def test_a_part_of_a_category_has_no_share_of_what_is_earned() -> None:
    part = '\n[[versions.categories]]\ncode = "part"\nzh = "一"\nen = "Part"\nparent = "public"\n'
    floor = '[[versions.floors]]\ncategory = "part"\nshare = "1/2"\nbase = "earned"\n'

    assert "floors[1].category: “part” is a part of another" in complaint(f"{PACK}{part}\n{floor}{RULE}")


@pytest.mark.parametrize(
    "rules, expected",
    [
        ("", "cycle"),
        ("[[versions.rolling]]\nyears = 2", "previous"),
        ("[[versions.rolling]]\nyears = 3", "career"),
        ("[[versions.rolling]]\ncycles = 2", "previous"),
        ("[[versions.rolling]]\ncycles = 3", "career"),
        ('[versions.items]\nonce = "year"', "previous"),
        ('[versions.items]\nonce = "cycle"', "cycle"),
        ('[[versions.crediting]]\nwhen = "per_session"', "previous"),
        ('[[versions.crediting]]\nwhen = "on_pass"', "cycle"),
        ("[versions.grace]\ndays = 3", "cycle"),
        ("[versions.claim]\ndeadline = { month = 4, day = 30 }", "cycle"),
    ],
)
def test_reach_follows_from_these_rules_too(rules: str, expected: str) -> None:
    named = '\ncode = "one"\nzh = "一"\nen = "One"\nhours = 5\n' if "rolling" in rules else "\n"
    found = version(rules=f"{rules}{named}{SAID}" if rules else "")

    assert policy.reach(found) == expected
    assert policy.stands_alone([found]) == ("rolling" not in rules)
    assert policy.asks_more_of_lines(found) == ("rolling" in rules)


@pytest.mark.parametrize("family", sorted(packs()))
def test_a_version_comes_back_from_its_json_and_its_text(family: str) -> None:
    [kept] = packs()[family].versions

    assert policy.read_version(json.loads(kept.canonical), name="row") == kept
    assert policy.read_pack(written(kept), name="text").versions[0].digest == kept.digest


def test_presence_is_asked_for_where_minutes_missed_are_counted() -> None:
    [kept] = packs()["kind-once-a-year"].versions

    assert policy.required_facts(kept, "class") == {"attended_minutes"}
