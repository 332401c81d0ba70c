"""What the caller gets for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

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
    hours, by_category, by_family = _worth(tuple((award.family, *award.by_category.items()) for award in awards))
    return Receipt(
        person_id=person_id,
        key=key,
        claim_id=claim_id,
        outcome=outcome,
        hours=hours,
        by_category=dict(by_category),
        by_family=dict(by_family),
    )


@lru_cache(maxsize=1000)
def _worth(
    awards: tuple[tuple[Any, ...], ...],
) -> tuple[Decimal, Mapping[str, Decimal], Mapping[str, Decimal]]:
    """Return hours and hours by category of the best of `awards` (family, then category and hundredths), and hours by family."""
    # Most claims of a table are worth the same.
    sums = [(sum(hours for _category, hours in cells), family, cells) for family, *cells in awards]
    best, _family, cells = max(sums, key=lambda award: award[:2], default=(0, "", []))
    by_category = {category: to_decimal(hours) for category, hours in cells}
    return to_decimal(best), by_category, {family: to_decimal(hours) for hours, family, _cells in sums if family}
