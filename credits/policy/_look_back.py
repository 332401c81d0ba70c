"""The years that a title application looks back on."""

from collections.abc import Sequence

import polars as pl

from credits.policy._handover import HANDED
from credits.policy._judge import Judgement, judge
from credits.policy._known import Facts
from credits.policy._rules import Rules, hundredths, rules_of
from credits.policy._schema import Version
from credits.policy._stand import facts_of, placed
from credits.policy._tables import APPLICATIONS, completed
from credits.policy.steps.versions import chosen

ANSWER = [
    "person",
    "family",
    "applying_in",
    "level",
    "review_level",
    "version",
    "met",
    "total",
    "missing",
    "categories",
    "years",
    "sums",
    "unmet",
]


def look_back(
    *,
    lines: pl.DataFrame,
    people: pl.DataFrame,
    applications: pl.DataFrame,
    versions: Sequence[Version],
    dated: pl.DataFrame | None = None,
    openings: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return for each application whether the years looked back on suffice: see the docstring of the package for the columns."""
    rules = rules_of(versions)
    facts = facts_of(lines, people, dated, openings, rules)
    asked = (
        completed(applications, APPLICATIONS)
        .with_row_index("application")
        .with_columns(pl.col("application").cast(pl.Int64))
    )
    years = _years(asked.lazy(), rules, facts).collect(engine="in-memory")
    judgement = judge(years, pl.DataFrame(schema=HANDED), rules, facts)
    years = years.join(judgement.judged.select("case", "required", "counted", "missing"), on="case")
    categories = judgement.parts.categories.join(years.select("case", "application", "year", "v"), on="case")
    return _answer(asked, _tested(years, judgement, rules), categories, rules)


def _years(asked: pl.LazyFrame, rules: Rules, facts: Facts) -> pl.LazyFrame:
    """Return one case for each year looked back on; hours earned before the title or the transfer do not count."""
    day = pl.date(pl.col("applying_in") - 1, 12, 31)
    applied = chosen(asked, rules, day=day).filter(pl.col("v").is_not_null())
    number, included = (
        _years_of(rules),
        rules.where(lambda version: version.look_back and version.look_back.include_application_year),
    )
    last = pl.col("applying_in") - (~included).cast(pl.Int64)
    years = applied.with_columns(year=pl.int_ranges(last - number + 1, last + 1)).explode("year").drop_nulls("year")
    years = _since(years, rules, facts).rename({"v": "asked_under"}).with_columns(on=pl.date(pl.col("year"), 12, 31))
    cases = placed(years, rules, facts, day="on").with_columns(target_level=pl.coalesce("level", "target_level"))
    return cases.sort("application", "year").with_row_index("case").with_columns(pl.col("case").cast(pl.Int64))


def _years_of(rules: Rules) -> pl.Expr:
    number: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for place, version in enumerate(rules.versions):
        for level, years in (version.look_back.years if version.look_back else {}).items():
            number = (
                pl.when((pl.col("v") == place) & (pl.col("level") == level))
                .then(pl.lit(years, dtype=pl.Int64))
                .otherwise(number)
            )
    return number


def _since(years: pl.LazyFrame, rules: Rules, facts: Facts) -> pl.LazyFrame:
    titles = facts.dated.lazy().filter(pl.col("kind") == "title").select("person", published="since")
    before = years.select("application", "person", "applying_in").join(titles, on="person")
    before = before.filter(pl.col("published").dt.year() < pl.col("applying_in"))
    latest = before.group_by("application").agg(pl.col("published").max())
    moved = facts.people.lazy().select("person", "transferred_on")
    years = years.join(latest, on="application", how="left").join(moved, on="person", how="left")
    titled = pl.when(rules.where(lambda version: version.look_back and version.look_back.since_title)).then("published")
    arrived = pl.when(rules.where(lambda version: version.look_back and version.look_back.since_transfer)).then(
        "transferred_on"
    )
    return years.with_columns(earned_after=pl.max_horizontal(titled, arrived)).drop("published", "transferred_on")


def _tested(years: pl.DataFrame, judgement: Judgement, rules: Rules) -> pl.DataFrame:
    """Add what the rules of the reviewing level ask of each year, and whether the year stands alone or adds to others."""
    alone = ~rules.where(lambda version: version.look_back and version.look_back.accumulates)
    province = rules.whole(lambda version: hundredths(version.look_back.province_hours) if version.look_back else None)
    required = (
        pl.when(pl.col("review_level") == "province").then(pl.coalesce(province, "required")).otherwise("required")
    )
    parts = judgement.parts.categories.lazy().group_by("case").agg(parts=pl.col("missing").sum())
    table = years.lazy().join(parts, on="case", how="left").with_columns(required=required, alone=alone)
    short = (pl.col("required") - pl.col("counted")).clip(0)
    return table.with_columns(missing=pl.max_horizontal(short, pl.col("parts").fill_null(0), "missing")).collect(
        engine="in-memory"
    )


def _answer(asked: pl.DataFrame, years: pl.DataFrame, categories: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    marked = _named(years.lazy(), rules).join(_shares(categories.lazy(), "case"), on="case", how="left")
    marked = marked.with_columns(short=pl.col("alone") & (pl.col("missing") > 0))
    figures = ("year", "version", "required", "counted", "missing", "alone", "categories")
    by_year = marked.group_by("application").agg(
        version=pl.col("asked_version").first(),
        total=pl.col("counted").sum(),
        alone=pl.col("missing").filter("alone").sum(),
        short=pl.col("year").filter("short").cast(pl.String),
        years=pl.struct(*figures, met=~pl.col("short")).sort_by("year"),
    )
    parts = categories.lazy().group_by("application", "ordinal", "category").agg(pl.col("counted").sum())
    counted = pl.struct(pl.col("category").alias("code"), "counted")
    of_all = parts.sort("application", "ordinal").group_by("application", maintain_order=True).agg(categories=counted)
    table = asked.lazy()
    for other in (by_year, _sums(years, categories, rules), of_all):
        table = table.join(other, on="application", how="left")
    unmet = pl.concat_list(pl.col("short").fill_null([]), pl.col("unmet").fill_null([])).list.sort()
    each, together = pl.col("alone").fill_null(0) + pl.col("pooled").fill_null(0), pl.col("least").fill_null(0)
    table = table.with_columns(
        unmet=unmet,
        met=unmet.list.len() == 0,
        missing=pl.max_horizontal(each, together),
        total=pl.col("total").fill_null(0),
    )
    return table.sort("application").select(ANSWER).collect(engine="in-memory")


def _named(years: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    names = {place: version.id for place, version in enumerate(rules.versions)}
    return years.with_columns(
        version=pl.col("v").replace_strict(names, default=None, return_dtype=pl.String),
        asked_version=pl.col("asked_under").replace_strict(names, default=None, return_dtype=pl.String),
    )


def _shares(categories: pl.LazyFrame, key: str) -> pl.LazyFrame:
    share = pl.struct(pl.col("category").alias("code"), "required", "counted", "missing")
    return categories.sort(key, "ordinal").group_by(key, maintain_order=True).agg(categories=share)


def _sums(years: pl.DataFrame, categories: pl.DataFrame, rules: Rules) -> pl.LazyFrame:
    """Test the sums: of all years where the rulebook says so, and of the years whose hours accumulate."""
    wanted = [
        (place, code)
        for place, version in enumerate(rules.versions)
        if version.look_back
        for code in version.look_back.sums
    ]
    table = pl.DataFrame(wanted, schema={"asked_under": pl.Int64, "part": pl.String}, orient="row").lazy()
    total = years.lazy().select("application", "asked_under", "alone", "required", "counted", part=pl.lit("total"))
    under = years.lazy().select("case", "asked_under", "alone")
    parts = (
        categories.lazy()
        .join(under, on="case")
        .select("application", "asked_under", "alone", "required", "counted", part="category")
    )
    both = pl.concat([total, parts])
    whole = both.join(table, on=["asked_under", "part"], how="semi").with_columns(pool=pl.lit("all"))
    pooled = both.filter(~pl.col("alone")).with_columns(pool=pl.lit("pooled"))
    tested = pl.concat([whole, pooled]).group_by("application", "pool", "part").agg(pl.col("required", "counted").sum())
    tested = tested.with_columns(missing=(pl.col("required") - pl.col("counted")).clip(0))
    named = pl.when(pl.col("part") == "total").then(pl.col("part")).otherwise(pl.format("category:{}", "part"))
    of_all, of_pool = pl.col("pool") == "all", pl.col("pool") == "pooled"
    is_total = pl.col("part") == "total"
    return tested.group_by("application").agg(
        unmet=named.filter(pl.col("missing") > 0).unique(),
        sums=pl.struct(pl.col("part").alias("code"), "pool", "required", "counted", "missing").sort_by(
            "pool", ~is_total, "part"
        ),
        least=pl.max_horizontal(
            pl.col("missing").filter(of_all & is_total).sum(), pl.col("missing").filter(of_all & ~is_total).sum()
        ),
        pooled=pl.max_horizontal(
            pl.col("missing").filter(of_pool & is_total).sum(), pl.col("missing").filter(of_pool & ~is_total).sum()
        ),
    )
