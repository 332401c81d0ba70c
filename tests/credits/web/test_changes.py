"""What a version changes, in words: the same rule is recognised though it says something else."""

from decimal import Decimal

import pytest
from django.utils import translation

from credits import policy
from credits.rulebooks import _importing
from credits.rulebooks._text import with_values, written
from credits.web.changes import ADDED, CHANGED, MOVED, REMOVED, changes


def nanjing() -> policy.Version:
    return policy.read_pack((_importing.PACKS / "nanjing-general.toml").read_text("utf-8"), name="x").versions[1]


def with_text(old: str, new: str) -> policy.Version:
    text = written(nanjing())
    assert old in text
    return policy.read_pack(text.replace(old, new, 1), name="x").versions[0]


def said(new: policy.Version, old: policy.Version | None = None) -> list[tuple[str, str, str, str]]:
    groups = changes(old or nanjing(), new, places={"320100": "南京市"})
    return [(group.heading, one.kind, one.before, one.after) for group in groups for one in group.changes]


def test_the_same_version_changes_nothing():
    assert said(nanjing()) == []


def test_another_number_is_a_change_of_the_same_rule():
    text = with_values(written(nanjing()), {"totals.0.hours": Decimal(96)})
    new = policy.read_pack(text, name="x").versions[0]

    with translation.override("zh-hans"):
        assert said(new) == [("应修学时", CHANGED, "90学时", "96学时")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[versions.day]",
            "[versions.daily_cap]\nhours = 8\nsource = 'JS7'\nconfidence = 'V'\n\n[versions.day]",
            ("Most a day", ADDED, "", "8 hours"),
        ),
        (
            'category = "professional"',
            'category = "public"',
            ("Of these at least", REMOVED, "Professional subject: 60 hours (generally)", ""),
        ),
        (
            'strength = "default"',
            'strength = "hard"',
            (
                *("Of these at least", CHANGED, "Professional subject: 60 hours (generally)"),
                "Professional subject: 60 hours",
            ),
        ),
        ('regions = ["320100"]', "", ("Version", CHANGED, "南京市", "—")),
        ('title = "南京市', 'title = "新南京市', ("Version", CHANGED, nanjing().title, f"新{nanjing().title}")),
    ],
)
def test_what_comes_goes_or_turns_is_said(old, new, expected):
    with translation.override("en"):
        assert expected in said(with_text(old, new))


def test_another_source_of_the_same_value_is_said():
    with translation.override("en"):
        (found,) = said(with_text('confidence = "A"', 'confidence = "V"'))

    assert found[1] == CHANGED
    assert "assumption" in found[2]
    assert "original text seen" in found[3]


def test_rows_in_another_order_decide_otherwise_and_are_said():
    version = nanjing()
    turned = version.model_copy(update={"activities": version.activities[::-1]})

    assert [kind for _heading, kind, _before, _after in said(turned)] == [MOVED]


def test_against_nothing_everything_is_new():
    assert {change.kind for group in changes(None, nanjing(), places={}) for change in group.changes} == {ADDED}
