"""What an address may ask of the catalogue."""

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
