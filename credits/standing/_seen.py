"""What the standings of a human saw: whether anything but lines has moved since, and when something will."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import polars as pl
from django.utils import timezone

from credits import policy
from credits.models import Seen
from credits.models.rows import FEW, array, asking
from credits.models.tables import merge, planned
from credits.standing._deciding import Case
from credits.standing._reading import openings_counted
from credits.standing._touched import Touched

# What is kept of whom a standing was decided, beside the standing itself.
OF_HUMANS = ("series", "records", "last_fact", "openings")
PERSON = {"person": pl.Int64}
CYCLES = {"person": pl.Int64, "family": pl.String, "on": pl.Date, "ends_before": pl.Date}
# Two records may hold the same attendance in two cycles: whoever has two is decided whole.
CALM = """
SELECT s.person_id FROM unnest((SELECT %s::bigint[]), %s::bigint[], %s::bigint[]) AS now(person, last_fact, openings)
  JOIN credits_seen s ON s.person_id = now.person AND s.last_fact = now.last_fact AND s.openings = now.openings
 WHERE s.records = jsonb_build_array(s.person_id) AND (s.due_on IS NULL OR s.due_on > %s::date)
"""
MORE_LINES = """
UPDATE credits_seen AS kept SET lines = kept.lines + given.lines
FROM unnest((SELECT %s::bigint[]), %s::bigint[]) AS given(person, lines) WHERE kept.person_id = given.person
"""


def only_touched(
    case: Case, families: pl.DataFrame, touched: Touched | None, today: date
) -> tuple[pl.DataFrame, frozenset[int]]:
    """Return the cycles (person, family, on, ends_before) to decide of humans who need no other decided, and who these humans are."""
    if touched is None or touched.cycles.is_empty():
        return pl.DataFrame(schema=CYCLES), frozenset()
    cycles = touched.cycles
    nowhere = set(cycles["person"].filter(cycles["on"].is_null())) if cycles["on"].null_count() else set()
    calm = [human for human in _calm(case, today) if human not in nowhere]
    theirs = families[["person", "family"]].lazy()
    if len(calm) < len(case.who.ids):
        theirs = theirs.join(pl.LazyFrame({"person": calm}, schema=PERSON), on="person", how="semi")
    alone = _of_cycles_alone(case, planned(theirs.unique()))
    found = cycles.join(alone, on="person")
    # A line of nothing changes no standing, and a cycle of which only zeros are known asks for nothing.
    gives = found["gives"]
    return (found if gives.all() else found.filter(gives))[list(CYCLES)], frozenset(found["person"])


def note(case: Case, found: pl.DataFrame, *, whole: Sequence[int], touched: Touched | None, at: datetime) -> None:
    """Keep what was seen of the humans `whole`, of whom these standings were found, and of others how many lines more there are."""
    if whole:
        _note_whole(case, found, whole, at)
    if touched is not None and len(whole) < len(case.who.ids):
        others = touched.cycles.filter(~pl.col("person").is_in(list(whole))) if whole else touched.cycles
        more = others
        if others["person"].n_unique() < others.height:
            more = others.group_by("person").agg(pl.col("lines").sum())
        with asking(few=True) as cursor:
            cursor.execute(MORE_LINES, [array(more["person"]), array(more["lines"])])


def _of_cycles_alone(case: Case, theirs: pl.DataFrame) -> pl.DataFrame:
    """Return those of `theirs` (person, family) whose rulebooks share their cycles, of which each hangs on its own lines only."""
    every = case.held.every
    if _stand_alone(every, set(theirs["family"].unique())):
        return theirs
    named = theirs.group_by("person").agg(names=pl.col("family").sort().str.join(" "))
    alone = [names for names in named["names"].unique().to_list() if _stand_alone(every, set(names.split()))]
    return theirs.join(named.filter(pl.col("names").is_in(alone)), on="person", how="semi")


def _stand_alone(every: Sequence[policy.Version], families: Collection[str]) -> bool:
    return policy.stands_alone([version for version in every if version.family in families])


def _calm(case: Case, today: date) -> list[int]:
    """Return the humans of whom nothing but lines has moved since they were decided, and nothing is due."""
    opened = openings_counted(case.openings)
    theirs = [human for human in case.who.ids if len(case.who.records_of(human)) == 1]
    now = ([case.facts.last_fact[human] for human in theirs], [opened.get(human, 0) for human in theirs])
    with asking(few=len(theirs) <= FEW) as cursor:
        cursor.execute(CALM, [*map(array, (theirs, *now)), today])
        return [human for (human,) in cursor.fetchall()]


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
