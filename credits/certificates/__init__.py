"""
Certificates: sealed statements about a completed run, or a completed self-paced programme.

`order` writes down what is due, `issue_due` does it: it takes the number, freezes a signed statement (see `_statements`), draws the file from
nothing but that, lets the organisation seal it and keeps it. A certificate never changes; it is revoked, reinstated, or superseded by
another (换发), each a line of a log. Numbers have no hole that is not an order's. Anybody may `verify` a certificate.
"""

from credits.certificates._checking import (
    FACTS,
    FILE_MOST,
    Checked,
    InFile,
    NotOurs,
    Unregistered,
    check_file,
    read_file,
)
from credits.certificates._examination import Examined, examine_all
from credits.certificates._lint import BannedWords, banned_words
from credits.certificates._operations import issue_due, reinstate, reissue, revoke, try_again
from credits.certificates._orders import Order, order
from credits.certificates._photos import NoCode, check_photo, is_photo
from credits.certificates._picture import draw_picture
from credits.certificates._queries import (
    NoSuchCertificate,
    Verified,
    by_token,
    held_back,
    of_person,
    on_the_way,
    people_kept_waiting,
    stopped,
    verify,
)
from credits.certificates._settling import Settled, follow, settle
from credits.certificates._states import AnotherOnTheWay, AnotherValid, HoursGone, NotRevoked, NotValid, ReasonMissing

__all__ = [
    "FACTS",
    "FILE_MOST",
    "AnotherOnTheWay",
    "AnotherValid",
    "BannedWords",
    "Checked",
    "Examined",
    "HoursGone",
    "InFile",
    "NoCode",
    "NoSuchCertificate",
    "NotOurs",
    "NotRevoked",
    "NotValid",
    "Order",
    "ReasonMissing",
    "Settled",
    "Unregistered",
    "Verified",
    "banned_words",
    "by_token",
    "check_file",
    "check_photo",
    "draw_picture",
    "examine_all",
    "follow",
    "held_back",
    "is_photo",
    "issue_due",
    "of_person",
    "on_the_way",
    "order",
    "people_kept_waiting",
    "read_file",
    "reinstate",
    "reissue",
    "revoke",
    "settle",
    "stopped",
    "try_again",
    "verify",
]
