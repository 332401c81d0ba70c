"""Hours that were claimed after the deadline."""

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy.steps.gates import concerned


def in_time(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for what was claimed too late, unless it was approved afterwards where the rulebook lets it be."""
    if not rules.any(lambda version: version.claim):
        return frame
    deadline: pl.Expr = pl.lit(None, dtype=pl.Date)
    year = pl.col(_cycles.ENDS).dt.offset_by("-1d").dt.year()
    for place, version in enumerate(rules.versions):
        if version.claim:
            last = version.claim.deadline
            concerns = ((pl.col("v") == place) & concerned(version.claim.activities, ())).fill_null(value=False)
            deadline = (
                pl.when(concerns).then(pl.date(year + last.year_offset, last.month, last.day)).otherwise(deadline)
            )
    frame = frame.with_columns(claimed_until=deadline)
    until = pl.col("claimed_until")
    may_be_approved = rules.where(lambda version: version.claim and version.claim.late == "approve")
    afterwards = pl.col("late_approved_on").is_not_null() | (pl.col("approved_on") > until).fill_null(value=False)
    approved = (may_be_approved & afterwards).fill_null(value=False)
    late = (pl.col("declared_on") > until).fill_null(value=False) & ~approved
    clause = rules.clause(lambda version: version.claim)
    return cut(frame, rules, "too_late", to=0, when=late, day=until, clause=clause)
