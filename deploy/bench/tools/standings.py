"""Standings of a year as the sweeps keep them, by COPY: what planning and proofs of the year need."""

from collections.abc import Callable, Sequence
from datetime import date

from deploy.bench.tools import letters

REQUIRED, PROFESSIONAL = 9000, 6000


def stand(ids: Sequence[int], *, year: int, missing: Callable[[int], int] = lambda _pk: 0) -> None:
    """Let each of `ids` owe 90 hours in `year`, of which hundredths of an hour are `missing`."""
    from credits.models import RulebookVersion, Standing  # noqa: PLC0415  (needs settings)
    from credits.models.rows import copy  # noqa: PLC0415

    version = RulebookVersion.objects.filter(family="nanjing-general").order_by("pk")[0].pk
    for start in range(0, len(ids), 10_000):
        copy(Standing, [_standing(pk, version, year, missing(pk)) for pk in ids[start : start + 10_000]])


def _standing(pk: int, version: int, year: int, missing: int) -> dict[str, object]:
    short = min(missing, 1200)
    part = {
        "code": "professional",
        "required": PROFESSIONAL,
        "counted": PROFESSIONAL - short,
        "missing": short,
    }
    return {
        "person_id": pk,
        "family": "nanjing-general",
        "version_id": version,
        "state": "SHORT" if missing else "MET",
        "required": REQUIRED,
        "counted": REQUIRED - missing,
        "missing": missing,
        "cycle_starts_on": date(year, 1, 1),
        "cycle_ends_before": date(year + 1, 1, 1),
        "deadline": date(year, 12, 31),
        "decided_at": letters.AT,
        "categories": [part],
        "unmet": [],
        "reasons": [],
        "records": [pk],
        "series": "general",
        "last_fact": 0,
        "last_entry": 0,
        "openings": 0,
    }
