"""What an address may ask of the catalogue."""

from dataclasses import replace
from datetime import date

from django.http import QueryDict

from cms.catalogue import Choice, Sort


def test_known_values_are_kept_and_unknown_ones_named():
    choice = Choice.of(QueryDict("sector=HEALTH&cluster=MOON&city=320100&month=2026-13&seats=1&colour=red"))

    assert choice.facets == {"sector": "HEALTH", "city": "320100", "seats": "1"}
    assert choice.unknown == ("cluster", "month")


def test_words_are_cleaned_and_cut():
    choice = Choice.of(QueryDict("q=" + "%20人工%09智能" + "长" * 200))

    assert choice.text.startswith("人工 智能长")
    assert len(choice.text) == 100
    assert choice.is_text_cut


def test_best_match_needs_words():
    assert Choice.of(QueryDict("sort=best")).sort == Sort.SOONEST
    assert Choice.of(QueryDict("q=会计")).sort == Sort.BEST
    assert Choice.of(QueryDict("q=会计&sort=hours")).sort == Sort.HOURS
    assert Choice.of(QueryDict("sort=drop table")).sort == Sort.SOONEST


def test_a_gap_is_read_whole_or_not_at_all():
    gap = Choice.of(QueryDict("gap=12.5&by=2026-12-31&series=teacher")).gap

    assert (gap.hours, gap.by, gap.series) == (1250, date(2026, 12, 31), "teacher")
    assert Choice.of(QueryDict("gap=12&by=yesterday&series=moon")).gap.address() == {"gap": "12"}
    for wrong in ("gap=", "gap=0", "gap=-1", "gap=1e3", "gap=1.234", "gap=99999"):
        choice = Choice.of(QueryDict(wrong))
        assert (choice.gap, choice.unknown) == (None, ("gap",))


def test_the_address_of_a_choice_says_it_again():
    choice = Choice.of(QueryDict("q=会计&city=320100&gap=12&sort=hours&after=5.7"))

    assert choice.after == (5, 7)
    assert Choice.of(QueryDict(choice.address().partition("?")[2])) == replace(choice, after=None)
    assert choice.address(without=("q", "gap", "sort")) == "/catalogue/?city=320100"
    assert Choice.of(QueryDict("after=x.1")).after is None
