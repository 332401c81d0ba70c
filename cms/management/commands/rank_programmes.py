"""Answer the queries of a judged collection with the search of this product."""

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms import search

_MOST = 50
_ENGINES = ("postgresql", "elasticsearch")
_MODES = {"blended": ("on_site", "recorded")}
_WANTED = {
    "documents": ("id", "title", "summary", "kind", "category", "city", "mode"),
    "queries": ("id", "query"),
}


class Command(BaseCommand):
    """Index given programmes in a throw-away index and rank them for each query."""

    help = (
        "Index the programmes of --documents (JSON lines: id, kind, title, summary, sector, cluster, category, city, mode) in a throw-away "
        "index, answer each of --queries (JSON lines: id, query), and write a line {query_id, ranked} for each: 50 ids at most, best first."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--documents", type=Path, required=True)
        parser.add_argument("--queries", type=Path, required=True)
        parser.add_argument("--engine", choices=_ENGINES, default="postgresql")

    def handle(self, *_args: object, **options: Any) -> None:
        """Write a line for each query."""
        documents = list(_rows(options["documents"], "documents"))
        queries = list(_rows(options["queries"], "queries"))
        try:
            self._answer(documents, queries, options["engine"])
        except search.NoClusterNamed as error:
            raise CommandError(str(error)) from error

    def _answer(self, documents: list[dict[str, Any]], queries: list[dict[str, Any]], engine_name: str) -> None:
        values = {number: _values(row) for number, row in enumerate(documents)}
        with _throw_away(engine_name) as engine:
            engine.store((_document(number, row) for number, row in enumerate(documents)), at=timezone.now())
            for row in queries:
                found = search.find(row["query"], values=values, most=_MOST, engine=engine)
                answer = {"query_id": row["id"], "ranked": [documents[number]["id"] for number in found]}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _throw_away(name: str) -> AbstractContextManager[search.Engine]:
    return search.throw_away_elasticsearch() if name == "elasticsearch" else search.throw_away_postgresql()


def _rows(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(line, f"{path} line {number}", _WANTED[kind])


def _row(line: str, place: str, wanted: tuple[str, ...]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{place}: not JSON ({error})") from error
    missing = [name for name in wanted if not isinstance(row, dict) or not isinstance(row.get(name), str)]
    if missing:
        raise CommandError(f"{place}: {', '.join(missing)} missing or not a text")
    return dict(row)


def _document(number: int, row: Mapping[str, Any]) -> search.Document:
    codes = {code for code in (row.get("sector"), row.get("cluster")) if code}
    return search.Document.of(number, title=row["title"], body=row["summary"], codes=codes)


def _values(row: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        "city": frozenset([row["city"]]),
        "mode": frozenset(_MODES.get(row["mode"], (row["mode"],))),
        "category": frozenset([row["category"]]),
        "kind": frozenset([row["kind"]]),
    }
