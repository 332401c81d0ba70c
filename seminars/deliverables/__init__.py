"""
Deliverables (结业成果): what a run asks everybody to hand in before there is a certificate, until when, and what became of it.

What is asked follows from the approval, or is stated for a run before anybody is enrolled. Whoever holds a place hands in a file, an address
or a text, and may replace it until the base has accepted or returned it. Hours do not wait for it: a certificate does (`closing.order_due`).
Only the person, the base's staff and whoever supervises the base read it; rows come from `_access`.
"""

from seminars.deliverables._access import own, to_decide, to_oversee, to_read
from seminars.deliverables._asking import (
    DeliverableApproved,
    NothingAsked,
    NotLater,
    PeopleEnrolled,
    ReasonMissing,
    extend,
    held,
    may_ask,
    of,
    state,
)
from seminars.deliverables._deciding import DecidedAlready, OwnWork, WhyMissing, accept, send_back, settle
from seminars.deliverables._handing_in import (
    AcceptedAlready,
    FileTooLarge,
    LinkNotSafe,
    NoPlace,
    NothingHandedIn,
    WrongFile,
    hand_in,
    has_place,
)
from seminars.deliverables._leftovers import discard_leftovers_due
from seminars.deliverables._queries import (
    MISSING,
    Asked,
    Counts,
    asked_of,
    counts,
    counts_of_each,
    due_between,
    history,
    last_states,
    page,
    settled_people,
    to_settle,
)

__all__ = [
    "MISSING",
    "AcceptedAlready",
    "Asked",
    "Counts",
    "DecidedAlready",
    "DeliverableApproved",
    "FileTooLarge",
    "LinkNotSafe",
    "NoPlace",
    "NotLater",
    "NothingAsked",
    "NothingHandedIn",
    "OwnWork",
    "PeopleEnrolled",
    "ReasonMissing",
    "WhyMissing",
    "WrongFile",
    "accept",
    "asked_of",
    "counts",
    "counts_of_each",
    "discard_leftovers_due",
    "due_between",
    "extend",
    "hand_in",
    "has_place",
    "held",
    "history",
    "last_states",
    "may_ask",
    "of",
    "own",
    "page",
    "send_back",
    "settle",
    "settled_people",
    "state",
    "to_decide",
    "to_oversee",
    "to_read",
    "to_settle",
]
