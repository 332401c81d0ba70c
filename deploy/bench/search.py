"""
A page of search (three facets and more, marked words, rows read again) against the bare requests of the same bodies to the same node, and
PostgreSQL against it.

The queries are those of the judged collection, over as many programmes as --documents says; each is asked in turns of page, bare request and
PostgreSQL. A real node is started and stopped. Its own time limit for pages is lifted: it is to be measured, not to be done without.
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.bench.tools import catalogue, databases
from deploy.bench.tools.figures import Figure, seconds
from deploy.native import elasticsearch

PORT = 9277


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--documents", type=int, default=10_000, help="how many programmes (default 10,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each query is asked (default 3)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures."""
    with tempfile.TemporaryDirectory(prefix="xueshi-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            address = elasticsearch.start(PORT, folder=folder)
            with databases.throw_away():
                yield from _measured(options, address)
        finally:
            elasticsearch.stop(folder=folder)


def _measured(options: argparse.Namespace, address: str) -> Iterator[Figure]:
    from django.conf import settings  # noqa: PLC0415  (needs the set-up)

    from cms import search  # noqa: PLC0415
    from cms.search import _elasticsearch  # noqa: PLC0415

    settings.ELASTICSEARCH_URL, settings.CATALOGUE_HELD_SECONDS = address, 4
    _elasticsearch.SECONDS_OF_A_PAGE = 60
    at = _at()
    making = seconds(lambda: catalogue.made(options.documents))
    indexing = seconds(lambda: search.reindex(at=at, say=lambda *_progress: None))
    yield Figure(
        name="search-reindex",
        value=options.documents / indexing,
        unit="programmes/s",
        more={"documents": options.documents, "made_in": round(making)},
    )
    pages, bare, other, bodies = _asked(options.rounds, at)
    more = {"documents": options.documents, "queries": len(pages), "requests_a_page": round(bodies / len(pages), 2)}
    yield Figure(
        name="search-page",
        value=1000 * statistics.median(pages),
        baseline=1000 * statistics.median(bare),
        unit="ms",
        at_most=2,
        more=more,
    )
    yield Figure(
        name="search-postgresql-p95",
        value=1000 * _p95(other),
        baseline=1000 * _p95(pages),
        unit="ms",
        at_most=5,
        more={"median": round(1000 * statistics.median(other), 1)},
    )


def _asked(rounds: int, at: datetime) -> tuple[list[float], list[float], list[float], int]:
    """Return how long each page, the bare requests of its bodies, and the same page from PostgreSQL took; and how many bodies there were."""
    from cms import search  # noqa: PLC0415  (needs the set-up)
    from cms.search import _elasticsearch  # noqa: PLC0415

    cluster, postgresql = _Listening(_elasticsearch.serving()), search.PostgreSQL()
    pages: list[float] = []
    bare: list[float] = []
    other: list[float] = []
    bodies = 0
    for round_number in range(rounds + 1):
        for query in catalogue.queries():
            cluster.heard.clear()
            took = (
                seconds(lambda: _page(query, cluster, at)),  # noqa: B023
                seconds(lambda: [cluster.bare(request) for request in cluster.heard]),
                seconds(lambda: _page(query, postgresql, at)),  # noqa: B023
            )
            # The first round warms all three up.
            if round_number:
                bodies += len(cluster.heard)
                for times, each in zip((pages, bare, other), took, strict=True):
                    times.append(each)
    return pages, bare, other, bodies


def _page(query: str, engine: Any, at: datetime) -> list[str]:
    """Return the marked titles and passages of the first page, as a page would show them."""
    from cms import search  # noqa: PLC0415  (needs the set-up)
    from seminars.models import Programme  # noqa: PLC0415

    found = search.ask(search.Question(text=query), at=at, engine=engine)
    rows = Programme.objects.filter(pk__in=found.ids).values_list("current__title", "current__summary")
    return [search.marked(title, found.words) + search.passage(text, found.words) for title, text in rows]


class _Listening:
    """An engine that keeps what it was asked for."""

    def __init__(self, engine: Any) -> None:
        self.heard: list[dict[str, Any]] = []
        self.name, self._engine = engine.name, engine

    def held(self, phrases: Any) -> Any:
        return self._engine.held(phrases)

    def matches(self, wanted: Any) -> Any:
        from cms.search._elasticsearch import body  # noqa: PLC0415  (needs the set-up)

        self.heard.append(body(wanted))
        return self._engine.matches(wanted)

    def bare(self, request: dict[str, Any]) -> Any:
        return self._engine.client.search(index=self._engine.index, **request)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _at() -> datetime:
    import importlib  # noqa: PLC0415

    at: datetime = importlib.import_module("tests.cms.builders").AT
    return at
