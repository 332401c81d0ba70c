"""What is marked in a title or a passage."""

import tracemalloc

import pytest

from cms import search


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("集成电路设计", ["集成电路"], "<mark>集成电路</mark>设计"),
        ("兩岸積體電路產業", ["集成电路"], "兩岸<mark>積體電路</mark>產業"),
        ("ＡＩ与 ai 应用", ["ai"], "<mark>ＡＩ</mark>与 <mark>ai</mark> 应用"),
        ("药物流行病学", ["物流"], "药物流行病学"),
        ("统计学与统计", ["统计", "统计学"], "<mark>统计学</mark>与<mark>统计</mark>"),
        ("<b>会计</b>&", ["会计"], "&lt;b&gt;<mark>会计</mark>&lt;/b&gt;&amp;"),
        ("㎏与会计", ["会计"], "㎏与<mark>会计</mark>"),
        ("会计", [], "会计"),
    ],
)
def test_marked(text, words, marked):
    assert search.marked(text, words) == marked


def test_a_passage_is_cut_round_the_first_hit():
    text = "前" * 300 + "会计" + "后" * 300

    passage = search.passage(text, ["会计"], length=40)

    assert passage == f"…{'前' * 10}<mark>会计</mark>{'后' * 28}…"


def test_a_passage_without_a_hit_begins_at_the_beginning():
    assert search.passage("会计准则" * 20, ["桥梁"], length=8) == "会计准则会计准则…"


def test_few_long_texts_are_held_in_memory():
    search.marked("会计" + "前" * 2500, ["会计"])
    tracemalloc.start()
    for number in range(150):
        search.marked(f"{number}会计" + "前" * 2500, ["会计"])
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 500_000
