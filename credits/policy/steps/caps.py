"""Caps on an item, on a stay, on activities in a cycle or year. First come, first served."""

from decimal import Decimal

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy._schema_base import parts
from credits.policy._schema_earning import Cap
from credits.policy._tables import of_rows


def items(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Cap each item: in hours, in years' worth, or by the length of the stay."""
    if not rules.any(
        lambda version: any(row.item_cap or row.item_cap_years or row.tiers for row in version.activities)
    ):
        return frame
    tier = _tier(rules)
    cap = pl.coalesce(tier, "item_cap", pl.col("item_cap_years") * pl.col("worth"))
    frame = frame.with_columns(cap=cap, by_tier=tier.is_not_null(), thing=pl.coalesce("item", pl.format("#{}", "row")))
    room = _room(pl.col("cap"), ["who", "activity", "thing"])
    over = (pl.col("hours") > room).fill_null(value=False)
    frame = frame.with_columns(room=room, over=over)
    for code, when in {"tier": pl.col("by_tier"), "item_cap": ~pl.col("by_tier")}.items():
        frame = cut(
            frame,
            rules,
            code,
            to=pl.col("room"),
            when=pl.col("over") & when,
            value=pl.col("cap"),
            fact=pl.col("months_of_stay"),
            clause=pl.col("row_clause"),
        )
    return frame


def activities(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Cap what one activity, or a group of them, earns in a cycle or calendar year."""
    for place, version in enumerate(rules.versions):
        for cap in version.caps:
            frame = _capped(frame, rules, place, cap)
    return frame


def _capped(frame: pl.DataFrame, rules: Rules, place: int, cap: Cap) -> pl.DataFrame:
    concerned = (pl.col("v") == place) & pl.col("activity").is_in(list(cap.activities))
    for fact, allowed in {"mode": cap.modes, "level": cap.levels, "organiser": cap.organisers}.items():
        if allowed:
            concerned &= pl.col(fact).fill_null("unstated").is_in(list(allowed))
    limit = most(cap.hours, cap.share)
    span = pl.col("ends_on").dt.year() if cap.per == "year" else pl.col("cycle_starts_on")
    earning = frame.filter(concerned.fill_null(value=False) & (pl.col("hours") > 0))
    room = _room(limit, ["who", "span", "organiser"] if cap.each_organiser else ["who", "span"])
    rooms = earning.with_columns(span=span).select("row", "hours", room=room).filter(pl.col("hours") > pl.col("room"))
    if rooms.is_empty():
        return frame
    frame = frame.with_columns(of_rows(frame, rooms, "room"))
    code = "activity_cap" if len(cap.activities) == 1 else "group_cap"
    clause = rules.clause_number(rules.versions[place], cap)
    over, activity = pl.col("room").is_not_null(), pl.col("activity")
    return cut(frame, rules, code, to=pl.col("room"), when=over, value=limit, text=activity, clause=clause)


def most(hours: Decimal, share: str | None) -> pl.Expr:
    """Return the limit of a cap: its hours, or its share of what the version asks of the person."""
    if share is None:
        return pl.lit(int(hours * 100), dtype=pl.Int64)
    above, below = parts(share)
    return pl.col("worth") * above // below


def _room(cap: pl.Expr, partition: list[str]) -> pl.Expr:
    before = pl.col("hours").cum_sum().over(partition) - pl.col("hours")
    return (cap - before).clip(0)


def _tier(rules: Rules) -> pl.Expr:
    stay = pl.col("months_of_stay")
    tier: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for place, version in enumerate(rules.versions):
        for row in version.activities:
            for step in row.tiers:
                reached = (pl.col("v") == place) & pl.col("activity").is_in(list(row.codes)) & (stay >= step.months)
                tier = pl.when(reached).then(pl.lit(int(step.hours * 100), dtype=pl.Int64)).otherwise(tier)
    return tier
