"""The text of a draft: every version can be written, and a value changes without touching the rest."""

from datetime import date
from decimal import Decimal

import pytest

from credits import policy, rulebooks
from credits.rulebooks import _importing, _text

VERSIONS = [
    version
    for path in sorted(_importing.PACKS.glob("**/*.toml"))
    for version in policy.read_pack(path.read_text("utf-8"), name=path.name).versions
]
TEXT = """# Of the department.
family = "nanjing-general"
title = "南京"
basis = "sourced"
[sources.S]
document = "宁人社〔2026〕1号"
[common.step] # halves
hours = 0.5
source = "S"
confidence = "V"
[[versions]]
since = 2026-01-01
[versions.cycle]
source = "S"
confidence = "V"
[[versions.totals]]
hours = 90   # as before
source = "S"
confidence = "V"
[[versions.activities]]
codes = ["*"]
earn = { kind = "fixed", hours = 10 } # each
source = "S"
confidence = "V"
"""


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_what_is_written_says_the_same(version):
    (read,) = policy.read_pack(_text.written(version), name="written").versions

    assert read.digest == version.digest


def test_a_value_changes_and_everything_else_stays_as_typed():
    changes = {"totals.0.hours": Decimal(96), "step.hours": Decimal(1), "activities.0.earn.hours": Decimal("7.5")}

    text = rulebooks.with_values(TEXT, {**changes, "title": "南京市"})

    expected = TEXT.replace("hours = 90 ", "hours = 96 ").replace("hours = 0.5", "hours = 1")
    assert text == expected.replace("hours = 10 ", "hours = 7.5 ").replace("南京", "南京市", 1)


def test_a_day_is_added_and_taken_away():
    text = rulebooks.with_values(TEXT, {"before": date(2027, 1, 1)})

    assert policy.read_pack(text, name="x").versions[0].before == date(2027, 1, 1)
    assert policy.read_pack(rulebooks.with_values(text, {"before": None}), name="x").versions[0].before is None


def test_a_rule_that_the_text_does_not_hold_is_refused():
    with pytest.raises(rulebooks.NotInText, match=r"floors.0.hours"):
        rulebooks.with_values(TEXT, {"floors.0.hours": Decimal(1)})
