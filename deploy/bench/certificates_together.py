"""Proofs of the year issued together, from the form to the ZIP: the most memory that ten times as many take, against what the first of them took."""

import argparse
from collections.abc import Iterator
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from deploy.bench.tools import databases, letters, papers, standings
from deploy.bench.tools.figures import Figure, peak_memory

if TYPE_CHECKING:
    from credits.models import CertificateBatch
    from learning.accounts.models import User

TIMES = 10
FLAT = 1.1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument(
        "--people", type=int, default=10_000, help="people at once; a tenth of them goes first (default 10,000)"
    )


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figure. One process does both, as a worker lives on: what is never given back would be seen as well."""
    with databases.throw_away():
        from django.conf import settings  # noqa: PLC0415  (needs settings)

        with papers.folder() as folder:
            settings.PAPERS, settings.SEALS = folder / "papers", folder / "seals"
            settings.TSA_URL = ""
            first = options.people // TIMES
            _together(first, year=2025)
            baseline = peak_memory()["peak_mib"]
            began = perf_counter()
            fetched = _together(options.people, year=2026)
            more = {
                "people": options.people,
                "first": first,
                "seconds": round(perf_counter() - began),
                "zip_mib": round(fetched / 2**20),
            }
            yield Figure(
                name="certificates-together",
                value=peak_memory()["peak_mib"],
                baseline=baseline,
                unit="MiB",
                at_most=FLAT,
                more=more,
            )


def _together(count: int, *, year: int) -> int:
    """Issue to so many people at once, fetch and examine all, and return how large the ZIP was."""
    from credits import certificates  # noqa: PLC0415  (needs settings)
    from credits.models import Standing  # noqa: PLC0415

    # In parts, so that it is not the making of people that takes memory.
    for part in range(0, count, 1000):
        standings.stand(letters.settle(min(1000, count - part)), year=year)
    batch = certificates.issue_years(
        standings=Standing.objects.filter(family="nanjing-general", cycle_starts_on=date(year, 1, 1)),
        left_out=(),
        name=f"{year}",
        organisation=papers.base(),
        by=_officer(),
        at=letters.AT,
    )
    _swept(batch)
    assert certificates.progress(batch).issued == count
    return sum(len(piece) for piece in certificates.zipped(batch))


def _swept(batch: "CertificateBatch") -> None:
    """Let the sweeps do their work until none is waiting."""
    from credits import certificates  # noqa: PLC0415  (needs settings)

    while True:
        certificates.order_batches_due(at=letters.AT)
        if not certificates.issue_due(at=letters.AT):
            return


def _officer() -> "User":
    from learning.accounts.models import User  # noqa: PLC0415  (needs settings)

    return User.objects.get_or_create(mobile="+8613800000001")[0]
