"""Walk the chains and say where they were tampered with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from credits.ledger._appending import encoded
from credits.ledger._encoding import CLAIM_FACTS, claim_digest, line_digest
from credits.models import Chain, Claim, Entry


@dataclass(frozen=True)
class Fault:
    """Something in a person's chain is not as it was written: `number` is the line, 0 where no line is to blame."""

    person_id: int
    number: int
    what: str


def verify(person_ids: Sequence[int]) -> list[Fault]:
    """Return the faults in the chains of these records; none if nobody touched a line, a claim or an act of theirs."""
    faults = [*_in_claims(person_ids), *_in_lines(person_ids)]
    return sorted(faults, key=lambda fault: (fault.person_id, fault.number, fault.what))


def _in_claims(person_ids: Sequence[int]) -> Iterator[Fault]:
    claims = Claim.objects.filter(person_id__in=person_ids).order_by("pk")
    for claim in claims.iterator():
        if claim.digest != claim_digest({name: getattr(claim, name) for name in CLAIM_FACTS}):
            yield Fault(claim.person_id, 0, f"facts of claim {claim.pk} changed")
    for person, claim_id in claims.filter(entries=None).values_list("person_id", "pk"):
        yield Fault(person, 0, f"claim {claim_id} has no line")


def _in_lines(person_ids: Sequence[int]) -> Iterator[Fault]:
    heads = Chain.objects.in_bulk(person_ids)
    entries = (
        Entry.objects.filter(person_id__in=person_ids).select_related("claim", "act").order_by("person_id", "number")
    )
    seen = set()
    for person, lines in groupby(entries.iterator(), key=lambda entry: entry.person_id):
        seen.add(person)
        yield from _in_chain(person, lines, heads.get(person))
    for person, head in heads.items():
        if person not in seen and head.lines:
            yield Fault(person, 0, "all lines are gone")


def _in_chain(person: int, lines: Iterator[Entry], head: Chain | None) -> Iterator[Fault]:
    previous, number = b"", 0
    for entry in lines:
        if entry.number != number + 1:
            yield Fault(person, number + 1, "line is missing")
        if bytes(entry.prev_digest) != previous:
            yield Fault(person, entry.number, "does not follow the line before it")
        if bytes(entry.digest) != line_digest(
            bytes(entry.prev_digest), encoded(vars(entry), act=entry.act, claim=entry.claim)
        ):
            yield Fault(person, entry.number, "changed")
        previous, number = bytes(entry.digest), entry.number
    if head is None or (head.lines, bytes(head.last_digest)) != (number, previous):
        yield Fault(person, number, "is not the last line that was written")
