"""Duties that are owed in part: by days instead of months, or less by hours."""

import polars as pl

from credits.policy import _cycles
from credits.policy._dated import statuses
from credits.policy._known import Facts
from credits.policy._reasons import note
from credits.policy._rules import Rules, hundredths
from credits.policy._schema import Version


def with_days(cases: pl.DataFrame, spans: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Set `whole` and `owed` to days where the rulebook counts days; `spans` are those in which nothing is owed."""
    if not rules.any(_by_day):
        return cases
    within = cases.select("case", _cycles.STARTS, _cycles.ENDS).join(spans, on="case")
    first, end = pl.max_horizontal("since", _cycles.STARTS), pl.min_horizontal("before", _cycles.ENDS)
    off = within.group_by("case").agg(off=(end - first).dt.total_days().clip(0).sum())
    cases = cases.join(off, on="case", how="left", maintain_order="left")
    by_day, days = rules.where(_by_day), (pl.col(_cycles.ENDS) - pl.col(_cycles.STARTS)).dt.total_days()
    owed = pl.when(pl.col("off") > 0).then(days - pl.col("off"))
    return cases.with_columns(
        whole=pl.when(by_day).then(days).otherwise("whole"), owed=pl.when(by_day).then(owed).otherwise("owed")
    ).drop("off")


def reduced(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Lower what is required by the hours that a status takes off; floors fall in proportion."""
    if not rules.any(lambda version: any(rule.reduce for rule in version.exemptions)):
        return cases
    spans = cases.select("case", "person", "v", _cycles.STARTS, _cycles.ENDS).join(statuses(facts.dated), on="person")
    spans = spans.filter((pl.col("since") < pl.col(_cycles.ENDS)) & (pl.col("before") > pl.col(_cycles.STARTS)))
    for place, version in enumerate(rules.versions):
        for rule in version.exemptions:
            if rule.reduce is None:
                continue
            whom = (pl.col("v") == place) & (pl.col("code") == rule.status) & agreed(needed=rule.consent)
            free = pl.col("case").is_in(spans.filter(whom)["case"].unique().implode())
            clause = pl.lit(rules.clause_number(version, rule), dtype=pl.Int64)
            cases = _less(cases, rules, hundredths(rule.reduce) or 0, when=free, clause=clause)
    return cases


def agreed(*, needed: bool) -> pl.Expr:
    """Return whether the employer agreed, where that is needed; where nobody says, it did."""
    return pl.col("consent").fill_null(value=True) if needed else pl.lit(value=True)


def _less(cases: pl.DataFrame, rules: Rules, hours: int, *, when: pl.Expr, clause: pl.Expr) -> pl.DataFrame:
    # What is left of the requirement is the part that is owed.
    owed = -((-pl.col("required") * pl.col("up")) // pl.col("down"))
    taken = pl.min_horizontal(owed, pl.lit(hours, dtype=pl.Int64))
    when = when & (owed > 0)
    note(cases, rules, "exempt", -taken, when=when, clause=clause)
    return cases.with_columns(
        up=pl.when(when).then(owed - taken).otherwise("up"), down=pl.when(when).then("required").otherwise("down")
    )


def _by_day(version: Version) -> bool:
    return version.entry is not None and version.entry.by == "day"
