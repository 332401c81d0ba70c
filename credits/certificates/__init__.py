"""
Certificates: a sealed statement about a completed run.

`order` writes down what is due, `issue_due` does it: it freezes the wording, gives the number and draws the file from nothing but
the wording. A certificate never changes; it is revoked, or superseded by another (换发). Anybody may `verify` one.

Its lettering (`runs`, `measure`, `wrapped`, `qr`; one document at a time, under `DRAWING`) is there for other papers too.
"""

from credits.certificates._lettering import BOLD, DRAWING, SANS, GlyphMissing, measure, qr, runs
from credits.certificates._lines import wrapped
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
from credits.certificates._settling import Settled, settle
from credits.certificates._wording import BannedWords, banned_words

__all__ = [
    "BOLD",
    "DRAWING",
    "SANS",
    "BannedWords",
    "GlyphMissing",
    "NoSuchCertificate",
    "NotValid",
    "Order",
    "ReasonMissing",
    "Settled",
    "Verified",
    "banned_words",
    "by_token",
    "draw_picture",
    "held_back",
    "issue_due",
    "measure",
    "of_person",
    "on_the_way",
    "order",
    "qr",
    "reissue",
    "revoke",
    "runs",
    "settle",
    "verify",
    "wrapped",
]
