"""Lock the chains, append to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import polars as pl

from credits.ledger._encoding import Said, Stated, canonical
from credits.models import Act, Claim, Entry, tables
from credits.models.rows import array, asking

MADE = """
INSERT INTO credits_chain (person_id, next_position, lines, last_digest)
SELECT id, 1, 0, '' FROM unnest((SELECT %s::bigint[])) AS id WHERE NOT EXISTS (SELECT 1 FROM credits_chain WHERE person_id = id)
ORDER BY id ON CONFLICT DO NOTHING
"""
HELD = """
SELECT person_id, next_position, lines, last_digest, last_recorded_at AT TIME ZONE 'UTC' FROM credits_chain WHERE person_id = ANY(%s::bigint[])
ORDER BY person_id FOR UPDATE
"""
MOVED = """
UPDATE credits_chain AS kept SET next_position = given.position, lines = given.lines, last_digest = decode(given.digest, 'hex'),
       last_recorded_at = given.at
FROM unnest((SELECT %s::bigint[]), %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[]) AS given(person, position, lines, digest, at)
WHERE kept.person_id = given.person
"""
# What a table of lines says of each line and its claim; `reasons` is canonical text.
LINES: Mapping[str, Any] = {
    **dict.fromkeys(("claim", "record"), pl.Int64),
    "key": pl.String,
    **dict.fromkeys(("revision", "place"), pl.Int64),
    **dict.fromkeys(("digest", "kind", "family"), pl.String),
    "version_id": pl.Int64,
    "version": pl.String,
    **dict.fromkeys(("cycle_starts_on", "cycle_ends_before"), pl.Date),
    "category": pl.String,
    "hours": pl.Int64,
    "reasons": pl.String,
}
# The columns of an entry that such a table names otherwise or alike.
COLUMNS = {
    "record": "person_id",
    "claim": "claim_id",
    "version": "version_digest",
    **{name: name for name in ("kind", "family", "version_id", "cycle_starts_on", "cycle_ends_before", "category")},
    **{name: name for name in ("hours", "reasons")},
}
LINKED: Mapping[str, Any] = {
    "number": pl.Int64,
    "recorded_at": pl.Datetime("us", "UTC"),
    "prev_digest": pl.String,
    "digest": pl.String,
}


@dataclass(slots=True)
class ChainHead:
    """The head of a person's chain, as it was locked; what is appended moves it."""

    person_id: int
    next_position: int
    lines: int
    last_digest: bytes
    last_recorded_at: datetime | None

    def linked(self, encoding: bytes, *, at: datetime) -> tuple[int, datetime, str, str]:
        """Link a line of this encoding to the chain; return its number, moment and the digests before and after it."""
        before, moment = self.last_digest, recorded_at(at, self)
        self.last_digest = sha256(before + encoding).digest()
        self.lines += 1
        self.last_recorded_at = moment
        return self.lines, moment, f"\\x{before.hex()}", f"\\x{self.last_digest.hex()}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line says of its claim."""

    pk: int
    person_id: int
    key: str
    revision: int
    position: int
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line to append: what a claim is given or loses, by whose act, with the whole decision's reasons."""

    claim: Stamp
    kind: str
    family: str
    hours: int
    version_id: int | None = None
    version_digest: str = ""
    cycle_starts_on: date | None = None
    cycle_ends_before: date | None = None
    category: str = ""
    reasons: Sequence[Mapping[str, Any]] = field(default=())


def lock(record_ids: Sequence[int]) -> dict[int, ChainHead]:
    """Return the heads of these records' chains, made where missing, locked until the transaction ends."""
    # In order of id, always: two writers wait for each other, they never block each other. Missing heads are made before anything is
    # locked: who made one holds it as if locked, and must not wait for a lower one then.
    ids = array(sorted(set(record_ids)))
    with asking(few=True) as cursor:
        cursor.execute(MADE, [ids])
        cursor.execute(HELD, [ids])
        # A moment with its zone costs as much to read as all the rest of a row.
        return {
            person: ChainHead(person, position, lines, digest, at.replace(tzinfo=UTC) if at else None)
            for person, position, lines, digest, at in cursor.fetchall()
        }


