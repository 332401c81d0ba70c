"""What is counted of each part of a requirement: categories, modes, inner spans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache

import polars as pl

from credits.policy import _cycles, _requirement
from credits.policy._reasons import collected
from credits.policy._rules import Rules, hundredths
from credits.policy._tables import Schema, nothing

SHARE = pl.Struct({"code": pl.String, "required": pl.Int64, "counted": pl.Int64, "missing": pl.Int64})
MODES = {"case": pl.Int64, "mode": pl.String, "category": pl.String} | dict.fromkeys(
    ["required", "counted", "missing"], pl.Int64
)
FIGURES = ("required", "counted", "missing")
ROLLING = {
    "case": pl.Int64,
    "code": pl.String,
    "unit": pl.String,
    "since": pl.Date,
    "category": pl.String,
} | dict.fromkeys(FIGURES, pl.Int64)
SPECIALTIES = {"case": pl.Int64} | dict.fromkeys(FIGURES, pl.Int64)
OF_ROLLING = pl.Struct({"code": pl.String, "unit": pl.String, "since": pl.Date, **dict.fromkeys(FIGURES, pl.Int64)})
INNER = pl.Struct({"starts_on": pl.Date, "required": pl.Int64, "counted": pl.Int64, "missing": pl.Int64})

# What each case has a list of.
LISTS: Schema = {"categories": SHARE, "modes": SHARE, "inner": INNER, "rolling": OF_ROLLING}


@dataclass(frozen=True)
class Parts:
    """The parts of the cases of a batch, long: one row a part."""

    categories: pl.DataFrame  # case, category, parent, ordinal, required, earned, counted, missing
    modes: pl.DataFrame  # case, mode, category, required, counted, missing
    inner: pl.DataFrame  # case, starts_on, required, counted, missing
    # case, code, unit, since, category (of which alone it is, if of one), required, counted, missing
    rolling: pl.DataFrame = field(default_factory=lambda: nothing(ROLLING))
    # case, share, number, required, counted, missing: of specialties, each with a part of its own
    specialties: pl.DataFrame = field(default_factory=lambda: nothing(SPECIALTIES))


def parts_of(cases: pl.DataFrame, lines: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> Parts:
    """Return the parts of `cases`; `lines` are the lines of each case, `carried` what was carried in."""
    inner = _inner(cases, lines, carried, rules)
    return Parts(_categories(cases, lines, carried, rules), _modes(cases, lines, rules), inner)


def least_missing(parts: Parts) -> pl.DataFrame:
    """
    Return for each case the least further hours, well chosen, that meet all its parts: case, least.

    One hour has one category, one mode and one day, so that parts of one kind add up and parts of different kinds do not. It may serve
    minimums of several years together.
    """
    of_categories = of_tops(parts).group_by("case").agg(least=pl.col("least").sum())
    further = [table for table in (parts.modes, parts.inner, parts.specialties) if table.height]
    if not further and parts.rolling.is_empty():
        return of_categories
    sums = [table.group_by("case").agg(least=pl.col("missing").sum()) for table in further]
    most = parts.rolling.group_by("case").agg(least=pl.col("missing").max())
    return pl.concat([of_categories, *sums, most]).group_by("case").agg(pl.col("least").max())


def forgiven(parts: Parts, free: pl.Expr) -> Parts:
    """Return the parts with nothing missing where `free` is true."""
    least = pl.min_horizontal("required", "counted")
    settled = [pl.when(free).then(least).otherwise("required").alias("required")]
    settled.append(pl.when(free).then(0).otherwise("missing").alias("missing"))
    return Parts(*(getattr(parts, one.name).with_columns(settled) for one in fields(parts)))


def unmet(parts: Parts) -> pl.DataFrame:
    """Return the parts that are not met: case, part."""
    day = pl.col("starts_on").dt.to_string("%Y-%m-%d")
    tables: tuple[tuple[pl.DataFrame, str, str | pl.Expr], ...] = (
        (parts.categories, "category:{}", "category"),
        (parts.modes, "mode:{}", "mode"),
        (parts.inner, "inner:{}", day),
        (parts.rolling, "rolling:{}", "code"),
        (parts.specialties, "{}", pl.lit("specialties")),
    )
    named = [
        table.filter(pl.col("missing") > 0).select("case", part=pl.format(name, value))
        for table, name, value in tables
        if table["missing"].max()
    ]
    return pl.concat([nothing({"case": pl.Int64, "part": pl.String}), *named])


def listed(parts: Parts) -> Iterator[pl.DataFrame]:
    """Yield the parts that there are as lists of structs: case and categories, case and modes, case and inner, case and rolling."""
    for name, (order, row) in _listed().items():
        table: pl.DataFrame = getattr(parts, name)
        if table.height:
            plan = table.lazy().sort("case", order).group_by("case", maintain_order=True)
            yield collected(plan.agg(row.alias(name)))


@cache
def _listed() -> Mapping[str, tuple[str, pl.Expr]]:
    """Return by what the parts of each kind are ordered, and what is said of one."""
    share = [pl.col(name).cast(pl.Int64) for name in FIGURES]
    return {
        "categories": ("ordinal", pl.struct(pl.col("category").alias("code"), *share)),
        "modes": ("mode", pl.struct(pl.col("mode").alias("code"), *share)),
        "inner": ("starts_on", pl.struct("starts_on", *share)),
        "rolling": ("code", pl.struct("code", "unit", "since", *share)),
    }


def _categories(cases: pl.DataFrame, lines: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    keys, earned, missing = ["case", "category"], *_figures()
    sums = lines.lazy().group_by(keys).agg(pl.col("hours").sum().alias("earned"))
    plan = _requirement.floors(cases.lazy(), rules).join(sums, on=keys, how="left", maintain_order="left")
    plan = plan.with_columns(earned).with_columns(pl.col("earned").alias("counted"))
    if carried.height:
        serving = carried.lazy().filter("serves").group_by(keys).agg(brought=pl.col("hours").sum())
        plan = plan.join(serving, on=keys, how="left", maintain_order="left")
        plan = plan.with_columns(counted=pl.col("earned") + pl.col("brought").fill_null(0)).drop("brought")
    counted = collected(plan.with_columns(missing))
    if not (counted["parent"].is_not_null() & (counted["counted"] != 0)).any():
        return counted
    # A part counts in the category that it is a part of, too.
    below = counted.drop_nulls("parent").group_by("case", category="parent").agg(below=pl.col("counted").sum())
    whole = counted.join(below, on=keys, how="left", maintain_order="left")
    return with_missing(whole.with_columns(counted=pl.col("counted") + pl.col("below").fill_null(0)).drop("below"))


@cache
def _figures() -> tuple[pl.Expr, pl.Expr]:
    missing = (pl.col("required") - pl.col("counted")).clip(0)
    return pl.col("earned").fill_null(0), missing.alias("missing")


def with_missing(parts: pl.DataFrame) -> pl.DataFrame:
    """Add what is `missing` of each part."""
    return parts.with_columns(_figures()[1])


def _modes(cases: pl.DataFrame, lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    if not rules.any(lambda version: version.modes):
        return nothing(MODES)
    rows = [
        (place, floor.mode, floor.category, hundredths(floor.hours))
        for place, version in enumerate(rules.versions)
        for floor in version.modes
    ]
    table = pl.DataFrame(
        rows, schema={"v": pl.Int64, "mode": pl.String, "category": pl.String, "floor": pl.Int64}, orient="row"
    )
    asked = cases.select("case", "v", "up", "down").join(table, on="v")
    asked = asked.select("case", "mode", "category", required=_requirement.scaled(pl.col("floor")))
    found = asked.join(lines.select("case", "mode", own="category", hours="hours"), on=["case", "mode"])
    found = found.filter((pl.col("own") == pl.col("category")).fill_null(value=True))
    counted = found.group_by("case", "mode").agg(counted=pl.col("hours").sum())
    return with_missing(
        asked.join(counted, on=["case", "mode"], how="left").with_columns(pl.col("counted").fill_null(0))
    )


def _inner(cases: pl.DataFrame, lines: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    schema = {"case": pl.Int64, "starts_on": pl.Date, "required": pl.Int64, "counted": pl.Int64, "missing": pl.Int64}
    if not rules.any(lambda version: version.inner):
        return nothing(schema)
    spans = cases.filter((pl.col("required") > 0) & rules.where(lambda version: version.inner)).with_columns(
        length=rules.whole(lambda version: version.inner.months if version.inner else None),
        required=rules.hours(lambda version: version.inner.hours if version.inner else None),
    )
    spans = spans.with_columns(number=pl.int_ranges(0, pl.col("months") // pl.col("length"))).explode("number")
    first = pl.col(_cycles.STARTS)
    spans = spans.with_columns(
        starts_on=first.dt.offset_by(pl.format("{}mo", pl.col("number") * pl.col("length"))),
        ends_before=first.dt.offset_by(pl.format("{}mo", (pl.col("number") + 1) * pl.col("length"))),
    )
    # Only a span that lies wholly within the duty has a minimum of its own.
    owed = (pl.col("starts_on") >= pl.col("obliged_since")).fill_null(value=True) & (
        pl.col("ends_before") <= pl.col("obliged_until")
    ).fill_null(value=True)
    spans = spans.filter(owed).select("case", "starts_on", "ends_before", "required")
    inside = pl.col("ends_on").is_between(pl.col("starts_on"), pl.col("ends_before"), closed="left")
    found = spans.join(lines.select("case", "ends_on", "hours"), on="case").filter(inside)
    counted = found.group_by("case", "starts_on").agg(counted=pl.col("hours").sum())
    joined = spans.join(counted, on=["case", "starts_on"], how="left").with_columns(pl.col("counted").fill_null(0))
    return with_missing(_brought(joined, cases, carried, rules)).select(*schema)


def _brought(spans: pl.DataFrame, cases: pl.DataFrame, carried: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Let what was carried in serve the first span, where the rulebook says so."""
    if carried.is_empty() or not rules.any(lambda version: version.carry and version.carry.serves_inner):
        return spans
    serving = cases.filter(rules.where(lambda version: version.carry and version.carry.serves_inner))
    sums = carried.group_by("case").agg(brought=pl.col("hours").sum())
    first = serving.select("case", starts_on=_cycles.STARTS).join(sums, on="case")
    spans = spans.join(first, on=["case", "starts_on"], how="left")
    return spans.with_columns(counted=pl.col("counted") + pl.col("brought").fill_null(0)).drop("brought")


def of_tops(parts: Parts) -> pl.DataFrame:
    """Return what each category that is no part of another misses at least: case, category, least."""
    own = parts.categories.with_columns(least="missing")
    keys = ["case", "category"]
    if parts.modes.height:
        modes = parts.modes.drop_nulls("category").group_by(keys).agg(also=pl.col("missing").sum())
        own = _at_least(own, modes)
    if parts.rolling.height:
        own = _at_least(own, parts.rolling.drop_nulls("category").group_by(keys).agg(also=pl.col("missing").max()))
    if own["parent"].null_count() == own.height:
        return own[[*keys, "least"]]
    if not (own["parent"].is_not_null() & (own["least"] > 0)).any():
        return own.filter(own["parent"].is_null())[[*keys, "least"]]
    below = own.drop_nulls("parent").group_by("case", category="parent").agg(below=pl.col("least").sum())
    tops = own.filter(pl.col("parent").is_null()).join(below, on=["case", "category"], how="left")
    return tops.select("case", "category", least=pl.max_horizontal("least", pl.col("below").fill_null(0)))


def _at_least(categories: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    joined = categories.join(others, on=["case", "category"], how="left")
    return joined.with_columns(least=pl.max_horizontal("least", pl.col("also").fill_null(0))).drop("also")
