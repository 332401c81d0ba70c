"""
Certificates: a sealed statement about a completed run, or a completed self-paced programme.

`order` writes down what is due, `issue_due` does it: it freezes the wording, gives the number and draws the file from nothing but
the wording. A certificate never changes; it is revoked, or superseded by another (换发). Anybody may `verify` one.
"""

from credits.certificates._operations import NotValid, ReasonMissing, issue_due, reissue, revoke
from credits.certificates._orders import Order, order
from credits.certificates._picture import draw_picture
from credits.certificates._queries import (
    NoSuchCertificate,
    Verified,
    by_token,
    held_back,
    of_person,
    on_the_way,
    verify,
)
from credits.certificates._settling import Settled, follow, settle
from credits.certificates._wording import BannedWords, banned_words

__all__ = [
    "BannedWords",
    "NoSuchCertificate",
    "NotValid",
    "Order",
    "ReasonMissing",
    "Settled",
    "Verified",
    "banned_words",
    "by_token",
    "draw_picture",
    "follow",
    "held_back",
    "issue_due",
    "of_person",
    "on_the_way",
    "order",
    "reissue",
    "revoke",
    "settle",
    "verify",
]
