"""Ties: versions of which neither is the more specific. Both decide, and it is said so; they are never silently merged."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from credits.models import RulebookVersion
from credits.rulebooks._facts import humans, read_facts
from credits.rulebooks._scope import tied_on
from credits.rulebooks._specific import tying
from credits.rulebooks._versions import Books, books

CONCERNED = """
SELECT count(DISTINCT one.person_id) FROM credits_standing one JOIN credits_standing other
    ON other.person_id = one.person_id AND other.version_id = %s
   AND other.cycle_starts_on < one.cycle_ends_before AND one.cycle_starts_on < other.cycle_ends_before
 WHERE one.version_id = %s
"""


@dataclass(frozen=True)
class Tie:
    """Two versions of which neither is the more specific where both concern somebody, and the days on which that is so."""

    one: RulebookVersion
    other: RulebookVersion
    since: date | None
    before: date | None


def ties(held: Books) -> list[Tie]:
    """Return the ties among the versions that hold."""
    found = []
    for one, other in tying(held.reaches):
        ends = min((end for end in (one.ends, other.ends) if end), default=None)
        since = max(one.starts, other.starts)
        rows = held.rows[one.version], held.rows[other.version]
        found.append(Tie(*rows, None if since == date.min else since, ends))
    return found


def people_under(tie: Tie) -> int:
    """Return how many people have a standing under both versions of `tie`."""
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, [tie.other.pk, tie.one.pk])
        row = cursor.fetchone()
    return int(row[0])


def tied_with(*, family: str, person_ids: Collection[int], on: date) -> list[RulebookVersion]:
    """Return the versions of other families that decide for a person on `on` beside `family` although neither is the more specific."""
    held = books()
    if not any(family in {tie.one.family, tie.other.family} for tie in ties(held)):
        return []
    who = humans(person_ids)
    asked = pl.DataFrame({"person": list(who.ids)}, schema={"person": pl.Int64}).with_columns(on=pl.lit(on))
    tied = tied_on(asked, facts=read_facts(who), held=held)
    series = tied.filter(pl.col("family") == family)["series"]
    others = tied.filter(pl.col("series").is_in(series.to_list()) & (pl.col("family") != family))
    return [held.rows[digest] for digest in others["version"].unique().sort().to_list()]
