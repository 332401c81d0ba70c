"""What lies on the desk while somebody's hours are decided: everything about some humans, under their lock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import polars as pl
from django.conf import settings

from credits import ledger, policy, rulebooks, standing
from credits.enums import ClaimState
from credits.models import Chain

# What policy reads of a claim, by the names of our columns.
READ: Mapping[str, Any] = policy.CLAIM_FACTS
KEPT = {
    "claim": pl.Int64,
    "record": pl.Int64,
    "key": pl.String,
    "revision": pl.Int64,
    "place": pl.Int64,
    "digest": pl.String,
}
SCHEMA: Mapping[str, Any] = {"person": pl.Int64, **KEPT, **READ}
COLUMNS = ("pk", "person_id", "key", "revision", "position", "digest", *READ)
CLOCKS = ("starts_at", "ends_at")
_READ: Mapping[str, Any] = {**KEPT, **READ, **dict.fromkeys(CLOCKS, pl.Datetime("us", "UTC"))}


@dataclass(frozen=True)
class Desk:
    """Humans whose chains are locked, what is known of them, and their live claims with what these hold."""

    who: rulebooks.Humans
    heads: Mapping[int, Chain]
    facts: rulebooks.Facts
    books: rulebooks.Books
    openings: pl.DataFrame
    live: pl.DataFrame
    held: Mapping[int, Mapping[str, ledger.Held]]


def locked(person_ids: Collection[int]) -> tuple[rulebooks.Humans, dict[int, Chain]]:
    """Lock the chains of these persons and of the records joined with theirs, in order of id."""
    who = rulebooks.humans(person_ids)
    return who, ledger.lock(who.records)


def known(who: rulebooks.Humans, heads: Mapping[int, Chain]) -> Desk:
    """Return the desk of humans whose chains are locked, with none of their claims on it yet."""
    return Desk(
        who=who,
        heads=heads,
        facts=rulebooks.read_facts(who),
        books=rulebooks.books(),
        openings=standing.openings_of(who),
        live=pl.DataFrame(schema=SCHEMA),
        held={},
    )


def with_claims(desk: Desk, live: pl.DataFrame) -> Desk:
    """Return the desk with these live claims on it, and what they hold."""
    held = ledger.held(live["claim"].to_list())
    pinned = {holding.version for families in held.values() for holding in families.values()} - {"", *desk.books.rows}
    return replace(desk, live=live, held=held, books=rulebooks.books(digests=pinned) if pinned else desk.books)


def laid_out(who: rulebooks.Humans, heads: Mapping[int, Chain], *, also: Collection[int] = ()) -> Desk:
    """Return the desk of humans with all their live claims; `also` are claims that do not count now and whose lines are wanted."""
    live = _live(who)
    held = ledger.held([*live["claim"].to_list(), *also])
    pinned = {holding.version for families in held.values() for holding in families.values()} - {""}
    return Desk(
        who=who,
        heads=heads,
        facts=rulebooks.read_facts(who),
        books=rulebooks.books(digests=pinned),
        openings=standing.openings_of(who),
        live=live,
        held=held,
    )


def table(claims: Collection[Mapping[str, Any]], who: rulebooks.Humans) -> pl.DataFrame:
    """Return claims, given by their columns, as policy reads them, a row each."""
    read = itemgetter("id", *COLUMNS[1:])
    return frame_of([read(claim) for claim in claims], who)


def stamp(row: Mapping[str, Any]) -> ledger.Stamp:
    """Return what a line says of its claim, from a row of the table."""
    return ledger.Stamp(
        pk=row["claim"],
        person_id=row["record"],
        key=row["key"],
        revision=row["revision"],
        position=row["place"],
        digest=row["digest"],
    )


def case_of(desk: Desk) -> standing.Case:
    """Return what standings are decided from, after lines were appended."""
    lines = standing.lines_in(desk.who, desk.heads)
    return standing.Case(who=desk.who, facts=desk.facts, held=desk.books, openings=desk.openings, lines=lines)


def frame_of(rows: Sequence[Sequence[Any]], who: rulebooks.Humans) -> pl.DataFrame:
    """Return claims, given by the values of `COLUMNS`, as policy reads them."""
    read = pl.DataFrame(rows, schema=_READ, orient="row")
    # Policy knows local clock times only.
    clocks = [pl.col(name).dt.convert_time_zone(settings.TIME_ZONE).dt.replace_time_zone(None) for name in CLOCKS]
    human = pl.col("record").replace_strict(who.of_record, return_dtype=pl.Int64)
    return read.with_columns(*clocks, person=human).select(*SCHEMA)


def _live(who: rulebooks.Humans) -> pl.DataFrame:
    claims = ledger.claims_of(who.records, state=ClaimState.LIVE)
    return frame_of(list(claims.values_list(*COLUMNS)), who)
