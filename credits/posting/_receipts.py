"""What the caller gets for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from credits import ledger
from credits.hours import to_decimal


@dataclass(frozen=True)
class Receipt:
    """
    What a claim is worth now. `outcome`: `credited` just now, or `known` from before.

    `by_family` holds each rulebook's award; `hours` and `by_category` are those of the rulebook that gives most.
    """

    person_id: int
    key: str
    claim_id: int
    outcome: str
    hours: Decimal = Decimal(0)
    by_category: Mapping[str, Decimal] = field(default_factory=dict)
    by_family: Mapping[str, Decimal] = field(default_factory=dict)


def receipt(*, person_id: int, key: str, claim_id: int, outcome: str, awards: Sequence[ledger.Award]) -> Receipt:
    """Return the receipt of a claim that is worth `awards`."""
    best = max(awards, key=lambda award: (award.hours, award.family), default=ledger.Award(claim_id, "", {}))
    return Receipt(
        person_id=person_id,
        key=key,
        claim_id=claim_id,
        outcome=outcome,
        hours=to_decimal(best.hours),
        by_category={category: to_decimal(hours) for category, hours in best.by_category.items()},
        by_family={award.family: to_decimal(award.hours) for award in awards if award.family},
    )
