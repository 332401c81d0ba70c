"""Hours: whole hundredths inside, `Decimal` at the edges."""

from decimal import Decimal

HUNDREDTHS = 100


class NotHundredths(ValueError):
    """An amount has more than two decimal places, or is no number."""


def to_hundredths(amount: Decimal | int) -> int:
    """
    Return `amount` of hours as whole hundredths.

    :raises NotHundredths: if the amount is not a whole number of hundredths
    """
    exact = Decimal(amount) * HUNDREDTHS
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise NotHundredths(f"{amount} has more than two decimal places, or is no number")
    return int(exact)


def to_decimal(hundredths: int) -> Decimal:
    """Return whole hundredths as hours, without trailing zeros: 9000 is `90`, 150 is `1.5`."""
    amount = Decimal(hundredths) / HUNDREDTHS
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount.normalize()
