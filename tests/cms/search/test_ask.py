"""Rows, counts and marks on PostgreSQL, over real programmes, runs and pages."""

import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from cms import search
from cms.models import SearchChange, SearchDocument
from cms.search import _documents, _engines, _operations
from learning.accounts.enums import Series
from seminars import bases, programmes
from seminars.enums import Mode
from tests.cms import builders
from tests.cms.builders import AT, NANJING, SUZHOU, TODAY
from tests.cms.search import inventing

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids():
    """Three programmes with runs; give their ids by a short name."""
    base = builders.base(name="苏州大学")
    pages = {
        "audit": builders.public(base, title="数据审计方法", summary="统计抽样。", fee=800),
        "sample": builders.public(base, title="统计抽样", mode=Mode.LIVE, fee=0),
        "closed": builders.public(base, title="统计年鉴", eligible_series=[Series.CME]),
    }
    builders.run(pages["audit"].programme, region=NANJING, starts_on=date(2026, 12, 1))
    builders.run(pages["audit"].programme, region=SUZHOU, starts_on=date(2027, 1, 5), places=10, taken=10)
    builders.run(pages["sample"].programme, region=NANJING, starts_on=date(2026, 12, 5))
    search.refresh_due(at=AT)
    return {name: page.programme_id for name, page in pages.items()}


def found(*, at=AT, **asked):
    return search.ask(search.Question(**asked), at=at)


def test_browsing_shows_what_can_be_enrolled_in_first(ids):
    answer = found()

    assert answer.ids == (ids["audit"], ids["sample"], ids["closed"])
    assert (answer.count, answer.engine) == (3, "postgresql")


def test_values_are_counted_with_the_own_choice_aside(ids):
    answer = found(chosen={"city": {NANJING}})

    assert set(answer.ids) == {ids["audit"], ids["sample"]}
    assert answer.facets["city"] == {NANJING: 2, SUZHOU: 1}
    assert answer.facets["month"] == {"2026-12": 2}
    assert answer.facets["mode"] == {"on_site": 1, "live": 1}


def test_city_month_and_places_are_those_of_one_run(ids):
    assert found(chosen={"city": {SUZHOU}, "month": {"2026-12"}}).count == 0
    assert found(chosen={"city": {SUZHOU}, "seats": {"1"}}).count == 0
    assert found(chosen={"city": {SUZHOU}, "month": {"2027-01"}}).ids == (ids["audit"],)


def test_words_are_ranked_counted_and_narrowed(ids):
    answer = found(text="统计抽样")

    assert answer.ids == (ids["sample"], ids["audit"])
    assert answer.facets["fee"] == {"1000": 1, "free": 1}
    assert found(text="统计抽样", chosen={"fee": {"1000"}}).ids == (ids["audit"],)


def test_words_for_a_facet_alone_show_what_is_of_it(ids):
    assert found(text="直播").ids == (ids["sample"],)
    assert found(text="南京").count == 2


def test_the_gap_asks_for_the_series_and_a_run_that_can_be_had_in_time(ids):
    assert set(found(series=Series.ACCOUNTING).ids) == {ids["audit"], ids["sample"]}
    assert found(can_enrol=True, ends_by=date(2026, 12, 3)).ids == (ids["audit"],)


def test_a_page_that_is_not_there_is_the_last_one(ids):
    answer = found(first=10**9, rows=2)

    assert (answer.first, answer.ids) == (2, (ids["closed"],))


def test_what_changes_by_time_alone_is_swept(ids):
    later = AT + timedelta(days=45)
    search.refresh_due(at=later)

    assert found(at=later, can_enrol=True).ids == (ids["audit"],)
    assert found(at=later, chosen={"city": {NANJING}}).count == 0


def test_what_is_learnt_at_an_own_pace_can_be_had_within_its_window(ids):
    page = builders.public(
        builders.base(name="江苏开放大学"),
        title="统计法规",
        mode=Mode.SELF_PACED,
        window_from=TODAY + timedelta(days=1),
        window_until=TODAY + timedelta(days=3),
        has_exam=False,
        outside_address="https://learn.example.cn/law",
    )
    others, own = (ids["audit"], ids["sample"]), page.programme_id

    seen = []
    for day in range(5):
        # By time alone: nothing of it is saved again.
        search.refresh_due(at=AT + timedelta(days=day))
        seen.append((found().ids.index(own), own in found(can_enrol=True, ends_by=date(2026, 12, 31)).ids))

    assert set(found().ids[:2]) == set(others)
    assert seen == [(3, False), (0, True), (0, True), (0, True), (3, False)]


def test_saving_notes_and_the_sweep_takes_the_notes_away(ids):
    builders.run(builders.programmes.catalogue(on=TODAY).get(pk=ids["closed"]), region=SUZHOU)
    noted = set(SearchChange.objects.values_list("programme_id", flat=True))
    changed = search.refresh_due(at=AT)

    assert (noted, changed) == ({ids["closed"]}, 1)
    assert not SearchChange.objects.exists()


