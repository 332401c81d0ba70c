"""What lies on the desk while somebody's hours are decided: everything about some humans, under their lock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone

from credits import ledger, rulebooks, standing
from credits.enums import ClaimState
from credits.models import Chain, Claim

# What policy reads of a claim, by the names of our columns.
READ = {
    "activity": pl.String,
    "category": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "starts_at": pl.Datetime("us"),
    "ends_at": pl.Datetime("us"),
    "hours": pl.Int64,
    "minutes": pl.Int64,
    "days": pl.Int64,
    "credits": pl.Int64,
    "attended_minutes": pl.Int64,
    "absent_half_days": pl.Int64,
    "travel_days": pl.Int64,
    "mode": pl.String,
    "level": pl.String,
    "organiser": pl.String,
    "provider_since": pl.Date,
    "provider_until": pl.Date,
    "approved_on": pl.Date,
    "passed": pl.Boolean,
    "passed_on": pl.Date,
    "role": pl.String,
    "rank": pl.Int64,
    "authors": pl.Int64,
    "count": pl.Int64,
    "chars": pl.Int64,
    "item": pl.String,
    "specialty": pl.String,
}
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


def laid_out(who: rulebooks.Humans, heads: Mapping[int, Chain], *, also: Collection[int] = ()) -> Desk:
    """Return the desk of humans whose chains are locked; `also` are claims that do not count now and whose lines are wanted."""
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
    return _frame([tuple(claim[name] for name in ("id", *COLUMNS[1:])) for claim in claims], who)


def stamp(row: Mapping[str, Any]) -> Claim:
    """Return what a line says of its claim, from a row of the table."""
    return Claim(
        pk=row["claim"],
        person_id=row["record"],
        key=row["key"],
        revision=row["revision"],
        position=row["place"],
        digest=row["digest"],
    )


def _live(who: rulebooks.Humans) -> pl.DataFrame:
    claims = ledger.claims_of(who.records, state=ClaimState.LIVE)
    return _frame(list(claims.values_list(*COLUMNS)), who)


def _frame(rows: list[tuple[Any, ...]], who: rulebooks.Humans) -> pl.DataFrame:
    read = [(who.of_record[row[1]], *map(_local, row)) for row in rows]
    return pl.DataFrame(read, schema=SCHEMA, orient="row")


def _local(value: Any) -> Any:
    # Policy knows local clock times only.
    return timezone.make_naive(value) if hasattr(value, "tzinfo") and value.tzinfo else value
