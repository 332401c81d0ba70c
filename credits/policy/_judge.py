"""Judge one cycle of each case: what is asked, what counts, what is missing."""

from dataclasses import dataclass, replace

import polars as pl

from credits.policy import _cycles, _further, _handover, _parts
from credits.policy._dated import statuses
from credits.policy._known import Facts
from credits.policy._reasons import detail, note, read_out
from credits.policy._requirement import with_requirement
from credits.policy._rules import Rules
from credits.policy._tables import beside

LISTS = ["categories", "modes", "inner", "rolling", "unmet", "reasons"]
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
    spans = cases.select("case", "person", "family", _cycles.STARTS, _cycles.ENDS, "earned_after")
    lines = facts.lines.rename({_cycles.STARTS: "registered"})
    inside = pl.col("registered").is_between(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS), closed="left")
    late_enough = (pl.col("ends_on") > pl.col("earned_after")).fill_null(value=True)
    found = spans.join(lines, on=["person", "family"]).filter(inside & late_enough)
    return found.select("case", "category", "hours", "moved", "ends_on", "mode")


def _counted(cases: pl.DataFrame, lines: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    earned = lines.group_by("case").agg(earned=pl.col("hours").sum(), moved=pl.col("moved").sum())
    cases = beside(cases, earned, on=["case"])
    if carried.is_empty():
        cases = cases.with_columns(pl.lit(0, dtype=pl.Int64).alias(name) for name in ("carried_in", "refused"))
    else:
        brought = carried.group_by("case").agg(carried_in=pl.col("hours").sum(), refused=pl.col("expired").sum())
        cases = beside(cases, brought, on=["case"])
    cases = cases.with_columns(pl.col("earned", "moved", "carried_in", "refused").fill_null(0))
    clause = rules.clause(lambda version: version.carry)
    carried_in, refused = pl.col("carried_in"), pl.col("refused")
    note(cases, rules, "carried_in", carried_in, when=carried_in > 0, clause=clause)
    note(cases, rules, "expired", -refused, when=refused > 0, clause=clause)
    return cases.with_columns(counted=pl.col("earned") + carried_in)


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
    cases = cases.join(_parts.least_missing(parts), on="case", how="left")
    total = (pl.col("required") - pl.col("counted")).clip(0)
    cases = cases.with_columns(
        missing=pl.max_horizontal(total, pl.col("least").fill_null(0)), deferred=pl.lit(0, dtype=pl.Int64)
    )
    return _further.with_shares_met(cases, parts, rules)


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
    surplus = (pl.col("counted") - pl.col("required")).clip(0)
    kept = _handover.carried_out(cases, parts.categories, rules)
    cases = beside(cases, kept, on=["case"])
    lost = surplus - pl.col("carried_out").fill_null(0)
    clause = pl.coalesce(rules.clause(lambda version: version.carry), rules.clause(lambda version: version.cycle))
    note(cases, rules, "expired", -lost, when=(lost > 0) & (pl.col("required") > 0), clause=clause)


def _standings(judged: pl.DataFrame, parts: _parts.Parts, rules: Rules) -> pl.DataFrame:
    short = judged.filter(pl.col("counted") < pl.col("required")).select("case", part=pl.lit("total"))
    unmet = pl.concat([short, _parts.unmet(parts)]).group_by("case").agg(unmet=pl.col("part").sort())
    reasons = (
        read_out(rules, "case").sort("case", "ordinal").group_by("case", maintain_order=True).agg(reasons=detail())
    )
    table = judged
    for other in (*_parts.listed(parts), unmet, reasons):
        table = beside(table, other, on=["case"])
    table = table.with_columns(
        version=rules.text(lambda version: version.id),
        version_digest=rules.text(lambda version: version.digest),
        deadline=pl.col(_cycles.ENDS).dt.offset_by("-1d"),
        met=pl.col("unmet").is_null(),
        **{name: pl.col(name).fill_null([]) for name in LISTS},
    )
    return table.sort("case").select(COLUMNS)
