"""Which rulebook decides for whom on which day."""

from collections.abc import Collection
from datetime import date

import polars as pl

from credits.rulebooks._facts import Facts, humans, read_facts
from credits.rulebooks._specific import OF_A_DAY
from credits.rulebooks._versions import Books, books
from learning.accounts.enums import FactKind, Series

# Of so many kinds of people it is worth while to remember which rules decide.
FEW = 50
REMEMBERED = 5000  # then it begins anew, so that a process does not grow


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

    Within one series the most specific scope wins: the deeper region, then the narrower kinds of employer, target levels and (where a
    column `review_level` of `asked` says before which committee a title is applied for) committees. What names the series beats what is
    for everybody of the same or a wider region. Of two that do not beat one another both decide: see `tied_on`.
    """
    columns = ["person", "on", "family", "version"]
    deciding = _deciding(asked, facts=facts, held=held).select(columns).unique()
    return deciding.sort("person", "on", "family")


def tied_on(asked: pl.DataFrame, *, facts: Facts, held: Books) -> pl.DataFrame:
    """Return person, on, series, family, version for each row of `asked` for which several families decide within one series."""
    keys = ["person", "on", "series"]
    deciding = _deciding(asked, facts=facts, held=held).select(*keys, "family", "version").unique()
    tied = deciding.filter(pl.col("family").n_unique().over(keys) > 1)
    return tied.sort(*keys, "family")


def _deciding(asked: pl.DataFrame, *, facts: Facts, held: Books) -> pl.DataFrame:
    committee = [column for column in asked.columns if column == "review_level"]
    days = asked.lazy().select("person", "on", *committee).unique()
    spans = facts.spans.lazy()
    placed = _series(days, spans).join(_regions(days, spans), on=["person", "on"], how="left")
    placed = _narrowed(placed, facts, held)
    narrowing = [side for side in held.narrowing if side in {*OF_A_DAY, *committee}]
    # Thousands are alike in all that a scope asks for, and on days between which no version begins or ends: they are asked about once.
    alike = ["turn", "series", "path", *narrowing]
    everybody = placed.with_columns(pl.col("path").fill_null(""), turn=_turn(held)).collect(engine="in-memory")
    kinds = everybody.group_by(alike).agg(pl.col("on").first())
    rank = "rank_before_committee" if committee else "rank"
    found = _scoped(kinds, alike, rank, held) if kinds.height > FEW else _known(kinds, alike, rank, held)
    return everybody.join(found, on=alike, nulls_equal=True)


def _known(kinds: pl.DataFrame, alike: list[str], rank: str, held: Books) -> pl.DataFrame:
    """Return what `_scoped` does, of a few kinds: which rules decide for one is worked out once."""
    names, memory = (rank, *alike), held.deciding
    if len(memory) > REMEMBERED:
        memory.clear()
    # Another thread may begin anew meanwhile: what was found once is held here.
    known = {kind: memory.get((*names, *kind)) for kind in kinds.select(alike).iter_rows()}
    new = [found is None for found in known.values()]
    if any(new):
        asked = kinds.filter(pl.Series(new))
        found = _scoped(asked, alike, rank, held)
        parts = found.partition_by(alike, as_dict=True)
        for kind in asked.select(alike).iter_rows():
            known[kind] = memory[(*names, *kind)] = parts.get(kind, found.clear())
    theirs = [one for one in known.values() if one is not None]
    return pl.concat(theirs) if theirs else _scoped(kinds, alike, rank, held)


def _scoped(kinds: pl.DataFrame, alike: list[str], rank: str, held: Books) -> pl.DataFrame:
    """Return the rows of the scopes that decide for each kind of people, of whom `on` is one's day."""
    holds = (pl.col("starts") <= pl.col("on")) & (pl.col("ends").is_null() | (pl.col("on") < pl.col("ends")))
    concerns = (pl.col("scope_series") == "") | (pl.col("scope_series") == pl.col("series"))
    lies_within = pl.col("path").str.starts_with(pl.col("scope_path"))
    narrowing = [side for side in held.narrowing if side in alike]
    scoped = kinds.lazy().join(held.scope.lazy(), how="cross")
    scoped = scoped.filter(holds & concerns & lies_within, *map(_names, narrowing))
    return scoped.filter(_most_specific(pl.col(rank), alike)).drop("on").collect(engine="in-memory")


def _turn(held: Books) -> pl.Expr:
    """Return how many times until `on` a version began or ended."""
    turns = {date.min, *(reach.starts for reach in held.reaches), *(reach.ends for reach in held.reaches if reach.ends)}
    return pl.lit(pl.Series(sorted(turns), dtype=pl.Date)).search_sorted(pl.col("on"), side="right")


def _most_specific(rank: pl.Expr, asked: list[str]) -> pl.Expr:
    for_everybody = pl.col("scope_series") == ""
    highest_alike = rank.max().over(*asked, "scope_series")
    highest_special = rank.filter(~for_everybody).max().over(*asked)
    is_beaten = for_everybody & (rank <= highest_special).fill_null(value=False)
    return (rank == highest_alike) & ~is_beaten


def _narrowed(placed: pl.LazyFrame, facts: Facts, held: Books) -> pl.LazyFrame:
    """Add the facts that some scope asks for besides series and region, as they were on the day."""
    keys, days = ["person", "on"], placed.select("person", "on").unique()
    if "employer_kind" in held.narrowing:
        employers = _on_the_day(days, facts.spans.lazy(), FactKind.EMPLOYER).sort("since", "fact")
        kinds = employers.group_by(keys).agg(employer_kind=pl.col("code").last())
        placed = placed.join(kinds, on=keys, how="left").with_columns(pl.col("employer_kind").fill_null(""))
    if "target_level" in held.narrowing:
        stated = facts.dated.lazy().filter(pl.col("kind") == FactKind.TARGET_LEVEL.value.lower())
        levels = days.join(stated, on="person").filter(_holds_on_the_day()).sort("since")
        aims = levels.group_by(keys).agg(target_level=pl.col("code").last())
        placed = placed.join(aims, on=keys, how="left").with_columns(pl.col("target_level").fill_null(""))
    return placed


def _names(side: str) -> pl.Expr:
    """Return whether the scope names the fact; a committee that nobody asked about is named by every scope."""
    named = pl.col(f"scope_{side}")
    is_named = (named.list.len() == 0) | named.list.contains(pl.col(side))
    return is_named | pl.col(side).is_null()


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
    return days.join(spans.filter(pl.col("kind") == kind.value), on="person").filter(_holds_on_the_day())


def _holds_on_the_day() -> pl.Expr:
    has_begun = pl.col("since").is_null() | (pl.col("since") <= pl.col("on"))
    return has_begun & (pl.col("ends_before").is_null() | (pl.col("on") < pl.col("ends_before")))
