"""Which rulebook decides for whom on which day."""

from collections.abc import Collection
from datetime import date
from functools import cache

import polars as pl

from credits.models.tables import planned
from credits.rulebooks._facts import Facts, humans, read_facts
from credits.rulebooks._specific import OF_A_DAY
from credits.rulebooks._versions import Books, books
from learning.accounts.enums import FactKind, Series

# Of so many kinds of people it is worth while to remember which rules decide.
FEW = 50
PLACES = ("region", "path", "employer")
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


def applicable_on(asked: pl.DataFrame, *, facts: Facts, held: Books, placed: bool = False) -> pl.DataFrame:
    """
    Return person, on, family, version for each row of `asked` (person, on): the rules that decide then.

    Where `placed`, with the `region`, its `path`, and the `employer` of that day as `places_on` says them.

    Within one series the most specific scope wins: the deeper region, then the narrower kinds of employer, target levels and (where a
    column `review_level` of `asked` says before which committee a title is applied for) committees. What names the series beats what is
    for everybody of the same or a wider region. Of two that do not beat one another both decide: see `tied_on`.
    """
    places = PLACES if placed else ()
    deciding = _deciding(asked, facts=facts, held=held, places=places)
    deciding = deciding.select("person", "on", "family", "version", *places)
    if FactKind.SERIES.value in facts.kinds:
        # One family may decide for several series of a person.
        deciding = deciding.unique()
    return planned(deciding.sort("person", "on", "family"))


def tied_on(asked: pl.DataFrame, *, facts: Facts, held: Books) -> pl.DataFrame:
    """Return person, on, series, family, version for each row of `asked` for which several families decide within one series."""
    keys = ["person", "on", "series"]
    deciding = planned(_deciding(asked, facts=facts, held=held).select(*keys, "family", "version").unique())
    tied = deciding.filter(pl.col("family").n_unique().over(keys) > 1)
    return tied.sort(*keys, "family")


def _deciding(asked: pl.DataFrame, *, facts: Facts, held: Books, places: Collection[str] = ()) -> pl.LazyFrame:
    committee = [column for column in asked.columns if column == "review_level"]
    narrowing = [side for side in held.narrowing if side in {*OF_A_DAY, *committee}]
    # Thousands are alike in all that a scope asks for, and on days between which no version begins or ends: they are asked about once.
    alike = ["turn", "series", "within", *narrowing]
    everybody = planned(
        _placed(asked[["person", "on", *committee]], facts, held.narrowing, places).with_columns(held.turn)
    )
    kinds = everybody[["on", *alike]]
    if kinds.height > 1:
        kinds = planned(kinds.lazy().unique(alike))
    rank = "rank_before_committee" if committee else "rank"
    found = _scoped(kinds, alike, rank, held) if kinds.height > FEW else _known(kinds, alike, rank, held)
    if everybody.height == found.height == 1:
        return everybody.hstack(found[[name for name in found.columns if name not in alike]].get_columns()).lazy()
    return everybody.lazy().join(found.lazy(), on=alike, nulls_equal=True)


def _known(kinds: pl.DataFrame, alike: list[str], rank: str, held: Books) -> pl.DataFrame:
    """Return what `_scoped` does, of a few kinds: which rules decide for one is worked out once."""
    names, memory = (rank, *alike), held.deciding
    if len(memory) > REMEMBERED:
        memory.clear()
    # Another thread may begin anew meanwhile: what was found once is held here.
    known = {kind: memory.get((*names, *kind)) for kind in kinds[alike].iter_rows()}
    new = [found is None for found in known.values()]
    if any(new):
        asked = kinds.filter(pl.Series(new))
        found = _scoped(asked, alike, rank, held)
        parts = found.partition_by(alike, as_dict=True)
        for kind in asked[alike].iter_rows():
            known[kind] = memory[(*names, *kind)] = parts.get(kind, found.clear())
    theirs = [one for one in known.values() if one is not None]
    if not theirs:
        return _scoped(kinds, alike, rank, held)
    return pl.concat(theirs) if len(theirs) > 1 else theirs[0]


