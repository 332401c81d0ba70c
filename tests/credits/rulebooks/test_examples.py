"""Examples of a version: tried before it is published, and named where they fail."""

import pytest
from django.utils import translation

from credits import policy, rulebooks
from credits.models import RulebookExample, RulebookVersion
from credits.policy import cases
from credits.rulebooks import _differences, _importing
from tests.credits.builders import NOON, user
from tests.credits.rulebooks.drafts import FAILS, HOLDS, draft, of_ninety_six, saved

pytestmark = pytest.mark.django_db


def add(version: RulebookVersion, text: str) -> RulebookExample:
    return rulebooks.add_example(version=version, text=text, by=user(), at=NOON)


def publish(version: RulebookVersion) -> RulebookVersion:
    return rulebooks.publish(version=version, by=user(), at=NOON, reference="宁人社〔2026〕1号")


def test_an_example_is_tried_against_the_draft_itself():
    made = of_ninety_six()
    add(made, HOLDS)
    add(made, FAILS)

    held, failed = rulebooks.tried(made)

    assert held.lines == ()
    assert failed.lines == ("2026-12-31所在周期，应修学时：应为90，实为96",)


def test_publishing_is_refused_while_an_example_fails_and_names_it():
    made = of_ninety_six()
    failing = add(made, FAILS)

    with pytest.raises(rulebooks.ExampleFails, match=r"Ninety from 2026.*应为90，实为96"):
        publish(made)
    assert RulebookVersion.objects.get(pk=made.pk).status == "DRAFT"

    rulebooks.change_example(version=made, example=failing, text=HOLDS, seen=0, by=user(), at=NOON)
    assert publish(made).status == "PUBLISHED"


def test_the_days_before_the_draft_are_decided_by_what_holds_then():
    made = of_ninety_six()
    add(made, HOLDS.replace("2026-12-31", "2025-12-31").replace("required = 96", "required = 90"))

    assert [one.lines for one in rulebooks.tried(made)] == [()]


def test_a_changed_draft_is_tried_anew():
    made = of_ninety_six()
    add(made, HOLDS)
    again = saved(made, made.text.replace("hours = 96", "hours = 100"))

    with pytest.raises(rulebooks.ExampleFails):
        publish(again)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = = 1", "line 1"),
        (HOLDS.replace("required", "requires"), "requires"),
        (HOLDS.replace("nanjing-general", "cn-general"), "nanjing-general"),
        (HOLDS.replace("nanjing-general", "atlantis-general"), "atlantis-general"),
    ],
)
def test_an_example_that_is_no_case_of_the_family_is_refused(text, complaint):
    with pytest.raises(rulebooks.ExampleNotUnderstood) as refused:
        add(draft(), text)

    assert any(complaint in line for line in refused.value.complaints), refused.value.complaints


def test_two_examples_of_one_name_are_refused():
    made = draft()
    add(made, HOLDS)

    with pytest.raises(rulebooks.ExampleNamedTwice):
        add(made, HOLDS)


def test_an_example_changed_meanwhile_is_not_overwritten():
    made = of_ninety_six()
    example = add(made, HOLDS)
    rulebooks.change_example(version=made, example=example, text=HOLDS + "# 1\n", seen=0, by=user(), at=NOON)

    with pytest.raises(rulebooks.ExampleChangedMeanwhile):
        rulebooks.change_example(version=made, example=example, text=FAILS, seen=0, by=user(), at=NOON)
    with pytest.raises(rulebooks.ExampleChangedMeanwhile):
        rulebooks.remove_example(version=made, example=example, seen=0)
    rulebooks.remove_example(version=made, example=example, seen=1)

    assert rulebooks.tried(made) == []


def test_shipped_examples_come_with_their_version_and_hold():
    shipped = RulebookVersion.objects.filter(is_shipped=True).order_by("pk")

    assert {one.family for one in shipped if one.examples.exists()} == {one.family for one in shipped} | set()
    assert [(one.example.name, one.lines) for row in shipped for one in rulebooks.tried(row) if one.lines] == []


def test_a_pack_that_breaks_its_examples_is_not_imported(tmp_path):
    text = (_importing.PACKS / "cn-general.toml").read_text("utf-8")
    (tmp_path / "cn-general.toml").write_text(text.replace("hours = 90", "hours = 91"), "utf-8")

    with pytest.raises(rulebooks.ExampleFails):
        rulebooks.import_packs(at=NOON, folder=tmp_path)


def test_every_figure_that_may_differ_has_words():
    figures = ["award of a hours", "award of a b category", "award of a categories.public", "award of a reasons"]
    figures += ["standing on 2026-12-31", "standing on 2026-12-31 under cme missing", "standing on 2026-12-31 met"]
    figures += ["standing on 2026-12-31 modes.live counted", "standing on 2026-12-31 categories.public required"]
    figures += ["look-back of 2026 unmet", "look-back of 2026 under cme total", "look-back of 2026 categories.public"]

    with translation.override("zh-hans"):
        said = [_differences.in_words(cases.Difference(what, 1, 2)) for what in figures]

    assert [words for what, words in zip(figures, said, strict=True) if what in words or " of " in words] == []
    assert said[0] == "学习记录a，核算学时：应为1，实为2"


def test_each_shipped_example_names_one_shipped_family():
    packs = [policy.read_pack(path.read_text("utf-8"), name=path.name) for path in _importing.PACKS.glob("*.toml")]
    found = _importing._examples(_importing.EXAMPLES, {pack.family: pack for pack in packs})

    assert sum(map(len, found.values())) == len(list(_importing.EXAMPLES.glob("*.toml")))
