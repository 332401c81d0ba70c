"""Walk the chains and say where they were tampered with: read as tables, each line put into words again from its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from credits.ledger._encoding import CLAIM_FACTS, Said, Stated, canonical, claim_digests
from credits.ledger._reading import OF_CLAIMS, Whose, between, of_records, without_lines
from credits.models import Act

ORDER = [
    *("person", "number", "digest", "previous", "act", "category", *OF_CLAIMS),
    *("starts", "ends", "family", "hours", "kind", "reasons", "recorded_at", "version"),
]
GONE = "null"  # what is said of an act that is not there


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


def verify(person_ids: Sequence[int]) -> list[Fault]:
    """Return the faults in the chains of these records; none if nobody touched a line, a claim or an act of theirs."""
    return _faults(of_records(person_ids))


def verify_between(first: int, before: int) -> list[Fault]:
    """Return the faults in the chains of all records whose ids are `first` or above and below `before`."""
    return _faults(between(first, before))


def _faults(whose: Whose) -> list[Fault]:
    claims = whose.claims()
    lines = whose.lines(claims)
    faults = [*_in_claims(claims, lines), *_in_lines(lines, whose.heads())]
    return sorted(faults, key=lambda fault: (fault.person_id, fault.number, fault.what))


def _in_claims(claims: pl.DataFrame, lines: pl.DataFrame) -> Iterator[Fault]:
    digests = claim_digests({name: claims[name].to_list() for name in CLAIM_FACTS})
    changed = claims.filter(claims["claim_digest"] != pl.Series(digests, dtype=pl.String))
    for person, pk in changed.select("record", "claim").iter_rows():
        yield Fault(person, 0, f"facts of claim {pk} changed")
    for person, pk in without_lines(claims.join(lines, on="claim", how="anti")["claim"]):
        yield Fault(person, 0, f"claim {pk} has no line")


def _in_lines(lines: pl.DataFrame, heads: Mapping[int, tuple[int, str]]) -> Iterator[Fault]:
    acts, said, seen = _acts(lines["act"].unique().to_list()), Said(), set()
    for person, theirs in groupby(lines.select(ORDER).iter_rows(), key=itemgetter(0)):
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
    stated = Stated(acts.get(act, GONE), category, own, cycle, family, hours, kind, number, person, why, at, version)
    return sha256(bytes.fromhex(previous or "") + said.line(stated)).hexdigest()
