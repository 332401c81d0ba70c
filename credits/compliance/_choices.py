"""What is listed or counted: which standings, within what somebody regulates."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from credits.access import Sight


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which standings: those of cycles that touch `year`, within `sights`. An empty text chooses all."""

    sights: tuple[Sight, ...]
    year: int
    path: str = ""
    family: str = ""
    series: str = ""
    state: str = ""
    missing_min: int = 0  # hundredths of an hour

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what the statements of this slice ask for."""
        return {
            "sights": json.dumps([asdict(sight) for sight in self.sights]),
            "first": f"{self.year}-01-01",
            "last": f"{self.year}-12-31",
            "path": self.path,
            "family": self.family,
            "series": self.series,
            # Only who is short misses something.
            "state": self.state or ("SHORT" if self.missing_min else ""),
            "missing_min": self.missing_min,
        }

    @property
    def stored(self) -> dict[str, Any]:
        """Return the choice as a row keeps it."""
        return asdict(self)


def read(stored: Mapping[str, Any]) -> Choice:
    """Return the choice that a row keeps."""
    sights = tuple(
        Sight(path=row["path"], series=None if row["series"] is None else tuple(row["series"]))
        for row in stored["sights"]
    )
    return Choice(**{**stored, "sights": sights})


# A place of which no region is known belongs to the province, as in `access`.
CHOSEN = """
    cell.cycle_starts_on <= %(last)s AND cell.cycle_ends_before > %(first)s
AND (%(family)s = '' OR cell.family = %(family)s) AND (%(series)s = '' OR cell.series = %(series)s)
AND (%(state)s = '' OR cell.state = %(state)s) AND (%(path)s = '' OR region.path LIKE %(path)s || '%%')
AND EXISTS (
    SELECT FROM jsonb_to_recordset(%(sights)s::jsonb) AS sight(path text, series jsonb)
     WHERE coalesce(region.path, '/320000/') LIKE sight.path || '%%' AND (sight.series IS NULL OR sight.series ? cell.series))
"""
