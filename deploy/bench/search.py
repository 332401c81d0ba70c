"""
What a page of the catalogue does with words (ranking, facets, rows with marked words) against the bare requests of the same bodies to the same
node; `search.ask`, which counts in the engine, against its own; and the page from PostgreSQL against the page from the node.

The queries are those of the judged collection, over as many programmes as --documents says; each is asked in turns of page, bare requests, ask,
its bare requests and PostgreSQL, and nothing is kept from one to the next. A real node is started and stopped. The time limit for pages is
lifted: the node is to be measured, not to be done without.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

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
    from tests.cms.builders import AT  # noqa: PLC0415

    # Nothing that was understood or answered is held for the next one.
    settings.ELASTICSEARCH_URL, settings.CATALOGUE_HELD_SECONDS = address, 0
    making = seconds(lambda: catalogue.made(options.documents))
    indexing = seconds(lambda: search.reindex(at=AT, say=lambda *_progress: None))
    yield Figure(
        name="search-reindex",
        value=options.documents / indexing,
        unit="programmes/s",
        more={"documents": options.documents, "made_in": round(making)},
    )
    times = _asked(options.rounds, AT)
    more = {"documents": options.documents, "queries": len(times.pages)}
    yield _compared("search-page", times.pages, times.bare_pages, more=more)
    yield _compared("search-ask", times.asks, times.bare_asks, more=more)
    yield Figure(
        name="search-postgresql-p95",
        value=1000 * _p95(times.postgresql),
        baseline=1000 * _p95(times.pages),
        unit="ms",
        at_most=5,
        more={"median": round(1000 * statistics.median(times.postgresql), 1)},
    )


def _compared(name: str, whole: list[float], bare: list[float], *, more: dict[str, Any]) -> Figure:
    value, baseline = 1000 * statistics.median(whole), 1000 * statistics.median(bare)
    return Figure(name=name, value=value, baseline=baseline, unit="ms", at_most=2, more=more)


@dataclass(frozen=True, kw_only=True)
class _Times:
    """How long each took: the page, `search.ask`, the bare requests of either, the page from PostgreSQL."""

    pages: list[float] = field(default_factory=list)
    bare_pages: list[float] = field(default_factory=list)
    asks: list[float] = field(default_factory=list)
    bare_asks: list[float] = field(default_factory=list)
    postgresql: list[float] = field(default_factory=list)


def _asked(rounds: int, at: datetime) -> _Times:
    from django.conf import settings  # noqa: PLC0415  (needs the set-up)

    from cms import catalogue as shown  # noqa: PLC0415
    from cms import search  # noqa: PLC0415

    client = _Listening(search.Elasticsearch(settings.ELASTICSEARCH_ALIAS).client)
    cluster = search.Elasticsearch(settings.ELASTICSEARCH_ALIAS, client=cast("Any", client))
    # A page reads the state and the shelf once in seconds, not for each query.
    state, found = shown.state(at=at), _Times()
    for round_number in range(rounds + 1):
        for query in catalogue.queries():
            took = (
                *client.timed(lambda: _page(query, cluster, state)),  # noqa: B023
                *client.timed(lambda: _ask(query, cluster, at)),  # noqa: B023
                seconds(lambda: _page(query, search.PostgreSQL(), state)),  # noqa: B023
            )
            # The first round warms all of them up.
            for times, each in zip(vars(found).values(), took, strict=True) if round_number else ():
                times.append(each)
    return found


def _page(query: str, engine: Any, state: Any) -> None:
    """Do what a page of the catalogue does with words before it is drawn."""
    from django.core.cache import caches  # noqa: PLC0415  (needs the set-up)
    from django.http import QueryDict  # noqa: PLC0415

    from cms import catalogue as shown  # noqa: PLC0415
    from cms import search  # noqa: PLC0415

    caches["pages"].clear()
    search.forget_marks()
    choice = shown.Choice.of(QueryDict(urlencode({"q": query})))
    with search.answered_by(engine):
        look = shown.look(choice=choice, state=state)
    look.facets()
    for line in look.lines:
        shown.row(*line, at=state.at, words=look.words)


def _ask(query: str, engine: Any, at: datetime) -> None:
    """Do the same by `search.ask`: counts from the engine, rows read again."""
    from cms import search  # noqa: PLC0415  (needs the set-up)
    from seminars.models import Programme  # noqa: PLC0415

    search.forget_marks()
    found = search.ask(search.Question(text=query), at=at, engine=engine)
    rows = Programme.objects.filter(pk__in=found.ids).values_list("current__title", "current__summary")
    for title, text in rows:
        search.marked(title, found.words)
        search.passage(text, found.words)


class _Listening:
    """A client that keeps what it was asked for, so that the same can be asked once more, bare."""

    def __init__(self, client: Any) -> None:
        self._client, self._heard = client, list[dict[str, Any]]()

    def search(self, **request: Any) -> Any:
        self._heard.append(request)
        return self._client.search(**request)

    def timed(self, work: Callable[[], object]) -> tuple[float, float]:
        """Return how long `work` takes, and how long its requests alone."""
        self._heard.clear()
        return seconds(work), seconds(lambda: [self._client.search(**request) for request in self._heard])


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
