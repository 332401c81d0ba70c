"""The verification page of a certificate (/verify/…/), against an empty page: at least a quarter of its rate, at most three questions to the database."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import databases, pages, papers
from deploy.bench.tools.figures import Figure

SETTINGS = pages.SETTINGS["DJANGO_SETTINGS_MODULE"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--seconds", type=float, default=20, help="how long to measure (default 20)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the rate and the questions."""
    with papers.folder() as folder:
        kept = {"PAPERS": str(folder / "papers"), "SEALS": str(folder / "seals"), "DEBUG": "False"}
        with databases.throw_away(settings=SETTINGS, more=kept) as environment, pages.site(environment) as site:
            path = f"/verify/{papers.issued().token}/"
            yield Figure(name="verify-page-questions", value=_questions(path), unit="questions", at_most=3)
            yield site.compared("verify-page", path, cookie="", at_least=0.25, seconds=options.seconds)


def _questions(path: str) -> int:
    from django.db import connection  # noqa: PLC0415  (needs settings)
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    browser = Client(headers={"host": "localhost"})
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    return len(asked)
