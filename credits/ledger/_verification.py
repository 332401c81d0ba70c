"""Walk the chains and say where they were tampered with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from credits.ledger._appending import encoded
from credits.ledger._encoding import CLAIM_FACTS, claim_digest, line_digest
from credits.models import Chain, Claim, Entry

AT_ONCE = 5000
OWN = (
    "person_id",
    "number",
    "category",
    "cycle_starts_on",
    "cycle_ends_before",
    "family",
    "hours",
    "kind",
    "reasons",
    "recorded_at",
    "version_digest",
    "prev_digest",
    "digest",
)
ACT = ("pk", "kind", "by_id", "at", "reason", "origin")
CLAIM = ("pk", "key", "revision", "position", "digest")
COLUMNS = (*OWN, *(f"act__{name}" for name in ACT), *(f"claim__{name}" for name in CLAIM))


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
    return _faults(Q(person_id__in=person_ids))


def verify_between(first: int, before: int) -> list[Fault]:
    """Return the faults in the chains of all records whose ids are `first` or above and below `before`."""
    return _faults(Q(person_id__gte=first, person_id__lt=before))


def _faults(theirs: Q) -> list[Fault]:
    faults = [*_in_claims(theirs), *_in_lines(theirs)]
    return sorted(faults, key=lambda fault: (fault.person_id, fault.number, fault.what))


def _in_claims(theirs: Q) -> Iterator[Fault]:
    # In the order of an index that begins with the person: by id, a cursor would walk the whole table for each piece.
    claims = Claim.objects.filter(theirs).order_by("person_id", "position")
    rows = claims.values_list("person_id", "pk", "digest", *CLAIM_FACTS)
    for person, pk, digest, *values in rows.iterator(AT_ONCE):
        if digest != claim_digest(dict(zip(CLAIM_FACTS, values, strict=True))):
            yield Fault(person, 0, f"facts of claim {pk} changed")
    lines = Entry.objects.filter(claim=OuterRef("pk"))
    for person, pk in claims.filter(~Exists(lines)).values_list("person_id", "pk"):
        yield Fault(person, 0, f"claim {pk} has no line")


def _in_lines(theirs: Q) -> Iterator[Fault]:
    heads = {chain.person_id: chain for chain in Chain.objects.filter(theirs)}
    entries = Entry.objects.filter(theirs).order_by("person_id", "number").values_list(*COLUMNS)
    seen = set()
    for person, lines in groupby(entries.iterator(AT_ONCE), key=itemgetter(0)):
        seen.add(person)
        yield from _in_chain(person, map(_line, lines), heads.get(person))
    for person, head in heads.items():
        if person not in seen and head.lines:
            yield Fault(person, 0, "all lines are gone")


def _line(values: Sequence[Any]) -> dict[str, Any]:
    own, act = len(OWN), len(OWN) + len(ACT)
    return {
        **dict(zip(OWN, values, strict=False)),
        "act": SimpleNamespace(**dict(zip(ACT, values[own:act], strict=True))),
        "claim": SimpleNamespace(**dict(zip(CLAIM, values[act:], strict=True))),
    }


def _in_chain(person: int, lines: Iterator[Mapping[str, Any]], head: Chain | None) -> Iterator[Fault]:
    previous, number = b"", 0
    for line in lines:
        if line["number"] != number + 1:
            yield Fault(person, number + 1, "line is missing")
        if bytes(line["prev_digest"]) != previous:
            yield Fault(person, line["number"], "does not follow the line before it")
        if bytes(line["digest"]) != line_digest(
            bytes(line["prev_digest"]), encoded(line, act=line["act"], claim=line["claim"])
        ):
            yield Fault(person, line["number"], "changed")
        previous, number = bytes(line["digest"]), line["number"]
    if head is None or (head.lines, bytes(head.last_digest)) != (number, previous):
        yield Fault(person, number, "is not the last line that was written")