def lines_table(lines: Sequence[Line]) -> pl.DataFrame:
    """Return `lines` as a table."""
    rows = [
        (
            *(line.claim.pk, line.claim.person_id, line.claim.key, line.claim.revision, line.claim.position),
            *(line.claim.digest, line.kind, line.family, line.version_id, line.version_digest),
            *(line.cycle_starts_on, line.cycle_ends_before, line.category, line.hours, canonical(list(line.reasons))),
        )
        for line in lines
    ]
    return pl.DataFrame(rows, schema=LINES, orient="row")


def append(lines: pl.DataFrame, *, act: Act, heads: Mapping[int, ChainHead]) -> None:
    """Append `lines` (`LINES`) in their order, each to its person's chain, and keep the heads with what the caller changed in them."""
    said, linked = _Act(act), []
    for row in lines[:, list(LINES)].iter_rows():
        head = heads[row[1]]
        linked.append(head.linked(said.encoding(row, head), at=act.at))
    added = pl.DataFrame(linked, schema=LINKED, orient="row")
    named = tables.picked(lines, COLUMNS)
    tables.append(Entry, named.hstack(added), act_id=act.pk)
    _keep([heads[person] for person in sorted(set(lines["record"]))])


def encoded(row: Mapping[str, Any], *, act: Act, claim: Claim | Stamp) -> dict[str, Any]:
    """Return what the encoding of a line says, from the columns of its row, its act and its claim."""
    return {
        "act": [act.pk, act.kind, act.by_id, act.at, act.reason, act.origin],
        "category": row["category"],
        "claim": [claim.pk, claim.key, claim.revision, claim.position, claim.digest],
        "cycle": [row["cycle_starts_on"], row["cycle_ends_before"]],
        "family": row["family"],
        "hours": row["hours"],
        "kind": row["kind"],
        "number": row["number"],
        "person": row["person_id"],
        "reasons": row["reasons"],
        "recorded_at": row["recorded_at"],
        "version": row["version_digest"],
    }


class _Act:
    """What the lines of one act say."""

    def __init__(self, act: Act) -> None:
        self.act = canonical([act.pk, act.kind, act.by_id, act.at, act.reason, act.origin])
        self.at = act.at
        self.said = Said()

    def encoding(self, row: Sequence[Any], head: ChainHead) -> bytes:
        """Return the encoding of the next line of `head`."""
        claim, record, key, revision, position, digest, kind, family, _id, version, *cycle, category, hours, reasons = (
            row
        )
        stated = Stated(
            act=self.act,
            category=category,
            claim=(claim, key, revision, position, digest),
            cycle=(cycle[0], cycle[1]),
            family=family,
            hours=hours,
            kind=kind,
            number=head.lines + 1,
            person=record,
            reasons=reasons,
            recorded_at=recorded_at(self.at, head),
            version=version,
        )
        return self.said.line(stated)


def recorded_at(at: datetime, head: ChainHead) -> datetime:
    """Return the moment that the next line bears: clocks may go back, the ledger does not."""
    return max(at, head.last_recorded_at) if head.last_recorded_at else at


def _keep(heads: Sequence[ChainHead]) -> None:
    said = {at: at.isoformat() if at else "NULL" for at in {head.last_recorded_at for head in heads}}
    moments = ",".join(said[head.last_recorded_at] for head in heads)
    with asking(few=True) as cursor:
        cursor.execute(
            MOVED,
            [
                array(head.person_id for head in heads),
                array(head.next_position for head in heads),
                array(head.lines for head in heads),
                "{" + ",".join(head.last_digest.hex() for head in heads) + "}",
                "{" + moments + "}",
            ],
        )
