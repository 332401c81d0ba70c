"""Standings before beside standings after."""

import polars as pl

KEYS = ["person", "family", "cycle_starts_on"]
SUMS = ["required", "counted", "missing"]
SIDE = [*KEYS, "cycle_ends_before", "version_digest", "state", *SUMS, "path", "employer"]
# A rulebook that takes somebody from another answers the same question: what is owed for these months.
SAME_CYCLE = ["person", "cycle_starts_on", "cycle_ends_before"]


def compared(before: pl.DataFrame, after: pl.DataFrame, *, digest: str) -> pl.DataFrame:
    """
    Return a row for each standing that is another one after, or is under the version tried (`digest`).

    Columns: person, cycle, family, state, required, counted, missing, each `_before` and `_after` (null where there is none), path,
    employer. Where a rulebook decides no longer and another begins to, both are one row.
    """
    both = _side(before, "before").join(_side(after, "after"), on=KEYS, how="full", coalesce=True)
    both = both.with_columns(
        family_before=pl.when(pl.col("state_before").is_not_null()).then("family"),
        family_after=pl.when(pl.col("state_after").is_not_null()).then("family"),
    )
    both = both.with_columns(pl.coalesce("cycle_ends_before", "ends_after").alias("cycle_ends_before"))
    both = both.drop("ends_after", "family").collect(engine="in-memory").lazy()
    paired = _paired(both)
    same = [pl.col(f"{name}_before").eq_missing(pl.col(f"{name}_after")) for name in ("state", "family", *SUMS)]
    untouched = pl.all_horizontal(same) & (pl.col("digest_after") != digest).fill_null(value=True)
    found = paired.filter(~untouched).with_columns(
        path=pl.coalesce("path_after", "path_before"), employer=pl.coalesce("employer_after", "employer_before")
    )
    columns = [f"{name}_{side}" for name in ("family", "state", *SUMS) for side in ("before", "after")]
    return found.select(*SAME_CYCLE, *columns, "path", "employer").sort(*SAME_CYCLE).collect(engine="in-memory")


def _side(standings: pl.DataFrame, name: str) -> pl.LazyFrame:
    ends = "cycle_ends_before" if name == "before" else "ends_after"
    named = {column: f"{column}_{name}" for column in ("state", *SUMS, "path", "employer")}
    frame = standings.lazy().select(SIDE).rename({**named, "version_digest": f"digest_{name}"})
    return frame if name == "before" else frame.rename({"cycle_ends_before": ends})


def _paired(both: pl.LazyFrame) -> pl.LazyFrame:
    """Make one row of what vanishes and what appears for the same person and cycle."""
    gone = both.filter(pl.col("state_after").is_null())
    new = both.filter(pl.col("state_before").is_null())
    stays = both.filter(pl.col("state_after").is_not_null() & pl.col("state_before").is_not_null())
    befores = [name for name in both.collect_schema() if name.endswith("_before") and name not in SAME_CYCLE]
    afters = [name for name in both.collect_schema() if name.endswith("_after")]
    keys = [*SAME_CYCLE, "number"]
    left = _numbered(gone, "family_before").select(*keys, *befores)
    right = _numbered(new, "family_after").select(*keys, *afters)
    pairs = left.join(right, on=keys, how="full", coalesce=True).drop("number")
    return pl.concat([stays, pairs], how="diagonal")


def _numbered(rows: pl.LazyFrame, family: str) -> pl.LazyFrame:
    # Several of either: the first with the first, in the order of their names.
    return rows.sort(*SAME_CYCLE, family).with_columns(number=pl.int_range(pl.len()).over(SAME_CYCLE))
