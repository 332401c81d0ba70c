"""Hours: whole hundredths inside, decimals at the edges."""

from decimal import Decimal

import pytest

from credits import hours


def test_hundredths_and_back() -> None:
    assert hours.to_hundredths(Decimal("1.5")) == 150
    assert hours.to_hundredths(90) == 9000
    assert [str(hours.to_decimal(amount)) for amount in (9000, 150, 125, 0, -50)] == ["90", "1.5", "1.25", "0", "-0.5"]


@pytest.mark.parametrize("amount", [Decimal("0.005"), Decimal("nan"), Decimal("inf")])
def test_to_hundredths_refuses_what_is_no_hundredth(amount: Decimal) -> None:
    with pytest.raises(hours.NotHundredths):
        hours.to_hundredths(amount)
