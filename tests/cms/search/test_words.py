"""What a text holds, by its words; what a query asks for; slips."""

import pytest

from cms.search._asking import understood
from cms.search._folding import folded
from cms.search._ranking import Candidate, ranked
from cms.search._slips import Slips
from cms.search._thesaurus import Thesaurus
from cms.search._words import holds


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("集成电路设计与验证", "电路"),
        ("集成电路设计与验证", "电路设计"),
        ("高级研修班", "高级研修"),
        ("５Ｇ专网规划", "5g"),
        ("兩岸積體電路產業", "集成电路"),
        ("Python数据分析", "pyth"),
    ],
)
def test_holds(text, term):
    assert holds(folded(text), term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("国有机电企业资产清查", "有机"),
        ("药物流行病学研究方法", "物流"),
        ("中学时间管理", "学时"),
        ("数据中心无人机房运维", "无人机"),
        ("区块链Blockchain", "ai"),
        ("25G光模块", "5g"),
        ("PICC置管", "ic"),
    ],
)
def test_does_not_hold_by_accident(text, term):
    assert term in folded(text)
    assert not holds(folded(text), term)


def test_words_that_both_scripts_share_keep_the_meaning_that_they_have_here():
    assert folded("数控加工程序编制与医学影像") == "数控加工程序编制与医学影像"


def test_traditional_text_gets_the_words_of_the_mainland():
    assert folded("網路安全與軟體工程") == "网络安全与软件工程"


@pytest.fixture
def field():
    return Thesaurus.of(
        [
            {"terms": ["智能制造"], "narrower": ["工业机器人"]},
            {"terms": ["工业机器人", "机械臂"]},
            {"terms": ["网络安全"]},
            {"terms": ["护理", "护士"], "covers": ["health"]},
        ]
    )


def test_a_topic_reaches_down_and_up(field):
    assert field.topic("智能制造").narrower == ("工业机器人", "机械臂")
    assert field.topic("机械臂").equal == ("机械臂", "工业机器人")
    assert field.topic("机械臂").broader == ("智能制造",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("只能制造", "智能制造"), ("网洛安全", "网络安全"), ("工业机人", "工业机器人"), ("工业机气人", "工业机器人")],
)
def test_a_slip_is_mended(field, typed, meant):
    assert Slips(field.words).mended(typed, is_known=field.words.__contains__) == meant


@pytest.mark.parametrize("typed", ["烹饪", "法语入门", "食品安全", "智能"])
def test_what_makes_sense_is_no_slip(field, typed):
    assert Slips(field.words).mended(typed, is_known=field.words.__contains__) == typed


def test_a_query_is_understood(field):
    asked = understood("南京 护士 直播", held=lambda _phrases: set(), thesaurus=field)

    assert [topic.equal for topic in asked.topics] == [("护士", "护理")]
    assert asked.codes == {"health"}
    assert {facet: wish.values for facet, wish in asked.wishes.items()} == {"city": {"南京"}, "mode": {"live"}}


def test_a_wish_of_which_nobody_says_anything_narrows_nothing(field):
    asked = understood("免费 周末 护士", held=lambda _phrases: set(), thesaurus=field)
    rows = [Candidate(key=1, title="护士长培训", values={"city": frozenset(["南京"])})]

    assert {facet: wish.values for facet, wish in asked.wishes.items()} == {"fee": {"free"}, "slot": {"weekend"}}
    assert ranked(asked, rows, most=10) == [1]


def test_what_is_said_along_asks_for_nothing(field):
    asked = understood("想学怎么做网络安全培训", held=lambda _phrases: set(), thesaurus=field)

    assert [topic.equal for topic in asked.topics] == [("网络安全",)]
    assert asked.is_sentence
