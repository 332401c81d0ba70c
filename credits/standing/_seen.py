"""What the standings of a human saw: whether anything but lines has moved since, and when something will."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.utils import timezone

from credits import policy
from credits.models import Seen
from credits.models.rows import array, insert
from credits.standing._deciding import Case
from credits.standing._reading import openings_counted

CYCLES = {"person": pl.Int64, "family": pl.String, "on": pl.Date}
KEPT = "SELECT person_id, records, last_fact, openings, due_on FROM credits_seen WHERE person_id = ANY(%s::bigint[])"
MORE_LINES = """
UPDATE credits_seen AS kept SET lines = kept.lines + given.lines
FROM unnest(%s::bigint[], %s::bigint[]) AS given(person, lines) WHERE kept.person_id = given.person
"""


def only_touched(case: Case, families: pl.DataFrame, touched: pl.DataFrame | None, today: date) -> pl.DataFrame:
    """Return person, family, on: the cycles of `touched` (person, on, lines, gives) of humans who need no other cycle decided."""
    if touched is None or touched.is_empty():
        return pl.DataFrame(schema=CYCLES)
    nowhere = set(touched.filter(pl.col("on").is_null())["person"])
    alone = _of_cycles_alone(case, families, _calm(case, today) - nowhere)
    # A cycle of which only zeros are known asks for nothing new: whoever got nothing else is decided whole.
    return touched.filter("gives").select("person", "on").unique().join(alone, on="person").select(*CYCLES)


def note(
    case: Case,
    rows: Iterable[Mapping[str, Any]],
    *,
    whole: Sequence[int],
    touched: pl.DataFrame | None,
    at: datetime,
) -> None:
    """Keep what was seen of the humans `whole`, and of others how many lines more there are."""
    if whole:
        _note_whole(case, rows, whole, at)
    if touched is not None and len(whole) < len(case.who.ids):
        more = touched.filter(~pl.col("person").is_in(list(whole))).group_by("person").agg(pl.col("lines").sum())
        with connection.cursor() as cursor:
            cursor.execute(MORE_LINES, [array(more["person"]), array(more["lines"])])


def _of_cycles_alone(case: Case, families: pl.DataFrame, humans: set[int]) -> pl.DataFrame:
    """Return person, family of those of `humans` whose rulebooks share their cycles, of which each hangs on its own lines only."""
    theirs: dict[int, set[str]] = {}
    for person, family in families.select("person", "family").iter_rows():
        theirs.setdefault(person, set()).add(family)
    every = case.held.every
    alone = {
        names: policy.stands_alone([version for version in every if version.family in names])
        for names in {frozenset(names) for names in theirs.values()}
    }
    rows = [
        (person, family)
        for person, names in theirs.items()
        if person in humans and alone[frozenset(names)]
        for family in names
    ]
    return pl.DataFrame(rows, schema={"person": pl.Int64, "family": pl.String}, orient="row")


def _calm(case: Case, today: date) -> set[int]:
    """Return the humans of whom nothing but lines has moved since they were decided, and nothing is due."""
    opened = openings_counted(case.openings)
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [array(case.who.ids)])
        kept = cursor.fetchall()
    return {
        person
        for person, records, last_fact, openings, due_on in kept
        # Two records may hold the same attendance in two cycles: whoever has two is decided whole.
        if json.loads(records) == list(case.who.records_of(person)) == [person]
        and (last_fact, openings) == (case.facts.last_fact[person], opened.get(person, 0))
        and (due_on is None or due_on > today)
    }


def _note_whole(case: Case, rows: Iterable[Mapping[str, Any]], whole: Sequence[int], at: datetime) -> None:
    today = timezone.localdate(at)
    due, opened = _due(case, rows, today), openings_counted(case.openings)
    others = set(case.who.records) - set(case.who.ids)
    if others:
        Seen.objects.filter(person_id__in=others).delete()
    found = [
        {
            "person_id": human,
            "records": list(case.who.records_of(human)),
            "last_fact": case.facts.last_fact[human],
            "lines": case.lines[human],
            "openings": opened.get(human, 0),
            "decided_at": at,
            "due_on": due.get(human),
        }
        for human in whole
    ]
    places = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in found[0] if name != "person_id")
    insert(Seen, found, on_conflict=f"(person_id) DO UPDATE SET {places}")


def _due(case: Case, rows: Iterable[Mapping[str, Any]], today: date) -> dict[int, date]:
    """Return the first day after today on which something about each human begins or ends."""
    ends = pl.DataFrame(
        [(row["person_id"], row["cycle_ends_before"]) for row in rows],
        schema={"person": pl.Int64, "day": pl.Date},
        orient="row",
    )
    spans = [frame.select("person", "since", "ends_before") for frame in (case.facts.spans, case.facts.dated)]
    facts = pl.concat(spans).unpivot(index="person", value_name="day").select("person", "day")
    to_come = pl.concat([ends, facts]).filter(pl.col("day") > today)
    return dict(to_come.group_by("person").agg(pl.col("day").min()).iter_rows())
