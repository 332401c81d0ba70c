"""Claims to amounts, in one columnar call."""

from collections.abc import Mapping, Sequence

import polars as pl

from credits import policy
from credits.recount._known import Known
from credits.recount._reading import Slice
from credits.recount._statements import READ

KEYS = ["claim", "family", "cycle_starts_on", "cycle_ends_before", "category"]
LINES = {
    "claim": pl.Int64,
    "family": pl.String,
    "cycle_starts_on": pl.Date,
    "cycle_ends_before": pl.Date,
    "category": pl.String,
    "hours": pl.Int64,
}


def evaluated(
    held: Slice, cases: Known, pins: pl.DataFrame, versions: Sequence[policy.Version]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Return what the rules give (`LINES`, without zeros), and the reasons, of the claims that `pins` (case, claim, family, version) name.

    All live claims of a case are evaluated together, each under the version (a digest) that is pinned.
    """
    counting = _once_a_human(held, cases)
    asked = counting.join(pins.lazy(), on=["case", "claim"]).rename({"case": "person"})
    deciding = set(pins["version"])
    awards = policy.award(
        claims=asked.collect(engine="in-memory"),
        people=cases.facts.people,
        dated=cases.facts.dated,
        openings=cases.openings,
        versions=[version for version in versions if version.digest in deciding],
    )
    return awards.lines.filter(pl.col("hours") != 0), awards.reasons


def pins_of(held: Slice, cases: Known, digests: Mapping[int, str]) -> pl.DataFrame:
    """Return case, claim, family, version: under which version the live claims of each case stay, those of its joined records too."""
    kept = held.newest.lazy().drop_nulls("version").join(held.live.lazy(), on="claim", how="semi")
    named = kept.with_columns(pl.col("version").replace_strict(digests, return_dtype=pl.String))
    in_cases = named.join(cases.records.lazy(), on="record")
    return in_cases.select("case", "claim", "family", "version").collect(engine="in-memory")


def _once_a_human(held: Slice, cases: Known) -> pl.LazyFrame:
    """Return the live claims of each case, in the order of `position`; the same key in two records is the same attendance."""
    claims = cases.records.lazy().join(held.live.lazy(), on="record")
    if cases.records["case"].n_unique() < cases.records.height:
        claims = claims.sort("case", "place", "record", "claim")
        claims = claims.unique(["case", "key"], keep="first", maintain_order=True)
        claims = claims.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64).over("case"))
    return claims.select("case", "claim", *READ, position="place")
