"""What is known of people, as the tables that policy takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import polars as pl

from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Person, PersonFact

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
    facts = people.facts(who.records)
    born = dict(Person.objects.filter(pk__in=who.records, born_on__isnull=False).values_list("pk", "born_on"))
    newest = people.last_fact_ids(who.records)
    last: dict[int, int] = dict.fromkeys(who.ids, 0)
    for record, fact in newest.items():
        last[who.of_record[record]] = max(last[who.of_record[record]], fact)

    spans = _spans(facts, who)
    return Facts(people=_people(spans, born, who), dated=_dated(facts, who), spans=spans, last_fact=last)


def _dated(facts: Sequence[PersonFact], who: Humans) -> pl.DataFrame:
    rows = [
        (who.of_record[fact.person_id], fact.kind.lower(), fact.code, fact.since, fact.ends_before, fact.consent)
        for fact in facts
        if fact.kind in DATED
    ]
    return pl.DataFrame(rows, schema=DATED_SCHEMA, orient="row")


def _spans(facts: Sequence[PersonFact], who: Humans) -> pl.DataFrame:
    rows = [_span(fact, who) for fact in facts if fact.kind not in DATED]
    return pl.DataFrame(rows, schema=SPANS_SCHEMA, orient="row")


def _span(fact: PersonFact, who: Humans) -> tuple[Any, ...]:
    path = fact.region.path if fact.region else None
    human = who.of_record[fact.person_id]
    return (
        human,
        fact.kind,
        fact.code,
        fact.region_id,
        path,
        fact.organisation_id,
        fact.since,
        fact.ends_before,
        fact.pk,
    )


def _people(spans: pl.DataFrame, born: Mapping[int, Any], who: Humans) -> pl.DataFrame:
    day_before = pl.col("ends_before") - A_DAY

    def of(kind: FactKind) -> pl.Expr:
        return pl.col("kind") == kind.value

    # Several spans of the duty: the first day of the first, and the last day of the last if it has one.
    grouped = spans.group_by("person").agg(
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
    humans_born = [(who.of_record[record], day) for record, day in born.items()]
    births = (
        pl.DataFrame(humans_born, schema={"person": pl.Int64, "born_on": pl.Date}, orient="row")
        .group_by("person")
        .agg(pl.col("born_on").min())
    )
    everybody = pl.DataFrame({"person": list(who.ids)}, schema={"person": pl.Int64})
    known = everybody.join(grouped, on="person", how="left").join(births, on="person", how="left")
    one_or_more = pl.when(pl.col("specialties") > 0).then("specialties")
    return known.with_columns(pl.col("info_collected").fill_null(value=False), specialties=one_or_more).select(
        *PEOPLE_SCHEMA
    )
