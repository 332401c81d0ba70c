"""How well search answers queries as people type them, on a judged collection."""

import json
from io import StringIO
from statistics import mean

import pytest
from django.core.management import CommandError, call_command

from cms.search._thesaurus import shipped
from tests.cms.search import collection

pytestmark = pytest.mark.django_db


def answers(engine: str = "postgresql") -> dict[str, list[str]]:
    """Return what the command finds for each query."""
    out = StringIO()
    paths = {"documents": collection.PROGRAMMES, "queries": collection.QUERIES}
    call_command("rank_programmes", **paths, engine=engine, stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return {line["query_id"]: line["ranked"] for line in lines}


def test_people_find_what_they_ask_for():
    found = answers()

    judged = [query for query in collection.rows(collection.QUERIES) if query["judgments"]]
    assert mean(collection.gain(query["judgments"], found[query["id"]]) for query in judged) >= 0.9
    assert mean(collection.recall(query["judgments"], found[query["id"]]) for query in judged) >= 0.9


def test_what_nothing_answers_finds_nothing():
    found = answers()

    assert [found[row["id"]] for row in collection.rows(collection.QUERIES) if row["kind"] == "none"] == [[], []]


def test_the_collection_leaves_no_trace():
    answers()

    assert answers() == answers()


def test_the_thesaurus_is_large_enough_to_be_of_use():
    assert len(shipped().groups) >= 200


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: not JSON"),
        ('{"id": "Q1"}', "line 2: query missing or not a text"),
        ('{"id": "Q1", "query": 3}', "line 2: query missing or not a text"),
        ("[]", "line 2: id, query missing or not a text"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, complaint):
    queries = tmp_path / "queries.jsonl"
    queries.write_text(f'{{"id": "Q0", "query": "AI"}}\n{line}\n', "utf-8")

    with pytest.raises(CommandError, match=complaint):
        call_command("rank_programmes", documents=collection.PROGRAMMES, queries=queries, stdout=StringIO())


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.jsonl"):
        call_command("rank_programmes", documents=tmp_path / "nowhere.jsonl", queries=collection.QUERIES)
