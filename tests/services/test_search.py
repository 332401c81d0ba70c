"""Search over real programmes with a real node: kept in step, built anew, checked, and without it when it is away, slow or red."""

import os
import signal
from datetime import timedelta

import psutil
import pytest
from django.core.management import call_command

from cms import search
from cms.models import SearchDocument, SearchIndex
from cms.search import _breaker, _elasticsearch, _engines, _feeding
from cms.search._elasticsearch import Elasticsearch
from seminars import programmes
from tests.cms import builders
from tests.cms.builders import AT, TODAY
from tests.rigs import wait_for

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("elasticsearch")]


@pytest.fixture
def pages(cluster):
    """Two public programmes that the cluster knows."""
    base = builders.base(name="苏州大学")
    made = [builders.public(base, title="统计方法"), builders.public(base, title="统计软件")]
    search.refresh_due(at=AT)
    return made


def ask(text="统计"):
    return search.ask(search.Question(text=text), at=AT)


def test_the_cluster_answers_where_it_is_named(pages):
    found = ask()

    assert found.engine == "elasticsearch"
    assert sorted(found.ids) == [page.programme_id for page in pages]


def test_what_moved_is_found_after_the_next_sweep(pages):
    builders.run(pages[0].programme, places=10, taken=10)
    search.refresh_due(at=AT)
    full = ask()
    programmes.withdraw_approval(programme=pages[1].programme, by=builders.user(), on=TODAY)
    before = ask()
    search.refresh_due(at=AT)

    assert full.facets["city"] == {builders.NANJING[:4] + "00": 1}
    assert full.facets.get("seats") == {}
    # Nobody sees what is no longer public, not even before the sweep.
    assert before.ids == ask().ids == (pages[0].programme_id,)
    assert ask().count == 1


def test_a_node_that_stops_is_done_without_and_asked_again_when_it_is_back(pages, cluster, monkeypatch, caplog):
    monkeypatch.setattr(_breaker, "SECONDS", 0.1)
    _engines.breaker.reset()
    expected = ask().ids
    cluster.stop()
    try:
        away = [ask() for _time in range(_breaker.FAILURES + 1)]
        health = search.health(at=AT)
        # Whatever moves meanwhile waits in its row.
        programmes.withdraw_approval(programme=pages[1].programme, by=builders.user(), on=TODAY)
        search.refresh_due(at=AT)
    finally:
        cluster.start()
    SearchIndex.objects.update(not_before=None)
    search.refresh_due(at=AT)
    wait_for("the cluster", lambda: ask().engine == "elasticsearch")
    back = ask()

    assert {found.engine for found in away} == {"postgresql"}
    assert {found.ids for found in away} == {expected}
    assert (health.engine, health.breaker) == ("postgresql", "open")
    assert "is left alone" in caplog.text
    assert "answers again" in caplog.text
    assert (back.engine, back.ids) == ("elasticsearch", (pages[0].programme_id,))


def test_a_node_that_is_slow_is_done_without(pages, cluster, monkeypatch):
    ask()
    monkeypatch.setattr(_elasticsearch, "SECONDS_OF_A_PAGE", 0.3)
    family = [psutil.Process(cluster.pid), *psutil.Process(cluster.pid).children(recursive=True)]
    for one in family:
        os.kill(one.pid, signal.SIGSTOP)
    try:
        found = ask()
    finally:
        for one in family:
            os.kill(one.pid, signal.SIGCONT)

    assert found.engine == "postgresql"
    assert "Timeout" in search.health(at=AT).reason


def test_an_index_that_is_red_is_done_without(pages, settings):
    client = Elasticsearch(settings.ELASTICSEARCH_ALIAS).client
    red = f"{settings.ELASTICSEARCH_ALIAS}-red"
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    client.indices.create(index=red, settings=nowhere, wait_for_active_shards=0, timeout="0s")
    actions = [{"remove": {"index": "*", "alias": settings.ELASTICSEARCH_ALIAS}}]
    client.indices.update_aliases(actions=[*actions, {"add": {"index": red, "alias": settings.ELASTICSEARCH_ALIAS}}])

    assert ask().engine == "postgresql"

    client.indices.delete(index=red)


def test_reindex_goes_on_where_it_stopped_and_hears_what_changes_meanwhile(pages, settings, monkeypatch, capsys):
    former = SearchIndex.objects.get()
    monkeypatch.setattr(_feeding, "_AT_ONCE", 1)
    begun = _feeding.begin(at=AT + timedelta(minutes=1))
    _feeding._fed_some(begun.pk)
    # Half of it is there, and then somebody publishes.
    half = _feeding.progress(begun)
    third = builders.public(builders.base(name="南通大学"), title="统计年鉴")
    SearchIndex.objects.filter(pk=former.pk).update(is_serving=True)
    call_command("reindex")

    assert half == (1, 2)
    assert SearchIndex.objects.get().name == begun.name
    assert sorted(ask().ids) == sorted([*(page.programme_id for page in pages), third.programme_id])
    client = Elasticsearch(settings.ELASTICSEARCH_ALIAS).client
    assert list(client.indices.get_alias(name=settings.ELASTICSEARCH_ALIAS)) == [begun.name]
    assert not client.indices.exists(index=former.name)
    assert f"{begun.name}: 3 of 3" in capsys.readouterr().out


def test_an_older_document_never_takes_the_place_of_a_newer_one(pages, settings):
    engine = Elasticsearch(settings.ELASTICSEARCH_ALIAS)
    row = SearchDocument.objects.filter(pk=pages[0].programme_id).values("pk", "changed", "is_listed", *_feeding._KEPT)
    late = _feeding._action(row.get())
    programmes.withdraw_approval(programme=pages[0].programme, by=builders.user(), on=TODAY)
    search.refresh_due(at=AT)

    assert engine.bulk([late]) == 0
    assert ask().count == 1


def test_an_index_that_was_lost_with_its_cluster_is_made_again(pages, settings):
    Elasticsearch(SearchIndex.objects.get().name).drop()
    lost = ask()
    builders.public(builders.base(name="南通大学"), title="统计年鉴")
    search.refresh_due(at=AT)

    assert lost.engine == "postgresql"
    assert (ask().engine, ask().count) == ("elasticsearch", 3)


def test_check_finds_and_mends_what_is_lost_stale_or_too_much(pages, settings, capsys):
    engine = Elasticsearch(settings.ELASTICSEARCH_ALIAS)
    first, second = (page.programme_id for page in pages)
    engine.remove([first])
    stray = search.Document.of(999_999, title="统计旧闻")
    engine.bulk([{"_op_type": "index", "_id": "999999", **_elasticsearch.source(stray)}])
    SearchDocument.objects.filter(pk=second).update(digest="0" * 64)

    with pytest.raises(SystemExit) as ended:
        call_command("check_search")
    said = capsys.readouterr().out
    call_command("check_search", mend=True)

    assert ended.value.code == 1
    assert f"PostgreSQL: 2 programmes, 0 lost, 1 stale ({second}), 0 surplus" in said
    assert f"1 lost ({first})" in said
    assert "1 surplus (999999)" in said
    assert capsys.readouterr().out.splitlines()[-1] == "Elasticsearch: 2 programmes, 0 lost, 0 stale, 0 surplus"
    assert sorted(ask().ids) == [first, second]


def test_check_says_so_where_the_cluster_cannot_be_asked(pages, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(Exception, match="cannot be asked") as refused:
        call_command("check_search")

    assert refused.value.returncode == 2
