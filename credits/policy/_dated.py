"""Facts of a person that hold from a day until a day."""

import polars as pl

FIRST_DAY = pl.date  # read with (1, 1, 1): a fact without a beginning holds always


def with_level(frame: pl.DataFrame, dated: pl.DataFrame, *, day: pl.Expr) -> pl.DataFrame:
    """Add `target_level`, the title that the person works towards on `day`; the rows are in order of `day` then."""
    levels = dated.filter(pl.col("kind") == "target_level").with_columns(pl.col("since").fill_null(FIRST_DAY(1, 1, 1)))
    levels = levels.sort("since").select("person", "since", "ends_before", target_level="code")
    found = (
        frame.with_columns(fact_day=day)
        .sort("fact_day")
        .join_asof(levels, left_on="fact_day", right_on="since", by="person", check_sortedness=False)
    )
    over = (pl.col("fact_day") >= pl.col("ends_before")).fill_null(value=False)
    return found.with_columns(target_level=pl.when(~over).then("target_level")).drop(
        "fact_day", "since", "ends_before", strict=False
    )


def statuses(dated: pl.DataFrame) -> pl.DataFrame:
    """Return the spans of statuses: person, code, consent, since, until before."""
    spans = dated.filter(pl.col("kind") == "status")
    return spans.select(
        "person",
        "code",
        "consent",
        since=pl.col("since").fill_null(FIRST_DAY(1, 1, 1)),
        before=pl.col("ends_before").fill_null(FIRST_DAY(9999, 12, 31)),
    )
