"""What presence is worth: an hour that nobody attended is no hour."""

from decimal import ROUND_FLOOR, Decimal

# Whoever was there for four fifths has completed a run. Our own default, without a source: a rulebook with a gate of its own decides by that.
SHARE_MIN_PERCENT = 80
STEP = Decimal("0.5")


def has_completed(*, minutes: int, scheduled: int) -> bool:
    """Say whether somebody who was there for `minutes` of `scheduled` has completed the run."""
    return minutes * 100 >= scheduled * SHARE_MIN_PERCENT


def hours_attended(approved: Decimal, *, minutes: int, scheduled: int) -> Decimal:
    """Return the hours to claim: the approved ones for a completed run, else the share attended, rounded down to half an hour."""
    if has_completed(minutes=minutes, scheduled=scheduled):
        return approved
    share = approved * minutes / scheduled
    return (share / STEP).to_integral_value(ROUND_FLOOR) * STEP
