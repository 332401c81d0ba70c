"""My hours (/hours/) of a professional of the demo, against an empty page: at least a tenth of its rate."""

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
        from cms.management.province import LOGINS  # noqa: PLC0415  (needs settings)

        cookie = site.signed_in(LOGINS["professional"].mobile)
        yield site.compared("page-my-hours", "/hours/", cookie=cookie, at_least=0.1, seconds=options.seconds)
