"""The catalogue (/catalogue/) as a stranger opens it, kept, against an empty page: at least six tenths of its rate."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import pages
from deploy.bench.tools.figures import Figure


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--seconds", type=float, default=20, help="how long to measure (default 20)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figure."""
    with pages.demo_site() as site:
        yield site.compared("page-catalogue-cached", "/catalogue/", cookie="", at_least=0.6, seconds=options.seconds)
