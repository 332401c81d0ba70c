"""The same answers from a real Elasticsearch node as from PostgreSQL."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command

from cms import search
from deploy.native import elasticsearch
from tests.cms.search import collection
from tests.cms.search.test_collection import answers
from tests.rigs import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("elasticsearch")]


@pytest.fixture(scope="module")
def node():
    """A node of its own; gives its address."""
    # Not below pytest's own folder, which it keeps from others: the node runs as nobody where the tests run as root.
    with TemporaryDirectory(prefix="xueshi-elasticsearch-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield elasticsearch.start(free_port(), folder=folder)
        finally:
            elasticsearch.stop(folder=folder)


def test_both_engines_answer_alike(node, settings):
    settings.ELASTICSEARCH_URL = node

    assert answers("elasticsearch") == answers("postgresql")


def test_what_was_removed_is_not_found(node, settings):
    settings.ELASTICSEARCH_URL = node
    with search.throw_away_elasticsearch() as engine:
        engine.store([_text(1), _text(2)], at=collection.NOON)

        assert engine.remove([1, 3]) == 1
        assert [row.key for row in engine.candidates(words=["会计"], codes=[], most=10)] == [2]
        assert engine.held(["收入准则", "增值税"]) == {"收入准则"}


def test_without_an_address_the_command_says_how_to_get_one(settings):
    settings.ELASTICSEARCH_URL = ""

    with pytest.raises(CommandError, match="ELASTICSEARCH_URL is empty"):
        call_command(
            "rank_programmes", documents=collection.PROGRAMMES, queries=collection.QUERIES, engine="elasticsearch"
        )


def _text(key: int) -> search.Text:
    return search.Text(
        programme_id=key,
        version_id=1,
        revision_id=None,
        title="会计准则更新",
        beside="",
        body="收入准则。",
        codes=frozenset(["accounting"]),
    )