def _scoped(kinds: pl.DataFrame, alike: list[str], rank: str, held: Books) -> pl.DataFrame:
    """Return the rows of the scopes that decide for each kind of people, of whom `on` is one's day."""
    holds = (pl.col("starts") <= pl.col("on")) & (pl.col("ends").is_null() | (pl.col("on") < pl.col("ends")))
    concerns = (pl.col("scope_series") == "") | (pl.col("scope_series") == pl.col("series"))
    lies_within = pl.col("within").str.starts_with(pl.col("scope_path"))
    narrowing = [side for side in held.narrowing if side in alike]
    scoped = kinds[["on", *alike]].lazy().join(held.scope.lazy(), how="cross")
    scoped = scoped.filter(holds & concerns & lies_within, *map(_names, narrowing))
    return scoped.filter(_most_specific(pl.col(rank), alike)).drop("on").collect(engine="in-memory")


def _most_specific(rank: pl.Expr, asked: list[str]) -> pl.Expr:
    for_everybody = pl.col("scope_series") == ""
    highest_alike = rank.max().over(*asked, "scope_series")
    highest_special = rank.filter(~for_everybody).max().over(*asked)
    is_beaten = for_everybody & (rank <= highest_special).fill_null(value=False)
    return (rank == highest_alike) & ~is_beaten


def _placed(days: pl.DataFrame, facts: Facts, narrowing: Collection[str], places: Collection[str]) -> pl.LazyFrame:
    """Return a row for each series that a person has on each of `days`, with `places` and the other facts of that day that some scope asks for."""
    employed = ["employer_kind"] if "employer_kind" in narrowing else []
    stood = _stood(days, facts, ("within", *employed, *places))
    general = pl.lit(Series.GENERAL.value)
    if FactKind.SERIES.value in facts.kinds:
        placed = stood.explode("series", empty_as_null=True).with_columns(pl.col("series").fill_null(general))
    else:
        placed = stood.with_columns(series=general)
    if "target_level" in narrowing:
        stated = facts.dated.lazy().filter(pl.col("kind") == FactKind.TARGET_LEVEL.value.lower())
        levels = days.lazy().select("person", "on").unique().join(stated, on="person").filter(_holds_on_the_day())
        aims = levels.sort("since").group_by("person", "on").agg(target_level=pl.col("code").last())
        placed = placed.join(aims, on=["person", "on"], how="left").with_columns(pl.col("target_level").fill_null(""))
    return placed


def _names(side: str) -> pl.Expr:
    """Return whether the scope names the fact; a committee that nobody asked about is named by every scope."""
    named = pl.col(f"scope_{side}")
    is_named = (named.list.len() == 0) | named.list.contains(pl.col(side))
    return is_named | pl.col(side).is_null()


def places_on(days: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return each row of `days` (person, on) with the `region`, its `path`, and the `employer` of that day, null where not stated."""
    return planned(_stood(days, facts, PLACES))


def _stood(days: pl.DataFrame, facts: Facts, names: Collection[str]) -> pl.LazyFrame:
    """Return what facts say of the person on each of `days`: `names`, and the series where anybody has one."""
    # Two regions on one day: the one that began later holds.
    there = days.lazy().join(facts.in_order.lazy(), on="person", how="left")
    series = ["series"] if FactKind.SERIES.value in facts.kinds else []
    return there.group_by(days.columns).agg(_of_a_day(FactKind.EMPLOYER.value in facts.kinds, *series, *names))


@cache
def _of_a_day(are_employed: bool, *names: str) -> list[pl.Expr]:  # noqa: FBT001  (cached by place)
    """Return what a person's facts, in order, say of the day `on`; whether anybody is employed says the first."""

    def of(kind: FactKind, column: str) -> pl.Expr:
        return pl.col(column).filter((pl.col("kind") == kind.value) & _holds_on_the_day())

    said = {
        "series": of(FactKind.SERIES, "code").unique(),
        "region": of(FactKind.REGION, "region").last(),
        "path": of(FactKind.REGION, "path").last(),
        "within": of(FactKind.REGION, "path").last().fill_null(""),
        "employer": of(FactKind.EMPLOYER, "organisation").last() if are_employed else pl.lit(None, pl.Int64).first(),
        "employer_kind": of(FactKind.EMPLOYER, "code").last().fill_null(""),
    }
    return [said[name].alias(name) for name in names]


@cache
def _holds_on_the_day() -> pl.Expr:
    has_begun = pl.col("since").is_null() | (pl.col("since") <= pl.col("on"))
    return has_begun & (pl.col("ends_before").is_null() | (pl.col("on") < pl.col("ends_before")))
