"""What presence is worth."""

from decimal import Decimal

import pytest

from seminars import attendance


@pytest.mark.parametrize(
    ("minutes", "hours"), [(360, "8"), (288, "8"), (287, "6"), (180, "4"), (100, "2"), (20, "0"), (0, "0")]
)
def test_hours_are_those_attended_unless_the_run_was_completed(minutes: int, hours: str) -> None:
    assert attendance.hours_attended(Decimal(8), minutes=minutes, scheduled=360) == Decimal(hours)
