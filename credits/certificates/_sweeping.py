"""What the sweep that orders does in a tick."""

from datetime import datetime

from credits.certificates import _falling, _taught, _years


def order_due(*, at: datetime) -> int:
    """Order proofs of years and of hours taught that are due, propose to revoke what states too much; return how many were ordered."""
    _falling.propose_due(at=at)
    return _years.order_years_due(at=at) + _taught.order_taught_due(at=at)
