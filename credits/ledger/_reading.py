"""Lines, claims and heads of chains read back as tables, as the encoding writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import models

from credits.ledger._encoding import CLAIM_FACTS
from credits.models import Claim
from credits.models.rows import array
from credits.models.tables import read

# Days and moments are read as the encoding writes them; a day that no calendar has is then a wrong one, not an error.
MOMENT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'"
SAID: Mapping[type[models.Field[Any, Any]], tuple[str, Any]] = {
    models.DateTimeField: (MOMENT, pl.String),
    models.DateField: ("{}::text", pl.String),
    models.BooleanField: ("{}::text", pl.Boolean),
    models.CharField: ("{}", pl.String),
}
FACTS = {
    field.attname: SAID.get(type(field), ("{}", pl.Int64))
    for field in Claim._meta.concrete_fields
    if field.attname in CLAIM_FACTS
}
# What lines say of their claims.
OF_CLAIMS: Mapping[str, Any] = {
    "claim": pl.Int64,
    "key": pl.String,
    **dict.fromkeys(("revision", "position"), pl.Int64),
    "claim_digest": pl.String,
}
CLAIMS = {**OF_CLAIMS, "record": pl.Int64, **{name: kind for name, (_, kind) in FACTS.items()}}
ENTRIES: Mapping[str, Any] = {
    **dict.fromkeys(("person", "number"), pl.Int64),
    **dict.fromkeys(("digest", "previous"), pl.String),
    **dict.fromkeys(("claim", "act"), pl.Int64),
    **dict.fromkeys(("category", "starts", "ends", "family"), pl.String),
    "hours": pl.Int64,
    **dict.fromkeys(("kind", "reasons", "recorded_at", "version"), pl.String),
}
HEADS = {"person": pl.Int64, "lines": pl.Int64, "last_digest": pl.String}
OF_RECORDS = "{0} = ANY(%(records)s::bigint[])"
BETWEEN = "{0} >= %(first)s AND {0} < %(before)s"
# ruff: noqa: S608  (the statements are our own text; values are parameters)
_OF_CLAIMS = "id, key, revision, position, digest"
_STATED = ", ".join(text.format(f'"{name}"') for name, (text, _kind) in FACTS.items())
READ_CLAIMS = f"SELECT {_OF_CLAIMS}, person_id, {_STATED} FROM credits_claim WHERE "
READ_OTHERS = f"SELECT {_OF_CLAIMS} FROM credits_claim WHERE id = ANY(%s::bigint[])"
READ_ENTRIES = f"""
SELECT person_id, number, encode(digest, 'hex'), encode(prev_digest, 'hex'), claim_id, act_id, category, cycle_starts_on::text,
       cycle_ends_before::text, family, hours, kind, reasons::text, {MOMENT.format("recorded_at")}, version_digest
  FROM credits_entry WHERE """
READ_HEADS = "SELECT person_id, lines, encode(last_digest, 'hex') FROM credits_chain WHERE "
WITHOUT = """
SELECT c.person_id, c.id FROM credits_claim c WHERE c.id = ANY(%s::bigint[])
   AND NOT EXISTS (SELECT 1 FROM credits_entry e WHERE e.claim_id = c.id)
"""


@dataclass(frozen=True)
class Whose:
    """Whose chains are read: a condition on the column of the record, and its values."""

    condition: str
    values: Mapping[str, Any]

    def claims(self) -> pl.DataFrame:
        """Return their claims (`CLAIMS`)."""
        return self._read(READ_CLAIMS, CLAIMS)

    def lines(self, claims: pl.DataFrame) -> pl.DataFrame:
        """Return their lines (`ENTRIES`) in order, each with what it says of its claim; `claims` are theirs."""
        entries, known = self._read(READ_ENTRIES, ENTRIES), claims.select(*OF_CLAIMS)
        # Somebody may have let a line point elsewhere.
        others = entries.join(known, on="claim", how="anti")["claim"].unique()
        if others.len():
            known = pl.concat([known, read(READ_OTHERS, [array(others)], OF_CLAIMS)])
        return entries.join(known, on="claim").sort("person", "number")

    def heads(self) -> dict[int, tuple[int, str]]:
        """Return how many lines each chain has and the digest of the last, as its head says."""
        rows = self._read(READ_HEADS, HEADS).iter_rows()
        return {person: (lines, digest or "") for person, lines, digest in rows}

    def _read(self, statement: str, columns: Mapping[str, Any]) -> pl.DataFrame:
        return read(statement + self.condition.format("person_id"), self.values, columns)


def of_records(person_ids: Sequence[int]) -> Whose:
    """Return the chains of these records."""
    return Whose(OF_RECORDS, {"records": array(person_ids)})


def between(first: int, before: int) -> Whose:
    """Return the chains of all records whose ids are `first` or above and below `before`."""
    return Whose(BETWEEN, {"first": first, "before": before})


def without_lines(claims: pl.Series) -> list[tuple[int, int]]:
    """Return record and id of those of `claims` that have no line anywhere."""
    if not claims.len():
        return []
    return read(WITHOUT, [array(claims)], {"record": pl.Int64, "claim": pl.Int64}).rows()
