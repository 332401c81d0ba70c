"""The rules that few rulebooks have, in words and as differences."""

from pathlib import Path

import pytest
from django.utils import translation

from credits import policy
from credits.web.changes import changes
from credits.web.values import shown_values
from tests.credits.policy.test_kinds import packs
from tests.credits.policy.test_packs_page import blocks

EVERY = [version for text in blocks() for version in policy.read_pack(text, name="page.toml").versions]
EVERY += [version for pack in packs().values() for version in pack.versions]


def words(version: policy.Version) -> list[str]:
    return [row["words"] for group in shown_values(version) for row in group["rows"]]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_rule_of_the_page_of_packs_is_said_in_words(language: str) -> None:
    with translation.override(language):
        said = [one for version in EVERY for one in words(version)]

    assert [one for one in said if not one or " = " in one or "_" in one or "%(" in one] == []


def test_chinese_words_hold_no_english_ones() -> None:
    with translation.override("zh-hans"):
        said = [one for version in EVERY for one in words(version)]

    assert [one for one in said if any(word in one for word in (" the ", " hours", " years", "claimed"))] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "在江苏省、上海市取得的学时予以认可；在互认区域内；凭合格证书"),
        ("en", "Hours earned at Jiangsu, Shanghai are recognised; within a zone of mutual recognition"),
    ],
)
def test_places_and_how_they_recognise_are_said_without_codes(language: str, said: str) -> None:
    with translation.override(language):
        shown = [one for version in EVERY for one in words(version)]

    assert [one for one in shown if one.startswith(said)], [one for one in shown if said[:4] in one]
    assert [
        one for one in shown if any(code in one for code in ("320000", "310000", "; zone;", "; certificate;"))
    ] == []


@pytest.mark.parametrize(
    ("family", "heading", "said"),
    [
        (
            "kind-rolling",
            "多年累计要求",
            "近五年国家级项目：近5年内须有10学时（培训班、高级研修班、国家级）",
        ),
        ("kind-earned-share", "其中不少于", "专业科目占已修学时的2/3"),
        ("kind-grace", "宽限期", "周期结束后30天；期间未达标的，按暂未达标处理"),
        ("kind-reduced", "免修", "借调（挂职）：少修30学时"),
    ],
)
def test_a_rule_is_said_as_a_civil_servant_would(family: str, heading: str, said: str) -> None:
    [version] = packs()[family].versions
    with translation.override("zh-hans"):
        shown = {str(group["heading"]): [row["words"] for row in group["rows"]] for group in shown_values(version)}

    assert said in shown[heading], shown


def test_another_number_of_years_is_a_change_of_the_same_rule() -> None:
    text = (Path(__file__).parents[1] / "policy" / "kinds" / "kind-rolling.pack.toml").read_text("utf-8")
    [old] = packs()["kind-rolling"].versions
    [new] = policy.read_pack(text.replace("years = 5", "years = 6"), name="x").versions

    with translation.override("en"):
        found = [one for group in changes(old, new, places={}) for one in group.changes]

    assert [(one.kind, "last 5 years" in one.before, "last 6 years" in one.after) for one in found] == [
        ("changed", True, True)
    ]
