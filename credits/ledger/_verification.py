"""Walk the chains and say where they were tampered with: read as tables, each line put into words again from its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl
from django.db import models

from credits.ledger._encoding import CLAIM_FACTS, Said, Stated, canonical, claim_digests
from credits.models import Act, Claim
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
CLAIMS = {
    "person_id": pl.Int64,
    "id": pl.Int64,
    "digest": pl.String,
    **{name: kind for name, (_, kind) in FACTS.items()},
}
_STATED = ", ".join(text.format(f'c."{name}"') for name, (text, _kind) in FACTS.items())
LINES: Mapping[str, Any] = {
    **dict.fromkeys(("person", "number"), pl.Int64),
    **dict.fromkeys(("digest", "previous"), pl.String),
    "act": pl.Int64,
    "category": pl.String,
    "claim": pl.Int64,
    "key": pl.String,
    **dict.fromkeys(("revision", "position"), pl.Int64),
    **dict.fromkeys(("claim_digest", "starts", "ends", "family"), pl.String),
    "hours": pl.Int64,
    **dict.fromkeys(("kind", "reasons", "recorded_at", "version"), pl.String),
}
HEADS = {"person_id": pl.Int64, "lines": pl.Int64, "last_digest": pl.String}
OF_RECORDS = "{0} = ANY(%(records)s::bigint[])"
BETWEEN = "{0} >= %(first)s AND {0} < %(before)s"
# ruff: noqa: S608  (the statements are our own text; values are parameters)
READ_CLAIMS = f"SELECT c.person_id, c.id, c.digest, {_STATED} FROM credits_claim c WHERE "
READ_LINES = f"""
SELECT e.person_id, e.number, encode(e.digest, 'hex'), encode(e.prev_digest, 'hex'), e.act_id, e.category, c.id, c.key, c.revision,
       c.position, c.digest, e.cycle_starts_on::text, e.cycle_ends_before::text, e.family, e.hours, e.kind, e.reasons::text,
       {MOMENT.format("e.recorded_at")}, e.version_digest
  FROM credits_entry e JOIN credits_claim c ON c.id = e.claim_id JOIN credits_act a ON a.id = e.act_id WHERE """
READ_HEADS = "SELECT person_id, lines, encode(last_digest, 'hex') FROM credits_chain WHERE "
WITHOUT = """
SELECT c.person_id, c.id FROM credits_claim c WHERE c.id = ANY(%s::bigint[])
   AND NOT EXISTS (SELECT 1 FROM credits_entry e WHERE e.claim_id = c.id)
"""


@dataclass(frozen=True)
class Fault:
    """
    Something is not as it was written: line `number` of a person's chain, 0 where no line is to blame.

    What concerns a head, or the tree, and no person has the person 0.
    """

    person_id: int
    number: int
    what: str

    def __str__(self) -> str:
        if not self.person_id:
            return self.what
        line = f", line {self.number}" if self.number else ""
        return f"person {self.person_id}{line}: {self.what}"


@dataclass(frozen=True)
class _Whose:
    """Whose chains are walked: a condition on the column of the record, and its values."""

    condition: str
    values: Mapping[str, Any]

    def read(self, statement: str, column: str, columns: Mapping[str, Any]) -> pl.DataFrame:
        return read(statement + self.condition.format(column), self.values, columns)


def verify(person_ids: Sequence[int]) -> list[Fault]:
    """Return the faults in the chains of these records; none if nobody touched a line, a claim or an act of theirs."""
    return _faults(_Whose(OF_RECORDS, {"records": array(person_ids)}))


def verify_between(first: int, before: int) -> list[Fault]:
    """Return the faults in the chains of all records whose ids are `first` or above and below `before`."""
    return _faults(_Whose(BETWEEN, {"first": first, "before": before}))


def _faults(whose: _Whose) -> list[Fault]:
    lines = whose.read(READ_LINES, "e.person_id", LINES).sort("person", "number", nulls_last=False)
    faults = [*_in_claims(whose, lines), *_in_lines(whose, lines)]
    return sorted(faults, key=lambda fault: (fault.person_id, fault.number, fault.what))


def _in_claims(whose: _Whose, lines: pl.DataFrame) -> Iterator[Fault]:
    claims = whose.read(READ_CLAIMS, "c.person_id", CLAIMS)
    digests = claim_digests({name: claims[name].to_list() for name in CLAIM_FACTS})
    changed = claims.filter(claims["digest"] != pl.Series(digests, dtype=pl.String))
    for person, pk in changed.select("person_id", "id").iter_rows():
        yield Fault(person, 0, f"facts of claim {pk} changed")
    alone = claims.join(lines.select(id="claim"), on="id", how="anti")["id"]
    if alone.len():
        for person, pk in read(WITHOUT, [array(alone)], {"person": pl.Int64, "claim": pl.Int64}).iter_rows():
            yield Fault(person, 0, f"claim {pk} has no line")


def _in_lines(whose: _Whose, lines: pl.DataFrame) -> Iterator[Fault]:
    heads = {
        person: (count, last or "") for person, count, last in whose.read(READ_HEADS, "person_id", HEADS).iter_rows()
    }
    acts, said, seen = _acts(lines["act"].unique().to_list()), Said(), set()
    for person, theirs in groupby(lines.iter_rows(), key=itemgetter(0)):
        seen.add(person)
        yield from _in_chain(person, theirs, heads.get(person), acts, said)
    for person, (count, _last) in heads.items():
        if person not in seen and count:
            yield Fault(person, 0, "all lines are gone")


def _acts(ids: Sequence[int]) -> dict[int, str]:
    """Return what lines say of these acts."""
    rows = Act.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "kind", "by_id", "at", "reason", "origin")
    return {row[0]: canonical(list(row)) for row in rows}


def _in_chain(
    person: int, lines: Iterator[Sequence[Any]], head: tuple[int, str] | None, acts: Mapping[int, str], said: Said
) -> Iterator[Fault]:
    last, last_number = "", 0
    for line in lines:
        number, digest, previous = line[1:4]
        if number != last_number + 1:
            yield Fault(person, last_number + 1, "line is missing")
        if (previous or "") != last:
            yield Fault(person, number, "does not follow the line before it")
        if digest != _true_digest(line, acts, said):
            yield Fault(person, number, "changed")
        last, last_number = digest or "", number
    if head != (last_number, last):
        yield Fault(person, last_number, "is not the last line that was written")


def _true_digest(line: Sequence[Any], acts: Mapping[int, str], said: Said) -> str:
    """Return the digest, hexadecimal, that a row of `LINES` should bear."""
    person, number, _digest, previous, act, category, pk, key, revision, position, claim, starts, ends, *rest = line
    family, hours, kind, reasons, at, version = rest
    own, cycle, why = (pk, key, revision, position, claim), (starts, ends), said.parsed(reasons)
    stated = Stated(acts[act], category, own, cycle, family, hours, kind, number, person, why, at, version)
    return sha256(bytes.fromhex(previous or "") + said.line(stated)).hexdigest()