def test_a_place_that_is_taken_changes_the_counts(ids):
    run = builders.run(programmes.catalogue(on=TODAY).get(pk=ids["closed"]), region=SUZHOU, places=1)
    search.refresh_due(at=AT)
    before = found(chosen={"seats": {"1"}}).count
    type(run).objects.filter(pk=run.pk).update(places_taken=1)
    search.refresh_due(at=AT)

    assert (before, found(chosen={"seats": {"1"}}).count) == (3, 2)


def test_what_left_is_kept_as_gone(ids):
    programme = programmes.catalogue(on=TODAY).get(pk=ids["sample"])
    programmes.withdraw_approval(programme=programme, by=builders.user(), on=TODAY)
    unswept = found(text="统计抽样")
    search.refresh_due(at=AT)

    assert unswept.ids == (ids["audit"],)
    assert found(text="统计抽样").count == 1
    assert SearchDocument.objects.get(pk=ids["sample"]).title == ""


def test_a_recognition_that_ends_before_a_run_does_is_swept(ids):
    base = programmes.catalogue(on=TODAY).get(pk=ids["audit"]).base
    recognition = base.recognitions.get()
    before = found(can_enrol=True)
    bases.end_recognition(recognition=recognition, ends_before=date(2026, 12, 4))
    noted = set(SearchChange.objects.values_list("programme_id", flat=True))
    search.refresh_due(at=AT)
    ended = found()
    bases.end_recognition(recognition=recognition, ends_before=date(2027, 12, 31))
    search.refresh_due(at=AT)

    assert noted == set(ids.values())
    # The one run that begins and ends before it can still be had; those after it make nothing stand first, and are not counted.
    assert before.ids == (ids["audit"], ids["sample"])
    assert (ended.ids, ended.facets["city"]) == ((ids["audit"], ids["sample"], ids["closed"]), {NANJING: 1})
    assert found(can_enrol=True).ids == before.ids


def test_many_notes_of_the_same_programmes_are_looked_at_once(ids, monkeypatch):
    monkeypatch.setattr(_operations, "_AT_ONCE", 1)
    looked = []
    monkeypatch.setattr(
        _operations, "documents", lambda due, *, at: looked.extend(due) or _documents.documents(due, at=at)
    )
    SearchChange.objects.bulk_create(SearchChange(programme_id=pk) for _round in range(5) for pk in ids.values())
    search.refresh_due(at=AT)

    assert sorted(looked) == sorted(ids.values())
    assert not SearchChange.objects.exists()


def test_a_question_that_takes_too_long_is_refused(ids, monkeypatch):
    class Slow(search.PostgreSQL):
        def matches(self, wanted):
            with _engines.connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(5)")
            return super().matches(wanted)

    monkeypatch.setattr(_engines, "_POSTGRESQL", Slow())
    monkeypatch.setattr(_engines, "MILLISECONDS", 50)

    with pytest.raises(search.TakesTooLong):
        found(text="统计")

    # The page goes on with the same connection.
    assert SearchDocument.objects.count() == 3


def test_suggestions_are_topics_programmes_and_bases(ids):
    assert [(one.kind, one.label) for one in search.suggestions("统计", at=AT)] == [
        ("programme", "统计抽样"),
        ("programme", "统计年鉴"),
    ]
    assert [(one.kind, one.label) for one in search.suggestions("苏州大", at=AT)] == [("base", "苏州大学")]
    assert [one.label for one in search.suggestions("数据审", at=AT)] == ["数据审计方法"]
    assert search.suggestions("统" * 31, at=AT) == []


# About a minute of them, an hour in `make test-long`: in parts, as what makes them remembers each.
PARTS = int(os.environ.get("XUESHI_EXAMPLES", "16")) // 4
EXAMPLES = 17_000 if "XUESHI_EXAMPLES" in os.environ else 1_500


@pytest.mark.timeout(3600 if "XUESHI_EXAMPLES" in os.environ else 300)
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_typed_gets_an_answer(ids, part):
    @seed(part)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @example(text="", chosen={"kind": {"\0"}}, order=search.Order.BEST, first=0)
    @given(
        text=inventing.TEXTS,
        chosen=inventing.CHOICES,
        order=st.sampled_from(search.Order),
        first=st.integers(-10, 10**12),
    )
    def answers(text, chosen, order, first):
        answer = found(text=text, chosen=chosen, order=order, first=first)

        assert set(answer.ids) <= set(ids.values())
        assert len(answer.ids) <= answer.count <= 3
        for title in ("数据审计方法", text):
            assert "<script" not in search.marked(title, answer.words)
        search.suggestions(text, at=AT)

    answers()


@pytest.mark.parametrize("text", ["统计" * 5000, "(" * 10_000, "a b " * 2500, "%' OR 1=1 --" * 800, "\0" * 10_000])
def test_ten_thousand_characters_get_an_answer(ids, text):
    assert found(text=text).count <= 3
