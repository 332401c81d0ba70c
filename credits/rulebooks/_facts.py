"""What is known of people, as the tables that policy takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import polars as pl

from credits.models.rows import array
from credits.models.tables import read
from learning.accounts import people
from learning.accounts.enums import FactKind

A_DAY = timedelta(days=1)
DATED = {FactKind.TARGET_LEVEL, FactKind.TITLE, FactKind.STATUS}
DATED_SCHEMA = {
    "person": pl.Int64,
    "kind": pl.String,
    "code": pl.String,
    "since": pl.Date,
    "ends_before": pl.Date,
    "consent": pl.Boolean,
}
SPANS_SCHEMA = {
    "person": pl.Int64,
    "kind": pl.String,
    "code": pl.String,
    "region": pl.String,
    "path": pl.String,
    "organisation": pl.Int64,
    "since": pl.Date,
    "ends_before": pl.Date,
    "fact": pl.Int64,
}
READ = """
SELECT f.person_id, f.id, f.replaces_id, f.is_void::text, f.kind, f.code, f.region_id, r.path, f.organisation_id, f.since, f.ends_before,
       f.consent::text
  FROM accounts_personfact f LEFT JOIN accounts_region r ON r.code = f.region_id WHERE f.person_id = ANY(%(records)s::bigint[])
UNION ALL
SELECT id, NULL, NULL, 'false', '', '', NULL, NULL, NULL, born_on, NULL, NULL FROM accounts_person
 WHERE id = ANY(%(records)s::bigint[]) AND born_on IS NOT NULL
 ORDER BY 1, 2
"""
FACTS_SCHEMA = {
    "person": pl.Int64,
    "fact": pl.Int64,
    "kind": pl.String,
    "code": pl.String,
    "region": pl.String,
    "path": pl.String,
    "organisation": pl.Int64,
    "since": pl.Date,
    "ends_before": pl.Date,
    "consent": pl.Boolean,
}
READ_SCHEMA = {
    **{name: FACTS_SCHEMA[name] for name in ("person", "fact")},
    "replaces": pl.Int64,
    "is_void": pl.Boolean,
    **{name: kind for name, kind in FACTS_SCHEMA.items() if name not in ("person", "fact")},
}
PEOPLE_SCHEMA = {
    "person": pl.Int64,
    "obliged_since": pl.Date,
    "obliged_until": pl.Date,
    "born_on": pl.Date,
    "transferred_on": pl.Date,
    "appointed_since": pl.Date,
    "appointed_until": pl.Date,
    "info_collected": pl.Boolean,
    "specialties": pl.Int64,
}


@dataclass(frozen=True)
class Humans:
    """Who is who: each record with all records of the same human; the lowest id stands for the human."""

    joined: Mapping[int, tuple[int, ...]]

    @cached_property
    def of_record(self) -> Mapping[int, int]:
        """Return the human of each record."""
        return {record: records[0] for records in self.joined.values() for record in records}

    @cached_property
    def records(self) -> tuple[int, ...]:
        """Return all records, sorted: the order in which they are locked."""
        return tuple(sorted(self.of_record))

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """Return the humans, sorted."""
        return tuple(sorted(set(self.of_record.values())))

    def records_of(self, human: int) -> tuple[int, ...]:
        """Return the records of one human, sorted."""
        return self.joined.get(human) or next(records for records in self.joined.values() if human in records)


@dataclass(frozen=True)
class Facts:
    """What is known of some humans: `people` and `dated` for policy, `spans` for scope, the newest fact that was seen."""

    people: pl.DataFrame
    dated: pl.DataFrame
    spans: pl.DataFrame
    last_fact: Mapping[int, int]


def humans(person_ids: Collection[int]) -> Humans:
    """Return the humans of these records."""
    return Humans(joined=people.joined(person_ids))


def facts_tables(person_ids: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `people` and `dated` of these records for policy, a row a human."""
    facts = read_facts(humans(person_ids))
    return facts.people, facts.dated


def read_facts(who: Humans) -> Facts:
    """Return what is known of these humans, from all their records."""
    human = pl.col("person").replace_strict(who.of_record, return_dtype=pl.Int64)
    told = read(READ, {"records": array(who.records)}, READ_SCHEMA).with_columns(human)
    # A birth is no fact among the others: it has no number.
    births = told.filter(pl.col("fact").is_null()).select("person", born_on="since")
    facts = told.filter(pl.col("fact").is_not_null())
    last = dict(facts.group_by("person").agg(pl.col("fact").max()).iter_rows())
    replaced = pl.col("fact").is_in(facts["replaces"].drop_nulls().implode())
    in_force = facts.filter(~pl.col("is_void") & ~replaced).select(*FACTS_SCHEMA)
    return facts_of(in_force, births, who.ids, last_fact=dict.fromkeys(who.ids, 0) | last)


def facts_of(
    facts: pl.DataFrame, births: pl.DataFrame, everybody: Collection[int], *, last_fact: Mapping[int, int]
) -> Facts:
    """Return what is known of `everybody`, from `facts` in force (`FACTS_SCHEMA`) and `births` (person, born_on)."""
    is_dated = pl.col("kind").is_in([kind.value for kind in DATED])
    dated = facts.filter(is_dated).with_columns(pl.col("kind").str.to_lowercase()).select(*DATED_SCHEMA)
    spans = facts.filter(~is_dated).select(*SPANS_SCHEMA)
    people_known = _people(spans, births, pl.LazyFrame({"person": list(everybody)}, schema={"person": pl.Int64}))

    return Facts(people=people_known, dated=dated, spans=spans, last_fact=last_fact)


def _people(spans: pl.DataFrame, births: pl.DataFrame, everybody: pl.LazyFrame) -> pl.DataFrame:
    day_before = pl.col("ends_before") - A_DAY

    def of(kind: FactKind) -> pl.Expr:
        return pl.col("kind") == kind.value

    # Several spans of the duty: the first day of the first, and the last day of the last if it has one.
    grouped = (
        spans.lazy()
        .group_by("person")
        .agg(
            obliged_since=pl.col("since").filter(of(FactKind.OBLIGED)).min(),
            obliged_until=pl.when(pl.col("ends_before").filter(of(FactKind.OBLIGED)).has_nulls())
            .then(None)
            .otherwise(day_before.filter(of(FactKind.OBLIGED)).max()),
            transferred_on=pl.col("since").filter(of(FactKind.TRANSFERRED)).max(),
            appointed_since=pl.col("since")
            .filter(of(FactKind.APPOINTED))
            .sort_by(pl.col("since").filter(of(FactKind.APPOINTED)))
            .last(),
            appointed_until=day_before.filter(of(FactKind.APPOINTED))
            .sort_by(pl.col("since").filter(of(FactKind.APPOINTED)))
            .last(),
            info_collected=of(FactKind.INFO_COLLECTED).any(),
            specialties=of(FactKind.SPECIALTY).sum().cast(pl.Int64),
        )
    )
    born = births.lazy().group_by("person").agg(pl.col("born_on").min())
    known = everybody.join(grouped, on="person", how="left").join(born, on="person", how="left")
    one_or_more = pl.when(pl.col("specialties") > 0).then("specialties")
    whole = known.with_columns(pl.col("info_collected").fill_null(value=False), specialties=one_or_more)
    return whole.select(*PEOPLE_SCHEMA).collect(engine="in-memory")
