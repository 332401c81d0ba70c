"""What the standings of a human saw: whether anything but lines has moved since, and when something will."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from django.db import connection
from django.utils import timezone

from credits import policy
from credits.models import Seen
from credits.models.rows import array
from credits.models.tables import merge, read
from credits.standing._deciding import Case
from credits.standing._touched import Touched

CYCLES = {"person": pl.Int64, "family": pl.String, "on": pl.Date, "ends_before": pl.Date}
KEPT = (
    "SELECT person_id, records::text, last_fact, openings, due_on FROM credits_seen WHERE person_id = ANY(%s::bigint[])"
)
KEPT_SCHEMA = {
    "person": pl.Int64,
    "alone": pl.String,
    "last_fact": pl.Int64,
    "openings": pl.Int64,
    "due_on": pl.Date,
}
MORE_LINES = """
UPDATE credits_seen AS kept SET lines = kept.lines + given.lines
FROM unnest(%s::bigint[], %s::bigint[]) AS given(person, lines) WHERE kept.person_id = given.person
"""


def only_touched(
    case: Case, families: pl.DataFrame, touched: Touched | None, today: date
) -> tuple[pl.DataFrame, frozenset[int]]:
    """Return the cycles (person, family, on, ends_before) to decide of humans who need no other decided, and who these humans are."""
    if touched is None or touched.cycles.is_empty():
        return pl.DataFrame(schema=CYCLES), frozenset()
    nowhere = touched.cycles.filter(pl.col("on").is_null())["person"].unique()
    theirs = touched.cycles.filter(~pl.col("person").is_in(nowhere.implode()))
    alone = _of_cycles_alone(case, families.join(_calm(case, today), on="person", how="semi"))
    found = theirs.join(alone, on="person")
    # A line of nothing changes no standing, and a cycle of which only zeros are known asks for nothing.
    return found.filter("gives").select(*CYCLES), frozenset(found["person"])


def note(case: Case, found: pl.DataFrame, *, whole: Sequence[int], touched: Touched | None, at: datetime) -> None:
    """Keep what was seen of the humans `whole`, of whom these standings were found, and of others how many lines more there are."""
    if whole:
        _note_whole(case, found, whole, at)
    if touched is not None and len(whole) < len(case.who.ids):
        others = touched.cycles.filter(~pl.col("person").is_in(list(whole)))
        more = others.group_by("person").agg(pl.col("lines").sum())
        with connection.cursor() as cursor:
            cursor.execute(MORE_LINES, [array(more["person"]), array(more["lines"])])


def _of_cycles_alone(case: Case, families: pl.DataFrame) -> pl.DataFrame:
    """Return person, family of those whose rulebooks share their cycles, of which each hangs on its own lines only."""
    theirs = families.group_by("person").agg(names=pl.col("family").unique().sort().str.join(" "))
    every = case.held.every
    alone = [
        names
        for names in theirs["names"].unique().to_list()
        if policy.stands_alone([version for version in every if version.family in names.split()])
    ]
    found = theirs.filter(pl.col("names").is_in(alone))
    return found.select("person", family=pl.col("names").str.split(" ")).explode("family")


def _calm(case: Case, today: date) -> pl.DataFrame:
    """Return the humans of whom nothing but lines has moved since they were decided, and nothing is due."""
    kept = read(KEPT, [array(case.who.ids)], KEPT_SCHEMA)
    # Two records may hold the same attendance in two cycles: whoever has two is decided whole.
    now = case.seen.filter(pl.col("records").list.len() == 1)
    same = now.with_columns(alone=pl.format("[{}]", "person")).join(
        kept, on=["person", "alone", "last_fact", "openings"]
    )
    return same.filter(pl.col("due_on").is_null() | (pl.col("due_on") > today)).select("person")


def _note_whole(case: Case, standings: pl.DataFrame, whole: Sequence[int], at: datetime) -> None:
    others = set(case.who.records) - set(case.who.ids)
    if others:
        Seen.objects.filter(person_id__in=others).delete()
    theirs = case.seen.filter(pl.col("person").is_in(list(whole)))
    due = _due(case, standings, timezone.localdate(at))
    found = theirs.join(due, on="person", how="left").with_columns(decided_at=pl.lit(at.isoformat()))
    merge(Seen, found.rename({"person": "person_id"}), key=["person_id"])


def _due(case: Case, standings: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return person, due_on: the first day after today on which something about each human begins or ends."""
    ends = standings.select("person", day="cycle_ends_before")
    spans = [frame.select("person", "since", "ends_before") for frame in (case.facts.spans, case.facts.dated)]
    facts = pl.concat(spans).unpivot(index="person", value_name="day").select("person", "day")
    to_come = pl.concat([ends, facts]).filter(pl.col("day") > today)
    return to_come.group_by("person").agg(due_on=pl.col("day").min())
