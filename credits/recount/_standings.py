"""What the recounted lines make of each human's duty."""

from collections.abc import Collection
from datetime import date

import polars as pl

from credits import rulebooks, standing
from credits.recount._known import Known
from credits.recount._reading import Slice


def stood(
    held: Slice,
    cases: Known,
    lines: pl.DataFrame,
    *,
    books: rulebooks.Books,
    today: date,
    families: Collection[str] | None = None,
) -> pl.DataFrame:
    """
    Return the standings of the humans of `cases` (those of today) if claims held `lines`; `person` is the lowest record of the human.

    Where `families` are given, of these rulebooks only.

    Columns are those of `policy.stand`, with state, region, path, employer.
    """
    case = standing.Case(
        who=rulebooks.Humans(joined={human: (human,) for human in cases.facts.people["person"]}),
        facts=cases.facts,
        held=books,
        openings=cases.openings,
        lines={},
    )
    found = standing.judged(
        case, lines=_of_humans(held, cases, lines), known=standing.sources(), today=today, families=families
    )
    lowest = cases.records.group_by("case").agg(record=pl.col("record").min())
    named = found.rename({"person": "case"}).join(lowest, on="case").rename({"record": "person"})
    return named.sort("person", "family", "cycle_starts_on")


def _of_humans(held: Slice, cases: Known, lines: pl.DataFrame) -> pl.DataFrame:
    """Return `lines` as standings read them. The same attendance in two records counts once, where it was posted first."""
    claims = held.claims.lazy().select("claim", "record", "key", "place", "ends_on", "mode")
    placed = lines.lazy().drop_nulls("cycle_starts_on").join(claims, on="claim")
    placed = placed.join(cases.records.lazy(), on="record").rename({"case": "person"})
    if cases.records["case"].n_unique() < cases.records.height:
        placed = placed.sort("person", "place", "record", "claim")
        placed = placed.filter(pl.col("record") == pl.col("record").first().over("person", "family", "key"))
    columns = ["person", "claim", "family", "cycle_starts_on", "category", "hours", "ends_on", "mode"]
    return placed.select(columns).collect(engine="in-memory")
