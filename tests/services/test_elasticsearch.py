"""The same answers from a real Elasticsearch node as from PostgreSQL."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from cms import search
from cms.search._engine import Wanted
from cms.search._facts import Facts
from tests.cms.builders import AT
from tests.cms.search import collection, inventing
from tests.cms.search.test_collection import answers

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("elasticsearch")]


def test_both_engines_answer_alike(cluster):
    assert answers("elasticsearch") == answers("postgresql")


@pytest.mark.parametrize(
    "question",
    [
        search.Question(),
        search.Question(text="会计"),
        search.Question(text="会计", chosen={"city": {"320100"}}),
        search.Question(text="会计", order=search.Order.HOURS),
        search.Question(chosen={"city": {"320100"}, "month": {"2026-12"}}),
        search.Question(chosen={"city": {"320100"}, "month": {"2026-12"}, "kind": {"BASE_COURSE"}}),
        search.Question(text="南京 面授"),
        search.Question(order=search.Order.SEATS, rows=3, first=3),
        search.Question(series="ENGINEERING", can_enrol=True),
        search.Question(text="会计", series="ACCOUNTING"),
        search.Question(text="烹饪"),
        search.Question(first=10**9, rows=4),
    ],
    ids=repr,
)
def test_both_engines_find_and_count_alike(cluster, question):
    rows = [_document(number) for number in range(40)]
    with search.throw_away_elasticsearch() as one, search.throw_away_postgresql() as other:
        one.store(rows, at=AT)
        other.store(rows, at=AT)

        found, expected = _found(question, one), _found(question, other)

    assert found == expected
    assert (found["count"] > 0) == (question.text != "烹饪")


@pytest.mark.parametrize("chosen", [{}, {"city": {"320100"}}])
@pytest.mark.parametrize("text", ["会计", "会计 南京", "怎么学好会计"])
def test_both_engines_know_what_answers_beyond_what_is_put_into_order(cluster, monkeypatch, text, chosen):
    rows = [_document(number) for number in range(40)]
    wanted = Wanted(words=("会计",), chosen=chosen, most=7)
    with search.throw_away_elasticsearch() as one, search.throw_away_postgresql() as other:
        one.store(rows, at=AT)
        other.store(rows, at=AT)
        whole = set(search.find(text, engine=other))
        monkeypatch.setattr("cms.search._queries._CANDIDATES_MAX", 3)

        assert one.keys(wanted) == other.keys(wanted) != ()
        found = [search.find(text, engine=engine) for engine in (one, other)]

    assert [len(each) for each in found] == [len(set(each)) for each in found]
    # What is elsewhere, though just what was asked, is not looked for as far as that.
    elsewhere = {row.key for row in rows if "city=320100" not in row.facts.facets} if "南京" in text else set()
    assert whole - elsewhere <= set(found[0]) == set(found[1]) <= whole


def test_both_engines_answer_alike_whatever_is_typed(cluster):
    rows = [_document(number) for number in range(40)]

    @seed(20261123)
    @settings(max_examples=400, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        text=st.one_of(inventing.TYPED, inventing.TEXTS),
        chosen=inventing.CHOICES,
        order=st.sampled_from(search.Order),
        first=st.sampled_from([0, 3, 10**9]),
    )
    def answers_alike(text, chosen, order, first):
        question = search.Question(text=text, chosen=chosen, order=order, first=first)

        assert _found(question, one) == _found(question, other)

    with search.throw_away_elasticsearch() as one, search.throw_away_postgresql() as other:
        one.store(rows, at=AT)
        other.store(rows, at=AT)
        answers_alike()


def test_what_was_removed_is_not_found(cluster):
    with search.throw_away_elasticsearch() as engine:
        engine.store([_plain(1), _plain(2)], at=AT)

        assert engine.remove([1, 3]) == 1
        assert [row.key for row in engine.matches(Wanted(words=("会计",), most=10)).candidates] == [2]
        assert engine.held(["收入准则", "增值税"]) == {"收入准则"}


def test_without_an_address_the_command_says_how_to_get_one(settings):
    settings.ELASTICSEARCH_URL = ""

    with pytest.raises(CommandError, match="ELASTICSEARCH_URL is empty"):
        call_command(
            "rank_programmes", documents=collection.PROGRAMMES, queries=collection.QUERIES, engine="elasticsearch"
        )


def _found(question, engine):
    """Return what the engine answers, before rows are read again: these programmes are in no table."""
    from cms.search._queries import _answer  # noqa: PLC0415

    found = vars(_answer(question, engine))
    return {name: value for name, value in found.items() if name != "engine"}


def _plain(key):
    return search.Document.of(key, title="会计准则更新", body="收入准则。", codes=["accounting"])


def _document(key):
    topic = ("会计准则", "桥梁检测", "数据安全", "会计电算化与审计")[key % 4]
    city, month = ("320100", "320500")[key % 2], ("2026-11", "2026-12", "2027-01")[key % 3]
    other = ("320500", "2026-12") if key % 5 == 0 else (city, month)
    combos = {f"{place}|{when}|*|*" for place, when in ((city, month), other)}
    facets = [f"kind={('BASE_COURSE', 'ADVANCED_SEMINAR')[key % 2]}", f"mode={('on_site', 'live')[key // 2 % 2]}"]
    facets += sorted({f"city={city}", f"city={other[0]}"} | {f"month={month}", f"month={other[1]}"})
    facets += [f"series={('ENGINEERING', 'ACCOUNTING', '*')[key % 3]}"]
    plain = search.Document.of(key, title=f"{topic}第{key}讲", body=f"{topic}。内容。", codes=["accounting"])
    facts = Facts(
        facets=tuple(facets),
        combos=tuple(sorted(combos)),
        start=700_000 + key % 7,
        hours=-(key % 6),
        seats=-key,
        open_end=700_010 + key if key % 2 else None,
    )
    return search.Document(**{**vars(plain), "facts": facts})
