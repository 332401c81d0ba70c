"""What few rulebooks ask: shares of what was earned, minimums of several years, days of grace. Without them nothing is worked out."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from credits.policy import _cycles, _parts, _rolling
from credits.policy._known import Facts
from credits.policy._reasons import note
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_base import parts as parts_of_share
from credits.policy._schema_duty import Floor

SHARES = {"v": pl.Int64, "category": pl.String, "above": pl.Int64, "below": pl.Int64, "clause": pl.Int64}
STATUSES = {"provisional": "暂按未达标登记，仍可使用\nprovisional", "inactive": "宽限期内暂停使用\ninactive"}
KEYS = ["case", "category"]


def parts_of(judged: pl.DataFrame, parts: _parts.Parts, rules: Rules, facts: Facts) -> _parts.Parts:
    """Return `parts` with those that look at more than the hours of the cycle, and at shares of what was earned."""
    if facts.detailed is not None:
        rolling = _rolling.minimums(judged, rules, facts)
        parts = replace(parts, rolling=rolling, specialties=_rolling.of_specialties(judged, rules, facts))
    if not rules.any(_by_earned):
        return parts
    return replace(parts, categories=_of_earned(judged, parts.categories, rules))


def with_shares_met(judged: pl.DataFrame, parts: _parts.Parts, rules: Rules) -> pl.DataFrame:
    """
    Raise `missing` to what also meets the shares of what is earned.

    Each further hour, whatever it is missing for, raises them: the least number is the first that is enough for itself.
    """
    if not rules.any(_by_earned):
        return judged
    shares = _owing(judged, rules).drop("clause")
    counted = parts.categories.select(*KEYS, own="counted")
    tops = _parts.of_tops(parts).join(counted, on=KEYS).join(shares, on=KEYS, how="left")
    table = tops.join(judged.select("case", "missing", everything="counted"), on="case")
    found = table.select("case", more="missing").unique()
    going = True
    while going:
        share = (pl.col("everything") + pl.col("more")) * pl.col("above")
        asked = -(-share // pl.col("below")) - pl.col("own")
        needed = pl.max_horizontal("least", asked).sum()
        wider = (
            table.join(found, on="case").group_by("case").agg(more=pl.max_horizontal(needed, pl.col("more").first()))
        )
        wider = found.select("case").join(wider, on="case", how="left", maintain_order="left")
        going = not wider["more"].equals(found["more"])
        found = wider
    joined = judged.join(found, on="case", how="left", maintain_order="left")
    return joined.with_columns(missing=pl.coalesce("more", "missing")).drop("more")


def with_grace(judged: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add `grace_until`, the last day on which who is short is so only for the time being."""
    if not rules.any(lambda version: version.grace):
        return judged.with_columns(grace_until=pl.lit(None, dtype=pl.Date))
    days = rules.whole(lambda version: version.grace.days if version.grace else None)
    last = pl.col(_cycles.ENDS).dt.offset_by("-1d") + pl.duration(days=days)
    judged = judged.with_columns(grace_until=pl.when(pl.col("missing") > 0).then(last))
    status = rules.text(lambda version: STATUSES[version.grace.status] if version.grace else None)
    details = {"day": pl.col("grace_until"), "text": status, "clause": rules.clause(lambda version: version.grace)}
    note(judged, rules, "grace", 0, when=pl.col("grace_until").is_not_null(), **details)
    return judged


def _by_earned(version: Version) -> bool:
    return next(_floors(version), None) is not None


def _floors(version: Version) -> Iterator[Floor]:
    return (floor for floor in version.floors if floor.base == "earned" and floor.share)


def _owing(judged: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return which shares of what is earned each case owes: case, category, above, below, clause, counted; nobody exempt owes any."""
    rows = [
        (place, floor.category, *parts_of_share(floor.share or ""), rules.clause_number(version, floor))
        for place, version in enumerate(rules.versions)
        for floor in _floors(version)
    ]
    table = pl.DataFrame(rows, schema=SHARES, orient="row")
    return judged.filter(pl.col("required") > 0).select("case", "v").join(table, on="v").drop("v")


def _of_earned(judged: pl.DataFrame, categories: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    owing = _owing(judged, rules).join(judged.select("case", everything="counted"), on="case")
    table = categories.join(owing, on=KEYS, how="left", maintain_order="left")
    above, below = pl.col("above"), pl.col("below")
    asked = -(-pl.col("everything") * above // below)
    # Hours of this category alone raise what it must reach, too.
    alone = -((below * pl.col("counted") - pl.col("everything") * above) // (below - above))
    table = table.with_columns(
        required=pl.max_horizontal("required", asked), missing=pl.max_horizontal("missing", alone)
    )
    share = pl.format("{}/{}", above, below)
    details = {"value": pl.col("required"), "fact": pl.col("counted"), "text": share, "clause": pl.col("clause")}
    note(table, rules, "share_of_earned", 0, when=(alone > 0).fill_null(value=False), **details)
    return table.select(categories.columns)
