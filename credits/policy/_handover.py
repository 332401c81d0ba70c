"""What a cycle leaves to the next: a surplus, a shortfall, hours deferred or moved by an audit."""

import polars as pl

from credits.policy import _cycles
from credits.policy._known import Facts
from credits.policy._reasons import note
from credits.policy._rules import Rules, hundredths
from credits.policy._schema import Version
from credits.policy._tables import nothing

HANDED = {"person": pl.Int64, "family": pl.String, "kind": pl.String, "category": pl.String, "hours": pl.Int64}
GIVEN = {"case": pl.Int64, "v": pl.Int64, "kind": pl.String, "category": pl.String, "hours": pl.Int64}
CARRIED = {"case": pl.Int64, "hours": pl.Int64, "category": pl.String, "expired": pl.Int64, "serves": pl.Boolean}
UNSPLIT = ""
# The rules by which a shortfall raises what is required, and the reason that each gives.
MADE_UP = {"shortfall": "make_up", "unverified": "audit_shortfall"}


def hands_over(version: Version) -> bool:
    """Return whether a cycle of this version depends on the one before."""
    return any((version.carry, version.shortfall, version.deferral, version.unverified))


def handed_in(cases: pl.DataFrame, handed: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return what each case starts with: case, v, kind, category, hours. A stated opening replaces what was worked out."""
    if facts.openings.is_empty() and handed.is_empty():
        return nothing(GIVEN)
    openings = facts.openings.with_columns(pl.col("category").fill_null(UNSPLIT))
    inside = pl.col("on").is_between(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS), closed="left")
    own = (
        cases.select("case", "v", "person", "family", _cycles.STARTS, _cycles.ENDS)
        .join(openings, on=["person", "family"])
        .filter(inside)
    )
    stated = [
        own.filter(pl.col(column).is_not_null()).select(
            "case", "v", "category", kind=pl.lit(kind), hours=pl.col(column)
        )
        for column, kind in {"carried_in": "carried", "shortfall": "shortfall"}.items()
    ]
    worked_out = cases.select("case", "v", "person", "family").join(handed, on=["person", "family"])
    replaced = pl.col("kind").is_in(["carried", "shortfall"]) & pl.col("case").is_in(own["case"].implode())
    parts = [*stated, worked_out.filter(~replaced)]
    return pl.concat([part.select("case", "v", "kind", "category", "hours") for part in parts])


def carried(given: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return what of a surplus serves: case, category, hours, expired, serves (whether it counts in its category too)."""
    if given.is_empty():
        return nothing(CARRIED)
    given = (
        given.filter(pl.col("kind") == "carried")
        .group_by("case", "v", "category")
        .agg(pl.col("hours").sum())
        .sort("case", "category")
    )
    most = rules.whole(_most)
    allowed: pl.Expr = pl.lit(value=False)
    alone: pl.Expr = pl.lit(None, dtype=pl.String)
    for place, version in enumerate(rules.versions):
        if version.carry:
            codes = version.carry.categories
            fits = pl.col("category").is_in([*codes, UNSPLIT]) if codes else pl.lit(value=True)
            allowed |= (pl.col("v") == place) & fits
            if len(codes) == 1:
                alone = pl.when(pl.col("v") == place).then(pl.lit(codes[0])).otherwise(alone)
    given = given.with_columns(stated=pl.col("hours"), hours=pl.when(allowed).then("hours").otherwise(0), most=most)
    before = pl.col("hours").cum_sum().over("case") - pl.col("hours")
    given = given.with_columns(hours=pl.min_horizontal("hours", (pl.col("most") - before).clip(0)))
    settled = pl.when(pl.col("category") == UNSPLIT).then(pl.coalesce(alone, "category")).otherwise("category")
    serves = rules.where(lambda version: version.carry and version.carry.serves_categories)
    return given.select("case", "hours", category=settled, expired=pl.col("stated") - pl.col("hours"), serves=serves)


def _most(version: Version) -> int | None:
    if version.carry is None:
        return 0
    return hundredths(version.carry.max)


def raised(cases: pl.DataFrame, given: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Raise `required` by what was deferred, moved by an audit, or is to be made up; floors follow in `with_named`."""
    if given.is_empty():
        return cases
    codes = {"deferred": ("deferred", "deferral"), "moved": ("audit_shortfall", "unverified")}
    sums = given.group_by("case", "kind").agg(pl.col("hours").sum())
    for kind, (code, name) in codes.items():
        cases = _raise(cases, sums.filter(pl.col("kind") == kind), code, rules, name=name)
    short = sums.filter(pl.col("kind") == "shortfall").join(cases.select("case", "v"), on="case")
    for name, code in MADE_UP.items():
        concerned = rules.where(lambda version, name=name: _raises(version, name))  # type: ignore[misc]
        cases = _raise(cases, short.filter(concerned), code, rules, name=name)
    return cases


def with_named(parts: pl.DataFrame, given: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Raise the floors of the categories in which an earlier cycle was short: what is made up is made up in them."""
    named = given.filter((pl.col("kind") == "shortfall") & (pl.col("category") != UNSPLIT))
    if named.is_empty():
        return parts
    made_up = rules.where(lambda version: any(_raises(version, name) for name in MADE_UP))
    short = named.filter(made_up).group_by("case", "category").agg(more=pl.col("hours").sum())
    found = parts.join(short, on=["case", "category"], how="left", maintain_order="left")
    return found.with_columns(required=pl.col("required") + pl.col("more").fill_null(0)).drop("more")


def _raises(version: Version, name: str) -> bool:
    if name == "unverified":
        return version.unverified is not None
    return version.shortfall is not None and version.shortfall.kind == "make_up"


def _raise(cases: pl.DataFrame, sums: pl.DataFrame, code: str, rules: Rules, *, name: str) -> pl.DataFrame:
    if sums.is_empty():
        return cases
    cases = cases.join(sums.select("case", raise_by="hours"), on="case", how="left", maintain_order="left")
    extra = rules.hours(lambda version: version.shortfall.extra if version.shortfall and name == "shortfall" else None)
    more = pl.col("raise_by").fill_null(0)
    more = pl.when(more > 0).then(more + extra.fill_null(0)).otherwise(0)
    clause = rules.clause(lambda version: getattr(version, name))
    note(cases, rules, code, more, when=more > 0, clause=clause)
    return cases.with_columns(required=pl.col("required") + more).drop("raise_by")


def left_over(judged: pl.DataFrame, parts: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return what the judged cycles hand on."""
    base = judged.select("case", "person", "family", "v", *KEPT)
    surplus = base.join(carried_out(base, parts, rules), on="case")
    surplus = surplus.select("person", "family", "category", hours="carried_out", kind=pl.lit("carried"))
    short = base.filter(rules.where(lambda version: version.shortfall and version.shortfall.kind == "first"))
    categories = parts.filter(pl.col("missing") > 0).select("case", "category", hours="missing")
    by_category = short.join(categories, on="case").select(
        "person", "family", "case", "category", "hours", kind=pl.lit("shortfall")
    )
    rest = short.join(categories.group_by("case").agg(named=pl.col("hours").sum()), on="case", how="left")
    rest = rest.select(
        "person",
        "family",
        category=pl.lit(UNSPLIT),
        hours=pl.col("missing") - pl.col("named").fill_null(0),
        kind=pl.lit("shortfall"),
    )
    deferred = base.select("person", "family", category=pl.lit(UNSPLIT), hours="deferred", kind=pl.lit("deferred"))
    moved = base.select("person", "family", category=pl.lit(UNSPLIT), hours="moved", kind=pl.lit("moved"))
    handed = pl.concat([part.select(*HANDED) for part in (surplus, by_category, rest, deferred, moved)])
    return handed.filter(pl.col("hours") > 0)


KEPT = ("obliged_since", _cycles.STARTS, _cycles.ENDS, "required", "full", "counted", "missing", "deferred", "moved")


def carried_out(base: pl.DataFrame, parts: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return what of a surplus serves the next cycle: case, category, carried_out."""
    if not rules.any(lambda version: version.carry):
        return nothing({"case": pl.Int64, "category": pl.String, "carried_out": pl.Int64})
    allowed: pl.Expr = pl.lit(value=False)
    alone: pl.Expr = pl.lit(UNSPLIT)
    for place, version in enumerate(rules.versions):
        if version.carry:
            codes = version.carry.categories
            allowed |= (pl.col("v") == place) & (pl.col("category").is_in(list(codes)) if codes else pl.lit(value=True))
            if len(codes) == 1:
                alone = pl.when(pl.col("v") == place).then(pl.lit(codes[0])).otherwise(alone)
    not_at_first = rules.where(lambda version: version.carry and not version.carry.first_cycle)
    begun_here = pl.col("obliged_since").is_between(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS), closed="left")
    above = (pl.col("counted") - pl.col("required")).clip(0)
    # An exemption lowers what is owed; it makes no hours that could be used elsewhere.
    owed = pl.max_horizontal("required", "full")
    free = parts.join(base.select("case", "v"), on="case").filter(allowed)
    free = free.group_by("case").agg(free=pl.min_horizontal("earned", above).sum())
    limit = rules.whole(_most)
    found = base.join(free, on="case").filter(~(not_at_first & begun_here.fill_null(value=False)))
    return found.select(
        "case", category=alone, carried_out=pl.min_horizontal("free", (pl.col("counted") - owed).clip(0), limit)
    )
