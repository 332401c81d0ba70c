"""Which day of a claim decides its cycle; and hours that count session by session, day by day."""

from collections.abc import Iterator

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import note
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_conduct import Crediting
from credits.policy.steps.gates import concerned

EARLIER = {_cycles.STARTS: "earlier_starts", _cycles.ENDS: "earlier_ends"}


def credited_on(rules: Rules) -> pl.Expr:
    """Return the day that decides the cycle of a claim, as the version of its last day says."""
    last = pl.col("ends_on")
    days = {"on_pass": pl.coalesce("passed_on", last), "at_year_end": pl.date(last.dt.year(), 12, 31)}
    day: pl.Expr = last
    for row, whom in _rows(rules):
        day = pl.when(whom).then(days.get(row.when, last)).otherwise(day)
    return day


def by_session(lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give each cycle the hours of the days that lie in it, where the rulebook credits each session for itself."""
    if not rules.any(_per_session):
        return lines
    each: pl.Expr = pl.lit(value=False)
    for row, whom in _rows(rules):
        each = pl.when(whom).then(pl.lit(row.when == "per_session")).otherwise(each)
    # What is spread over cycles by a rule of its own is not spread by days as well.
    whole = (pl.col("share") == pl.col("hours")) & (pl.col("spread_cycles").fill_null(1) == 1)
    over = (each & whole & (pl.col("hours") > 0) & (pl.col("starts_on") < pl.col(_cycles.STARTS))).fill_null(
        value=False
    )
    crossing = lines.filter(over)
    if crossing.is_empty():
        return lines
    return pl.concat([lines.filter(~over), *_parts(crossing, rules)]).sort("row", "reached")


def _per_session(version: Version) -> Crediting | None:
    return next((row for row in version.crediting if row.when == "per_session"), None)


def _rows(rules: Rules) -> Iterator[tuple[Crediting, pl.Expr]]:
    """Yield rows and the claims they concern, the first row of a version last: it is the one that holds."""
    for place, version in enumerate(rules.versions):
        for row in reversed(version.crediting):
            whom = (pl.col("v") == place) & concerned(tuple(row.activities), tuple(row.modes))
            yield row, whom.fill_null(value=False)


def _parts(lines: pl.DataFrame, rules: Rules) -> Iterator[pl.DataFrame]:
    """Yield what each cycle has, the last cycle first."""
    columns, clause = lines.columns, rules.clause(_per_session)
    lines = lines.with_columns(whole=pl.col("hours"), until=pl.col("ends_on").dt.offset_by("1d"))
    while lines.height:
        lines = _with_the_cycle_before(lines, rules)
        # Days that lie in no cycle stay with the first that there is.
        begins = pl.max_horizontal("starts_on", _cycles.STARTS)
        since = pl.when(pl.col(EARLIER[_cycles.STARTS]).is_null()).then("starts_on").otherwise(begins)
        hours = _hours_before(pl.col("until")) - _hours_before(since)
        part = lines.with_columns(hours=hours, share=hours, since=since)
        note(part, rules, "spread", 0, when=hours > 0, value=hours, day=pl.col(_cycles.STARTS), clause=clause)
        yield part.select(columns)
        turned = {name: pl.col(earlier) for name, earlier in EARLIER.items()}
        going = part.filter(pl.col("since") > pl.col("starts_on")).with_columns(**turned, until=pl.col("since"))
        lines = going.with_columns(reached=pl.col("reached") - 1, moved=pl.lit(0, dtype=pl.Int64)).drop("since")


def _with_the_cycle_before(lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    found = _cycles.with_cycle(lines, rules, day=pl.col(_cycles.STARTS).dt.offset_by("-1d"))
    return lines.with_columns(found[name].alias(earlier) for name, earlier in EARLIER.items())


def _hours_before(day: pl.Expr) -> pl.Expr:
    """Return the hours of the days before `day`: by the number of days, so that the parts add up to the whole."""
    first, after = pl.col("starts_on"), pl.col("ends_on").dt.offset_by("1d")
    return pl.col("whole") * (day - first).dt.total_days() // (after - first).dt.total_days()
