"""Lock the chains, append to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from credits.ledger._encoding import line_digest
from credits.models import Act, Chain, Claim, Entry
from credits.models.rows import array, copy, update

MADE = """
INSERT INTO credits_chain (person_id, next_position, lines, last_digest)
SELECT id, 1, 0, '' FROM unnest(%s::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM credits_chain WHERE person_id = id)
ORDER BY id ON CONFLICT DO NOTHING
"""
HELD = "SELECT * FROM credits_chain WHERE person_id = ANY(%s::bigint[]) ORDER BY person_id FOR UPDATE"


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


def lock(record_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the heads of these records' chains, made where missing, locked until the transaction ends."""
    # In order of id, always: two writers wait for each other, they never block each other. Missing heads are made before anything is
    # locked: who made one holds it as if locked, and must not wait for a lower one then.
    ids = array(sorted(set(record_ids)))
    with connection.cursor() as cursor:
        cursor.execute(MADE, [ids])
    return {chain.person_id: chain for chain in Chain.objects.raw(HELD, [ids])}


def append(lines: Sequence[Line], *, act: Act, heads: Mapping[int, Chain]) -> None:
    """Append `lines` in their order, each to its person's chain, and keep the heads with what the caller changed in them."""
    rows = []
    for line in lines:
        head = heads[line.claim.person_id]
        row = _row(line, act, head)
        head.lines, head.last_digest, head.last_recorded_at = row["number"], row["digest"], row["recorded_at"]
        rows.append(row)
    copy(Entry, rows)
    touched = [heads[person] for person in sorted({line.claim.person_id for line in lines})]
    update(Chain, [_head(chain) for chain in touched], key="person_id")


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


def _row(line: Line, act: Act, head: Chain) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person_id": line.claim.person_id,
        "number": head.lines + 1,
        "claim_id": line.claim.pk,
        "act_id": act.pk,
        "kind": line.kind,
        "family": line.family,
        "version_id": line.version_id,
        "version_digest": line.version_digest,
        "cycle_starts_on": line.cycle_starts_on,
        "cycle_ends_before": line.cycle_ends_before,
        "category": line.category,
        "hours": line.hours,
        "reasons": list(line.reasons),
        "recorded_at": recorded_at(act.at, head),
        "prev_digest": bytes(head.last_digest),
    }
    row["digest"] = line_digest(row["prev_digest"], encoded(row, act=act, claim=line.claim))
    return row


def recorded_at(at: datetime, head: Chain) -> datetime:
    """Return the moment that the next line bears: clocks may go back, the ledger does not."""
    return max(at, head.last_recorded_at) if head.last_recorded_at else at


def _head(chain: Chain) -> dict[str, Any]:
    return {
        "person_id": chain.person_id,
        "next_position": chain.next_position,
        "lines": chain.lines,
        "last_digest": bytes(chain.last_digest),
        "last_recorded_at": chain.last_recorded_at,
    }
