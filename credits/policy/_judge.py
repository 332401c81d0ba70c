"""Judge one cycle of each case: what is asked, what counts, what is missing."""

from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from credits.policy import _cycles, _further, _handover, _parts
from credits.policy._dated import statuses
from credits.policy._known import Facts
from credits.policy._reasons import DETAIL, Reason, collected, detail, note, read_out, weighed
from credits.policy._requirement import with_requirement
from credits.policy._rules import Rules
from credits.policy._tables import Schema, beside

LISTS: Schema = {**_parts.LISTS, "unmet": pl.String, "reasons": DETAIL}
SUMMARY = ["required", "counted", "missing", "met", *LISTS, "carried_in", "grace_until"]
COLUMNS = ["person", "family", "version", "version_digest", _cycles.STARTS, _cycles.ENDS, "deadline", *SUMMARY]


@dataclass(frozen=True)
class Judgement:
    """The standings, and what they were worked out from."""

    standings: pl.DataFrame
    judged: pl.DataFrame
    parts: _parts.Parts


def judge(cases: pl.DataFrame, handed: pl.DataFrame, rules: Rules, facts: Facts) -> Judgement:
    """Return the standing of each case (`case`, `v`, its cycle, `earned_after` and the person's facts), starting with what was handed on."""
    rules = rules.afresh()
    lines = lines_of(cases, facts)
    given = _handover.handed_in(cases, handed, facts)
    carried = _handover.carried(given, rules)
    asked = _handover.raised(with_requirement(cases, rules, facts), given, rules)
    parts = _parts.parts_of(asked, lines, carried, rules)
    if given.height:
        floors = _parts.with_missing(_handover.with_named(parts.categories, given, rules))
        parts = replace(parts, categories=floors)
    judged = _counted(asked, lines, carried, rules)
    judged, parts = _filled_first(judged, given, parts, rules)
    parts = _further.parts_of(judged, parts, rules, facts)
    judged = _missing(judged, parts, rules)
    judged, parts = _deferred(judged, parts, rules, facts)
    judged = _further.with_grace(judged, rules)
    _say_what_expires(judged, parts, rules)
    return Judgement(_standings(judged, parts, rules), judged, parts)


