"""Closing: a run is over, everybody's presence is stated, and the hours are claimed, all or none."""

from seminars.closing._certificates import certificate_key, order_due, orders
from seminars.closing._claims import claim_key, claim_of, claims_if_present
from seminars.closing._hours import PersonHours, hours_of
from seminars.closing._issuing import Candidate, Obstacle, candidates, chosen, issue_together
from seminars.closing._operations import AttendanceOpen, RunCancelled, RunNotOver, close
from seminars.closing._queries import ready, too_late

__all__ = [
    "AttendanceOpen",
    "Candidate",
    "Obstacle",
    "PersonHours",
    "RunCancelled",
    "RunNotOver",
    "candidates",
    "certificate_key",
    "chosen",
    "claim_key",
    "claim_of",
    "claims_if_present",
    "close",
    "hours_of",
    "issue_together",
    "order_due",
    "orders",
    "ready",
    "too_late",
]
