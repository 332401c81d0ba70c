"""What is known of people, as the tables that policy takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property

import polars as pl

from credits.models.rows import FEW, array
from credits.models.tables import planned, read
from learning.accounts import people
from learning.accounts.enums import FactKind

A_DAY = timedelta(days=1)
DATED = {FactKind.TARGET_LEVEL, FactKind.TITLE, FactKind.STATUS}
BORN = "BORN"  # no kind of a fact: a birth is none
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
# The facts in force, and a row for each record: its newest fact of all, in force or not, and the day of birth.
READ = """
WITH told AS MATERIALIZED (
    SELECT * FROM accounts_personfact WHERE person_id = ANY(%(records)s::bigint[])
), newest AS (
    SELECT person_id, max(id) AS id FROM told GROUP BY person_id
)
SELECT f.person_id, f.id, f.kind, f.code, f.region_id, r.path, f.organisation_id, f.since, f.ends_before, f.consent::text
  FROM told f LEFT JOIN accounts_region r ON r.code = f.region_id
 WHERE NOT f.is_void AND NOT EXISTS (SELECT 1 FROM told later WHERE later.replaces_id = f.id)
UNION ALL
SELECT p.id, coalesce(newest.id, 0), 'BORN', '', NULL, NULL, NULL, p.born_on, NULL, NULL
  FROM accounts_person p LEFT JOIN newest ON newest.person_id = p.id WHERE p.id = ANY(%(records)s::bigint[])
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

    @cached_property
    def are_alone(self) -> bool:
        """Return whether nobody here has two records; a record is its human then."""
        return len(self.of_record) == len(self.joined) == len(self.ids)

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

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return of which kinds there are spans: what nobody has is not looked for."""
        return frozenset(self.spans["kind"].unique())

    @cached_property
    def in_order(self) -> pl.DataFrame:
        """Return `spans` in the order in which they began, and of one day in that in which they were stated."""
        return self.spans.sort("since", "fact")


def humans(person_ids: Collection[int]) -> Humans:
    """Return the humans of these records."""
    return Humans(joined=people.joined(person_ids))


def facts_tables(person_ids: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `people` and `dated` of these records for policy, a row a human."""
    facts = read_facts(humans(person_ids))
    return facts.people, facts.dated


def read_facts(who: Humans) -> Facts:
    """Return what is known of these humans, from all their records."""
    told = read(READ, {"records": array(who.records)}, FACTS_SCHEMA, few=len(who.records) <= FEW)
    if not who.are_alone:
        told = told.with_columns(pl.col("person").replace_strict(who.of_record, return_dtype=pl.Int64))
    last: dict[int, int] = {}
    born = planned(told.lazy().select("person", "fact", "kind").filter(pl.col("kind") == BORN))
    for human, newest, _kind in born.iter_rows():
        last[human] = max(newest, last.get(human, 0))
    return _facts(told, last)


def facts_of(
    facts: pl.DataFrame, births: pl.DataFrame, everybody: Collection[int], *, last_fact: Mapping[int, int]
) -> Facts:
    """Return what is known of `everybody`, from `facts` in force (`FACTS_SCHEMA`) and `births` (person, born_on)."""
    ids = pl.DataFrame({"person": list(everybody)}, schema={"person": pl.Int64})
    born = pl.concat([ids, births.select("person", since="born_on")], how="diagonal")
    return _facts(pl.concat([facts, born.with_columns(kind=pl.lit(BORN))], how="diagonal"), last_fact)


def _facts(told: pl.DataFrame, last_fact: Mapping[int, int]) -> Facts:
    """Return what is known of people, from `told`: facts in force, and for each of the people a row or more with the day of birth, if known."""
    plan, of_people = told.lazy(), _of_a_person(frozenset(told["kind"].unique()))
    is_dated, is_span = _parted()
    dated = plan.select(list(DATED_SCHEMA)).filter(is_dated).with_columns(pl.col("kind").str.to_lowercase())
    return Facts(
        people=planned(plan.filter(~is_dated).group_by("person", maintain_order=True).agg(of_people)),
        dated=planned(dated),
        spans=planned(plan.filter(is_span).select(list(SPANS_SCHEMA))),
        last_fact=last_fact,
    )


@cache
def _parted() -> tuple[pl.Expr, pl.Expr]:
    """Return whether a row is of a dated fact, and whether of a span."""
    is_dated = pl.col("kind").is_in([kind.value for kind in DATED])
    return is_dated, ~is_dated & (pl.col("kind") != BORN)


@cache
def _of_a_person(kinds: frozenset[str]) -> list[pl.Expr]:
    """Return what policy reads of a person, where somebody has facts of these `kinds`; what nobody has is not looked for."""
    since, day_before = pl.col("since"), pl.col("ends_before") - A_DAY

    def of(kind: FactKind) -> pl.Expr:
        return pl.col("kind") == kind.value

    obliged, appointed = of(FactKind.OBLIGED), of(FactKind.APPOINTED)
    specialties = of(FactKind.SPECIALTY).sum().cast(pl.Int64)
    # Several spans of the duty: the first day of the first, and the last day of the last if it has one.
    last_day = pl.when(~pl.col("ends_before").filter(obliged).has_nulls()).then(day_before.filter(obliged).max())
    found = {
        "obliged_since": (FactKind.OBLIGED, since.filter(obliged).min()),
        "obliged_until": (FactKind.OBLIGED, last_day),
        "born_on": (None, since.filter(pl.col("kind") == BORN).min()),
        "transferred_on": (FactKind.TRANSFERRED, since.filter(of(FactKind.TRANSFERRED)).max()),
        "appointed_since": (FactKind.APPOINTED, since.filter(appointed).max()),
        "appointed_until": (FactKind.APPOINTED, day_before.filter(appointed).sort_by(since.filter(appointed)).last()),
        "info_collected": (None, of(FactKind.INFO_COLLECTED).any()),
        "specialties": (FactKind.SPECIALTY, pl.when(specialties > 0).then(specialties)),
    }
    return [
        (value if kind is None or kind.value in kinds else pl.lit(None, PEOPLE_SCHEMA[name]).first()).alias(name)
        for name, (kind, value) in found.items()
    ]