def lines_of(cases: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return the lines of each case: those of cycles that begin within its own, and were earned after `earned_after`."""
    spans = cases[:, ["case", "person", "family", _cycles.STARTS, _cycles.ENDS, "earned_after"]].lazy()
    lines = facts.lines.lazy().select(_of_lines())
    found = spans.join(lines, on=["person", "family"]).filter(_counts())
    return collected(found.select("case", "category", "hours", "moved", "ends_on", "mode"))


@cache
def _of_lines() -> list[pl.Expr]:
    named = ("person", "family", "category", "hours", "moved", "ends_on", "mode")
    return [*(pl.col(name) for name in named), pl.col(_cycles.STARTS).alias("registered")]


@cache
def _counts() -> pl.Expr:
    inside = pl.col("registered").is_between(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS), closed="left")
    return inside & (pl.col("ends_on") > pl.col("earned_after")).fill_null(value=True)


def _counted(cases: pl.DataFrame, lines: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    sums, filled = _summed()
    plan = cases.lazy().join(lines.lazy().group_by("case").agg(sums), on="case", how="left", maintain_order="left")
    if carried.is_empty():
        return collected(plan.with_columns_seq(filled))
    brought = carried.group_by("case").agg(carried_in=pl.col("hours").sum(), refused=pl.col("expired").sum())
    cases = beside(collected(plan), brought, on=["case"])
    cases = cases.with_columns(pl.col("earned", "moved", "carried_in", "refused").fill_null(0))
    clause = rules.clause(lambda version: version.carry)
    carried_in, refused = pl.col("carried_in"), pl.col("refused")
    note(cases, rules, "carried_in", carried_in, when=carried_in > 0, clause=clause)
    note(cases, rules, "expired", -refused, when=refused > 0, clause=clause)
    return cases.with_columns(counted=pl.col("earned") + carried_in)


@cache
def _summed() -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Return what is summed of the lines of each case, and what the case has then, where nothing was carried in."""
    earned, none = pl.col("earned").fill_null(0), pl.lit(0, dtype=pl.Int64)
    sums = [pl.col("hours").sum().alias("earned"), pl.col("moved").sum()]
    return sums, [
        earned,
        pl.col("moved").fill_null(0),
        earned.alias("counted"),
        none.alias("carried_in"),
        none.alias("refused"),
    ]


def _filled_first(
    cases: pl.DataFrame, given: pl.DataFrame, parts: _parts.Parts, rules: Rules
) -> tuple[pl.DataFrame, _parts.Parts]:
    """Let hours fill an earlier shortfall before they count for this cycle."""
    first = rules.where(lambda version: version.shortfall and version.shortfall.kind == "first")
    if not rules.any(lambda version: version.shortfall and version.shortfall.kind == "first"):
        return cases, parts
    owed = given.filter(first & (pl.col("kind") == "shortfall"))
    cases = cases.join(owed.group_by("case").agg(debt=pl.col("hours").sum()), on="case", how="left")
    used = pl.min_horizontal(pl.col("debt").fill_null(0), "counted")
    clause = rules.clause(lambda version: version.shortfall)
    note(cases, rules, "shortfall_first", -used, when=used > 0, clause=clause)
    cases = cases.with_columns(used=used, counted=pl.col("counted") - used)
    categories = _lowered(parts.categories, owed, cases.select("case", "used"))
    return cases, replace(parts, categories=categories)


def _lowered(parts: pl.DataFrame, owed: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    """Take from the categories named; the rest first from what no floor needs."""
    named = owed.group_by("case", "category").agg(named=pl.col("hours").sum())
    parts = (
        parts.join(used, on="case", how="left")
        .join(named, on=["case", "category"], how="left")
        .sort("case", "required", "ordinal")
    )
    parts = parts.with_columns(own=pl.min_horizontal(pl.col("named").fill_null(0), "counted"))
    parts = parts.with_columns(
        rest=(pl.col("used").fill_null(0) - pl.col("own").sum().over("case")).clip(0),
        counted=pl.col("counted") - pl.col("own"),
    )
    for available in ((pl.col("counted") - pl.col("required")).clip(0), pl.col("counted")):
        parts = parts.with_columns(available=available)
        before = pl.col("available").cum_sum().over("case") - pl.col("available")
        parts = parts.with_columns(taken=pl.min_horizontal("available", (pl.col("rest") - before).clip(0)))
        parts = parts.with_columns(
            counted=pl.col("counted") - pl.col("taken"), rest=pl.col("rest") - pl.col("taken").sum().over("case")
        )
    return _parts.with_missing(parts.drop("used", "named", "own", "rest", "available", "taken"))


def _missing(cases: pl.DataFrame, parts: _parts.Parts, rules: Rules) -> pl.DataFrame:
    plan = cases.lazy().join(_parts.least_missing(parts).lazy(), on="case", how="left", maintain_order="left")
    return _further.with_shares_met(collected(plan.with_columns_seq(_at_least())), parts, rules)


@cache
def _at_least() -> list[pl.Expr]:
    total = (pl.col("required") - pl.col("counted")).clip(0)
    missing = pl.max_horizontal(total, pl.col("least").fill_null(0))
    return [missing.alias("missing"), pl.lit(0, dtype=pl.Int64).alias("deferred")]


def _deferred(
    cases: pl.DataFrame, parts: _parts.Parts, rules: Rules, facts: Facts
) -> tuple[pl.DataFrame, _parts.Parts]:
    """Move what is missing to the next cycle where a status allows it."""
    if not rules.any(lambda version: version.deferral):
        return cases, parts
    spans = cases.select("case", "person", "v", _cycles.STARTS, _cycles.ENDS).join(statuses(facts.dated), on="person")
    inside = (pl.col("since") < pl.col(_cycles.ENDS)) & (pl.col("before") > pl.col(_cycles.STARTS))
    allowed: pl.Expr = pl.lit(value=False)
    for place, version in enumerate(rules.versions):
        if version.deferral:
            allowed |= (pl.col("v") == place) & pl.col("code").is_in(list(version.deferral.statuses))
    free = spans.filter(inside & allowed)["case"].unique()
    moved = pl.when(pl.col("case").is_in(free.implode())).then("missing").otherwise(0)
    clause = rules.clause(lambda version: version.deferral)
    cases = cases.with_columns(deferred=moved)
    note(cases, rules, "deferred", -pl.col("deferred"), when=pl.col("deferred") > 0, clause=clause)
    cases = cases.with_columns(
        required=pl.when(pl.col("deferred") > 0).then(pl.min_horizontal("required", "counted")).otherwise("required"),
        missing=pl.col("missing") - pl.col("deferred"),
    )
    return cases, _parts.forgiven(parts, pl.col("case").is_in(free.implode()))


def _say_what_expires(cases: pl.DataFrame, parts: _parts.Parts, rules: Rules) -> None:
    """Say what of a surplus serves no later cycle."""
    kept = _handover.carried_out(cases, parts.categories, rules)
    weighed(beside(cases, kept, on=["case"]), rules, rules.once(_expiring))


def _expiring(rules: Rules) -> list[Reason]:
    surplus = (pl.col("counted") - pl.col("required")).clip(0)
    lost = surplus - pl.col("carried_out").fill_null(0)
    clause = pl.coalesce(rules.clause(lambda version: version.carry), rules.clause(lambda version: version.cycle))
    return [Reason("expired", (lost > 0) & (pl.col("required") > 0), -lost, details={"clause": clause})]


def _standings(judged: pl.DataFrame, parts: _parts.Parts, rules: Rules) -> pl.DataFrame:
    short = judged.filter(judged["counted"] < judged["required"]).select("case", part=pl.lit("total"))
    table = judged
    for other in _parts.listed(parts):
        table = beside(table, other, on=["case"])
    unmet = pl.concat([short, _parts.unmet(parts)])
    if unmet.height:
        table = beside(table, unmet.group_by("case").agg(unmet=pl.col("part").sort()), on=["case"])
    if rules.noted:
        said = read_out(rules, "case").lazy().sort("case", "ordinal").group_by("case", maintain_order=True)
        table = beside(table, collected(said.agg(detail().alias("reasons"))), on=["case"])
    told = table.with_columns(rules.once(_told, frozenset(LISTS) - set(table.columns)))
    return told.sort("case")[COLUMNS]


def _told(rules: Rules, lacking: frozenset[str]) -> list[pl.Expr]:
    """Return what is said of each case besides; of lists there are none `lacking` anywhere."""
    lists = [
        (pl.lit(None, dtype=pl.List(kind)) if name in lacking else pl.col(name)).fill_null([]).alias(name)
        for name, kind in LISTS.items()
    ]
    return [
        rules.text(lambda version: version.id).alias("version"),
        rules.text(lambda version: version.digest).alias("version_digest"),
        pl.col(_cycles.ENDS).dt.offset_by("-1d").alias("deadline"),
        (pl.lit(value=True) if "unmet" in lacking else pl.col("unmet").is_null()).alias("met"),
        *lists,
    ]
