"""Publishing a page and saving a programme while search keeps many documents, against the same with search switched off: at most 1.2 times."""

import argparse
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from deploy.bench.tools import catalogue, databases
from deploy.bench.tools.figures import Figure, alternated, seconds

WATCHED = (
    "seminars_programme",
    "seminars_run",
    "seminars_session",
    "cms_programmepage",
    "wagtailcore_page",
    "accounts_organisation",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--documents", type=int, default=3000, help="how many programmes (default 3,000)")
    parser.add_argument("--rounds", type=int, default=30, help="how often each is saved (default 30)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures."""
    with databases.throw_away():
        from cms import search  # noqa: PLC0415  (needs the set-up)
        from tests.cms.builders import AT  # noqa: PLC0415

        logging.disable(logging.INFO)
        page = catalogue.made(options.documents)
        search.refresh_due(at=AT)
        saves: dict[str, Callable[[], object]] = {
            "page": lambda: page.save_revision().publish(),
            "programme": page.programme.save,
        }
        for name, save in saves.items():
            yield _compared(f"search-save-{name}", save, options)


def _compared(name: str, save: Callable[[], object], options: argparse.Namespace) -> Figure:
    save()
    on, off = alternated(lambda: _warm(save), lambda: _without_search(save), rounds=options.rounds)
    more = {"documents": options.documents}
    return Figure(name=name, value=1000 * on, baseline=1000 * off, unit="ms", at_most=1.2, more=more)


def _without_search(save: Callable[[], object]) -> float:
    with _switched_off():
        return _warm(save)


def _warm(save: Callable[[], object]) -> float:
    """Return how long `save` takes the second time: after triggers were switched, the server forgot how to run them."""
    save()
    return seconds(save)


@contextmanager
def _switched_off() -> Iterator[None]:
    """Switch off the triggers that note changes, and the index of Wagtail's admin."""
    from django.test import override_settings  # noqa: PLC0415  (needs the set-up)

    backends = {"default": {"BACKEND": "cms.admin_index", "AUTO_UPDATE": False}}
    _triggers("DISABLE")
    try:
        with override_settings(WAGTAILSEARCH_BACKENDS=backends):
            yield
    finally:
        _triggers("ENABLE")


def _triggers(verb: str) -> None:
    from django.db import connection  # noqa: PLC0415  (needs the set-up)

    with psycopg.connect(_server(), dbname=connection.settings_dict["NAME"], autocommit=True) as owner:
        for table in WATCHED:
            owner.execute(f"ALTER TABLE {table} {verb} TRIGGER note_for_search")


def _server() -> Any:
    import importlib  # noqa: PLC0415

    return importlib.import_module("tests.databases").server()
