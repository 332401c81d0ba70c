"""What a result is told apart by: city, series, years of career, kind of employer."""

import polars as pl

from credits import recount, rulebooks
from learning.accounts.enums import FactKind, Series
from learning.accounts.models import Organisation

# The first year of each span of career, and how the span is called.
CAREERS = ((0, "0-4"), (5, "5-9"), (10, "10-19"), (20, "20-"))
CITY = 2  # place of the city's code in a path: /320000/320100/320102/


def grouped(standings: pl.DataFrame, cases: recount.Known, books: rulebooks.Books) -> pl.DataFrame:
    """Add `city`, `series`, `career`, `employer_kind` as they are on the last day of the cycle; an empty text where nobody said."""
    series = {row.family: row.scope_series or Series.GENERAL.value for row in (*books.older, *books.holding)}
    parts = pl.col("path").str.split("/")
    city = pl.coalesce(parts.list.get(CITY, null_on_oob=True).replace("", None), parts.list.get(1, null_on_oob=True))
    family = pl.coalesce("family_after", "family_before")
    found = standings.lazy().with_columns(
        city=city.fill_null(""),
        series=family.replace_strict(series, default=Series.GENERAL.value, return_dtype=pl.String),
        on=pl.col("cycle_ends_before").dt.offset_by("-1d"),
    )
    found = _with_career(found, cases)
    return _with_employer_kind(found, cases).drop("on", "path", "employer").collect(engine="in-memory")


def _with_career(found: pl.LazyFrame, cases: recount.Known) -> pl.LazyFrame:
    lowest = cases.records.lazy().group_by("case").agg(human=pl.col("record").min())
    since = cases.facts.people.lazy().select("obliged_since", case="person").join(lowest, on="case")
    found = found.join(since.select("obliged_since", "case", person="human"), on="person", how="left")
    years = (pl.col("on") - pl.col("obliged_since")).dt.total_days() // 365
    career = pl.lit("")
    for first, name in CAREERS:
        career = pl.when(years >= first).then(pl.lit(name)).otherwise(career)
    return found.with_columns(career=career).drop("obliged_since")


def _with_employer_kind(found: pl.LazyFrame, cases: recount.Known) -> pl.LazyFrame:
    """What the fact says of that employment comes before what the organisation says of itself."""
    kinds = _kinds_of(found.select("employer").unique().collect(engine="in-memory")).lazy()
    spans = cases.facts.spans.lazy().filter(pl.col("kind") == FactKind.EMPLOYER.value)
    stated = (
        found.select("case", "on")
        .unique()
        .join(spans.select("since", "ends_before", "code", "fact", case="person"), on="case")
    )
    holds = (pl.col("since") <= pl.col("on")) & (
        pl.col("ends_before").is_null() | (pl.col("on") < pl.col("ends_before"))
    )
    on_day = stated.filter(holds).sort("since", "fact").group_by("case", "on").agg(stated_kind=pl.col("code").last())
    found = found.join(kinds, on="employer", how="left").join(on_day, on=["case", "on"], how="left")
    kind = pl.coalesce(pl.col("stated_kind").replace("", None), pl.col("own_kind")).fill_null("")
    return found.with_columns(employer_kind=kind).drop("stated_kind", "own_kind", "case")


def _kinds_of(employers: pl.DataFrame) -> pl.DataFrame:
    rows = Organisation.objects.filter(pk__in=employers["employer"].drop_nulls().to_list()).order_by("pk")
    kinds = list(rows.values_list("pk", "employer_kind"))
    return pl.DataFrame(kinds, schema={"employer": pl.Int64, "own_kind": pl.String}, orient="row")
