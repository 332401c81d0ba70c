"""Into which categories hours go: filling one after the other, and the cap of a category."""

from collections.abc import Mapping

import polars as pl

from credits.policy._cycles import STARTS
from credits.policy._reasons import cut, note
from credits.policy._rules import Rules, hundredths
from credits.policy.steps.caps import most

GROUP = ["who", STARTS]


def fill(lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Let converted hours fill the first category up to its floor, then the next; the last takes the rest."""
    if not rules.any(lambda version: any(row.fill for row in version.activities)):
        return lines
    filling = pl.col("fills") & (pl.col("hours") > 0) & (pl.col("fill").list.len() > 1)
    lines = lines.with_columns(filling=filling.fill_null(value=False), first_floor=_first_floor(rules))
    if not lines["filling"].any():
        return lines
    lines = lines.join(_filled(lines), on=["row", "reached"], how="left", maintain_order="left")
    rest = lines.filter(pl.col("filling") & (pl.col("hours") > pl.col("taken")))
    rest = rest.with_columns(
        hours=pl.col("hours") - pl.col("taken"),
        category=pl.col("fill").list.get(1, null_on_oob=True),
        moved=pl.lit(0, dtype=pl.Int64),
    )
    details = {"value": pl.col("hours"), "text": pl.col("category"), "clause": pl.col("row_clause")}
    note(rest, rules, "filled_other_category", 0, when=pl.col("hours") > 0, **details)
    kept = lines.with_columns(hours=pl.when("filling").then("taken").otherwise("hours"))
    kept = kept.filter(~pl.col("filling") | (pl.col("hours") > 0))
    return pl.concat([kept, rest]).sort("row", "reached", maintain_order=True)


def cap(lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Cap what a category counts in a cycle."""
    for place, version in enumerate(rules.versions):
        for rule in version.category_caps:
            concerned = ((pl.col("v") == place) & (pl.col("category") == rule.category)).fill_null(value=False)
            limit = most(rule.hours, rule.share)
            rooms = _over(lines.filter(concerned), limit)
            if rooms.is_empty():
                continue
            lines = lines.drop("room", strict=False).join(
                rooms, on=["row", "reached", "category"], how="left", maintain_order="left"
            )
            over, clause = concerned & pl.col("room").is_not_null(), rules.clause_number(version, rule)
            details = {"value": limit, "text": pl.col("category"), "clause": clause}
            lines = cut(lines, rules, "category_cap", to=pl.col("room"), when=over, **details)
    return lines


def _over(lines: pl.DataFrame, limit: pl.Expr) -> pl.DataFrame:
    """Return for each of `lines` with more hours than the lines before it have left how many these are: `room`."""
    room = (limit - (pl.col("hours").cum_sum().over(GROUP) - pl.col("hours"))).clip(0)
    rooms = lines.select("row", "reached", "category", "hours", room=room)
    return rooms.filter(pl.col("hours") > pl.col("room")).drop("hours")


def _first_floor(rules: Rules) -> pl.Expr:
    floors: Mapping[tuple[int, str], int | None] = {
        (place, floor.category): hundredths(floor.hours)
        for place, version in enumerate(rules.versions)
        for floor in version.floors
    }
    found: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for (place, code), hours in floors.items():
        found = (
            pl.when((pl.col("v") == place) & (pl.col("fill").list.first() == code))
            .then(pl.lit(hours, dtype=pl.Int64))
            .otherwise(found)
        )
    return found


def _filled(lines: pl.DataFrame) -> pl.DataFrame:
    """Return what each filling line leaves in its first category (`taken`)."""
    # A recurrence: the room that a line finds is what the lines before it, filling or declared, have left.
    concerned = lines.filter(pl.col("filling").any().over(GROUP)).with_columns(turn=pl.int_range(pl.len()).over(GROUP))
    turns = concerned["turn"].max()
    full = (
        concerned.select(GROUP)
        .unique()
        .with_columns(full=pl.lit(0, dtype=pl.Int64), first=pl.lit(None, dtype=pl.String))
    )
    first = concerned.filter("filling").group_by(GROUP).agg(first=pl.col("fill").list.first().first())
    full = full.drop("first").join(first, on=GROUP, nulls_equal=True)
    found = [pl.DataFrame(schema={"row": lines.schema["row"], "reached": pl.Int64, "taken": pl.Int64})]
    for turn in range(int(turns) + 1 if isinstance(turns, int) else 0):
        now = (
            concerned.filter(pl.col("turn") == turn).join(full, on=GROUP, nulls_equal=True).with_columns(taken=_taken())
        )
        found.append(now.filter("filling").select("row", "reached", "taken"))
        full = full.join(now.select(*GROUP, "taken"), on=GROUP, how="left", nulls_equal=True)
        full = full.with_columns(full=pl.col("full") + pl.col("taken").fill_null(0)).drop("taken")
    return pl.concat(found)


def _taken() -> pl.Expr:
    room = (pl.col("first_floor") - pl.col("full")).clip(0)
    own = pl.when(pl.col("category") == pl.col("first")).then("hours").otherwise(0)
    return pl.when("filling").then(pl.min_horizontal("hours", room)).otherwise(own)
