"""
Certificates: sealed statements about a completed run or self-paced programme, a year that was met, what somebody taught, or the register of years.

`order` writes down what is due (`order_due`: what is due to whoever met a year or taught), `issue_due` does it: it takes the number, freezes a signed statement (see `_statements`), draws the file from
nothing but that, lets the organisation seal it and keeps it. A certificate never changes; it is revoked, reinstated, or superseded by
another (换发), each a line of a log. Numbers have no hole that is not an order's. Anybody may `verify` a certificate.
"""

from credits.certificates._asking import RevokedBefore
from credits.certificates._asking import ask as ask_for_register
from credits.certificates._batches import (
    NobodyChosen,
    TooMany,
    failed_rows,
    issue_together,
    issue_years,
    order_batches_due,
    progress,
    progress_of_each,
    run_again,
)
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
from credits.certificates._design_faults import Fault, faults
from credits.certificates._designs import Design
from credits.certificates._designs import install as install_designs
from credits.certificates._designs import of_row as design_of_row
from credits.certificates._designs import understood as design_of
from credits.certificates._drafting import (
    LOGO_MOST,
    NotALogo,
    NotPublishable,
    PublishedMeanwhile,
    SavedMeanwhile,
    logo_of,
)
from credits.certificates._drafting import begin as begin_design
from credits.certificates._drafting import begun_from as design_begun_from
from credits.certificates._drafting import discard as discard_design
from credits.certificates._drafting import overtaken_by as design_in_between
from credits.certificates._drafting import publish as publish_design
from credits.certificates._drafting import save as save_design
from credits.certificates._examination import Examined, examine_all
from credits.certificates._falling import (
    DecidedAlready,
    HoursBack,
    decide,
    hours_stated,
    people_with_proposals,
    proposals,
    propose_due,
)
from credits.certificates._kinds import KINDS, HoursDiffer, NoOffice, NothingRegistered, TooManyLines, placeable
from credits.certificates._leftovers import discard_leftovers_due
from credits.certificates._links import address as share_address
from credits.certificates._links import token_of as share_token
from credits.certificates._lint import BannedWords, banned_words
from credits.certificates._marking import marked_file, marked_picture
from credits.certificates._operations import issue_due, reinstate, revoke, try_again
from credits.certificates._orders import Order, order
from credits.certificates._photos import NoCode, check_photo, is_photo
from credits.certificates._picture import NoSuchPage, count_pages, draw_picture
from credits.certificates._queries import (
    NoSuchCertificate,
    Ordered,
    Verified,
    being_replaced,
    by_token,
    held_back,
    of_person,
    on_the_way,
    ordered,
    people_kept_waiting,
    stopped,
    verify,
)
from credits.certificates._replacing import HoursFell, YearNotMet, issue_anew, reissue
from credits.certificates._settling import Settled, follow, settle
from credits.certificates._sharing import (
    DayOutOfReach,
    NoSuchShare,
    NothingToShare,
    PurposeMissing,
    SharedTooOften,
    end_share,
    is_open,
    last_openings,
    note_opening,
    share,
    shared,
    shares_of,
)
from credits.certificates._specimens import SIZES, specimen
from credits.certificates._states import AnotherOnTheWay, AnotherValid, HoursGone, NotRevoked, NotValid, ReasonMissing
from credits.certificates._sweeping import order_due
from credits.certificates._taught import order_taught_due
from credits.certificates._telling import table_rows
from credits.certificates._worth import KeyEnded, Verdict
from credits.certificates._years import order_years_due
from credits.certificates._zipping import zipped

__all__ = [
    "FACTS",
    "FILE_MOST",
    "KINDS",
    "LOGO_MOST",
    "SIZES",
    "AnotherOnTheWay",
    "AnotherValid",
    "BannedWords",
    "Checked",
    "DayOutOfReach",
    "DecidedAlready",
    "Design",
    "Examined",
    "Fault",
    "HoursBack",
    "HoursDiffer",
    "HoursFell",
    "HoursGone",
    "InFile",
    "KeyEnded",
    "NoCode",
    "NoOffice",
    "NoSuchCertificate",
    "NoSuchPage",
    "NoSuchShare",
    "NobodyChosen",
    "NotALogo",
    "NotOurs",
    "NotPublishable",
    "NotRevoked",
    "NotValid",
    "NothingRegistered",
    "NothingToShare",
    "Order",
    "Ordered",
    "PublishedMeanwhile",
    "PurposeMissing",
    "ReasonMissing",
    "RevokedBefore",
    "SavedMeanwhile",
    "Settled",
    "SharedTooOften",
    "TooMany",
    "TooManyLines",
    "Unregistered",
    "Verdict",
    "Verified",
    "YearNotMet",
    "ask_for_register",
    "banned_words",
    "begin_design",
    "being_replaced",
    "by_token",
    "check_file",
    "check_photo",
    "count_pages",
    "decide",
    "design_begun_from",
    "design_in_between",
    "design_of",
    "design_of_row",
    "discard_design",
    "discard_leftovers_due",
    "draw_picture",
    "end_share",
    "examine_all",
    "failed_rows",
    "faults",
    "follow",
    "held_back",
    "hours_stated",
    "install_designs",
    "is_open",
    "is_photo",
    "issue_anew",
    "issue_due",
    "issue_together",
    "issue_years",
    "last_openings",
    "logo_of",
    "marked_file",
    "marked_picture",
    "note_opening",
    "of_person",
    "on_the_way",
    "order",
    "order_batches_due",
    "order_due",
    "order_taught_due",
    "order_years_due",
    "ordered",
    "people_kept_waiting",
    "people_with_proposals",
    "placeable",
    "progress",
    "progress_of_each",
    "proposals",
    "propose_due",
    "publish_design",
    "read_file",
    "reinstate",
    "reissue",
    "revoke",
    "run_again",
    "save_design",
    "settle",
    "share",
    "share_address",
    "share_token",
    "shared",
    "shares_of",
    "specimen",
    "stopped",
    "table_rows",
    "try_again",
    "verify",
    "zipped",
]
