"""Cutting text into terms: the same way when stored and when asked."""

from cms.search import _terms
from cms.search._folding import folded
from cms.search._terms import Term


def test_stored_han_becomes_pairs_and_the_last_character():
    assert _terms.stored_terms("人工智能") == ["人工", "工智", "智能", "能"]


def test_stored_letters_and_digits_stand_as_they_are():
    assert _terms.stored_terms("bim技术16学时") == ["bim", "技术", "术", "16", "学时", "时"]


def test_width_and_case_do_not_matter():
    assert _terms.stored_terms(folded("ＡＩ　Ｐｙｔｈｏｎ")) == _terms.stored_terms("ai python")


def test_asked_word_is_a_phrase_of_pairs():
    assert _terms.asked_terms("人工智能") == [Term("人工"), Term("工智"), Term("智能")]


def test_asked_single_character_is_the_beginning_of_pairs():
    assert _terms.asked_terms("桥") == [Term("桥", is_open=True)]


def test_letters_that_are_still_being_typed_are_open():
    assert _terms.asked_terms("pyth") == [Term("pyth", is_open=True)]
    assert _terms.asked_terms("led") == [Term("led")]


def test_signs_alone_ask_for_nothing():
    assert _terms.asked_terms("' & | ! :* <-> () \\ ，。") == []
