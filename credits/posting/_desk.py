"""What lies on the desk while somebody's hours are decided: everything about some humans, under their lock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

import polars as pl
from django.conf import settings

from credits import ledger, policy, rulebooks, standing
from credits.enums import ClaimState

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
MOMENT = pl.Datetime("us", "UTC")
_READ: Mapping[str, Any] = {**KEPT, **READ, **dict.fromkeys(CLOCKS, MOMENT)}
# Every fact of a claim, as a column of Claim holds it.
FACTS: Mapping[str, Any] = {
    **dict.fromkeys(ledger.CLAIM_FACTS, pl.String),
    "provider_organisation_id": pl.Int64,
    **READ,
    **dict.fromkeys(CLOCKS, MOMENT),
}


@dataclass(frozen=True)
class Desk:
    """Humans whose chains are locked, what is known of them, and their live claims with what these hold."""

    who: rulebooks.Humans
    heads: Mapping[int, ledger.ChainHead]
    facts: rulebooks.Facts
    books: rulebooks.Books
    openings: pl.DataFrame
    live: pl.DataFrame
    holdings: pl.DataFrame

    @cached_property
    def held(self) -> Mapping[int, Mapping[str, ledger.Held]]:
        """Return what each claim on the desk holds, family by family."""
        return ledger.by_claim(self.holdings)


def locked(person_ids: Collection[int]) -> tuple[rulebooks.Humans, dict[int, ledger.ChainHead]]:
    """Lock the chains of these persons and of the records joined with theirs, in order of id."""
    who = rulebooks.humans(person_ids)
    return who, ledger.lock(who.records)


def known(who: rulebooks.Humans, heads: Mapping[int, ledger.ChainHead]) -> Desk:
    """Return the desk of humans whose chains are locked, with none of their claims on it yet."""
    return Desk(
        who=who,
        heads=heads,
        facts=rulebooks.read_facts(who),
        books=rulebooks.books(),
        openings=standing.openings_of(who),
        live=_nothing(),
        holdings=ledger.holdings([]),
    )


def with_claims(desk: Desk, live: pl.DataFrame, holdings: pl.DataFrame) -> Desk:
    """Return the desk with these live claims on it, and what they hold."""
    pinned = set(holdings["version"].unique()) - {"", *desk.books.rows}
    return replace(desk, live=live, holdings=holdings, books=rulebooks.books(digests=pinned) if pinned else desk.books)


def laid_out(who: rulebooks.Humans, heads: Mapping[int, ledger.ChainHead], *, also: Collection[int] = ()) -> Desk:
    """Return the desk of humans with all their live claims; `also` are claims that do not count now and whose lines are wanted."""
    live = _live(who)
    holdings = ledger.holdings([*live["claim"].to_list(), *also])
    pinned = set(holdings["version"].unique()) - {""}
    return Desk(
        who=who,
        heads=heads,
        facts=rulebooks.read_facts(who),
        books=rulebooks.books(digests=pinned),
        openings=standing.openings_of(who),
        live=live,
        holdings=holdings,
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
    lines = standing.lines_in(desk.who, {record: head.lines for record, head in desk.heads.items()})
    return standing.Case(who=desk.who, facts=desk.facts, held=desk.books, openings=desk.openings, lines=lines)


def frame_of(rows: Sequence[Sequence[Any]], who: rulebooks.Humans) -> pl.DataFrame:
    """Return claims, given by the values of `COLUMNS`, as policy reads them."""
    return _read(pl.DataFrame(rows, schema=_READ, orient="row"), who)


def as_policy_reads(stated: pl.DataFrame, who: rulebooks.Humans) -> pl.DataFrame:
    """Return claims, given by the columns of Claim, as policy reads them."""
    return _read(stated.rename({"id": "claim", "person_id": "record", "position": "place"}), who)


def with_human(table: pl.DataFrame, who: rulebooks.Humans) -> pl.DataFrame:
    """Add `person`, the human of each `record`."""
    if who.are_alone:
        return table.hstack([table["record"].alias("person")])
    return table.with_columns(person=pl.col("record").replace_strict(who.of_record, return_dtype=pl.Int64))


def _read(claims: pl.DataFrame, who: rulebooks.Humans) -> pl.DataFrame:
    # Policy knows local clock times only.
    return with_human(claims.with_columns(_local()), who)[:, list(SCHEMA)]


@cache
def _local() -> list[pl.Expr]:
    return [pl.col(name).dt.convert_time_zone(settings.TIME_ZONE).dt.replace_time_zone(None) for name in CLOCKS]


@cache
def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def _live(who: rulebooks.Humans) -> pl.DataFrame:
    claims = ledger.claims_of(who.records, state=ClaimState.LIVE)
    return frame_of(list(claims.values_list(*COLUMNS)), who)
