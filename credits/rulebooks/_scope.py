"""Which rulebook decides for whom on which day."""

from collections.abc import Collection
from datetime import date

import polars as pl

from credits.rulebooks._facts import Facts, humans, read_facts
from credits.rulebooks._versions import Books, books
from learning.accounts.enums import FactKind, Series


def applicable(person_ids: Collection[int], on: date) -> dict[int, tuple[str, ...]]:
    """Return the families that decide for each of these persons on `on`, sorted."""
    who = humans(person_ids)
    asked = pl.DataFrame({"person": list(who.ids)}, schema={"person": pl.Int64}).with_columns(on=pl.lit(on))
    found = applicable_on(asked, facts=read_facts(who), held=books())
    families: dict[int, list[str]] = {}
    for human, _day, family, _version in found.sort("person", "family").iter_rows():
        families.setdefault(human, []).append(family)

    return {person: tuple(families.get(who.of_record[person], ())) for person in person_ids}


def applicable_on(asked: pl.DataFrame, *, facts: Facts, held: Books) -> pl.DataFrame:
    """
    Return person, on, family, version for each row of `asked` (person, on): the rules that decide then.

    Within one series the most specific scope wins: special over general. One that names the series beats one for everybody of the
    same or a wider region, the deeper region beats the wider one; of two that are equal, or each more specific in its way, both decide.
    """
    days = asked.lazy().select("person", "on").unique()
    spans = facts.spans.lazy()
    placed = _series(days, spans).join(_regions(days, spans), on=["person", "on"], how="left")
    holds = (pl.col("starts") <= pl.col("on")) & (pl.col("ends").is_null() | (pl.col("on") < pl.col("ends")))
    concerns = (pl.col("scope_series") == "") | (pl.col("scope_series") == pl.col("series"))
    lies_within = pl.col("path").fill_null("").str.starts_with(pl.col("scope_path"))
    scoped = placed.join(held.scope.lazy(), how="cross").filter(holds & concerns & lies_within)
    deciding = scoped.filter(_most_specific()).select("person", "on", "family", "version").unique()
    return deciding.sort("person", "on", "family").collect(engine="in-memory")


def _most_specific() -> pl.Expr:
    asked, for_everybody = ["person", "on", "series"], pl.col("scope_series") == ""
    deepest_alike = pl.col("depth").max().over(*asked, "scope_series")
    deepest_special = pl.col("depth").filter(~for_everybody).max().over(*asked)
    is_beaten = for_everybody & (pl.col("depth") <= deepest_special).fill_null(value=False)
    return (pl.col("depth") == deepest_alike) & ~is_beaten


def places_on(days: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return each row of `days` (person, on) with the `region`, its `path`, and the `employer` of that day, null where not stated."""
    keys = ["person", "on"]
    asked, spans = days.lazy(), facts.spans.lazy()
    employers = (
        _on_the_day(asked, spans, FactKind.EMPLOYER)
        .sort("since", "fact")
        .group_by(keys)
        .agg(employer=pl.col("organisation").last())
    )
    placed = asked.join(_regions(asked, spans), on=keys, how="left").join(employers, on=keys, how="left")
    return placed.collect(engine="in-memory")


def _series(days: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    stated = _on_the_day(days, spans, FactKind.SERIES).select("person", "on", series="code").unique()
    return days.join(stated, on=["person", "on"], how="left").with_columns(
        pl.col("series").fill_null(Series.GENERAL.value)
    )


def _regions(days: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    # Two regions on one day: the one that began later holds.
    there = _on_the_day(days, spans, FactKind.REGION).sort("since", "fact")
    return there.group_by("person", "on").agg(pl.col("region", "path").last())


def _on_the_day(days: pl.LazyFrame, spans: pl.LazyFrame, kind: FactKind) -> pl.LazyFrame:
    holds = (pl.col("since") <= pl.col("on")) & (
        pl.col("ends_before").is_null() | (pl.col("on") < pl.col("ends_before"))
    )
    return days.join(spans.filter(pl.col("kind") == kind.value), on="person").filter(holds)
