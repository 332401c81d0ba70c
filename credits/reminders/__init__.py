"""
Reminders: a message that somebody is due, once.

A *source* is code of the slice that owns the facts (`register`); a *kind* is data: from which source, how many days before, at which flags,
how it is worded, on which channels. When something happens, a slice hands `Due` rows down to `plan`; what is due on a day, `plan_dated` asks
the sources for. Both write the inbox line and one delivery for each channel that the person wants and has an address for (of many at once,
`spread_due` does). `send_due` sends: at least once, with the same Message-ID after an answer that never came.
"""

from credits.reminders import _standings  # noqa: F401  (its sources are asked by sweeps)
from credits.reminders._above import Closer, Gap, Offer, Wanting, closing_by, judging_by, offering_by
from credits.reminders._choosing import choice, choose, names_by_weight
from credits.reminders._dated import is_first_today, plan_dated
from credits.reminders._editing import (
    AlreadyPaused,
    DraftMoved,
    ExampleFails,
    ExampleMissing,
    FactsUnusable,
    NoDraft,
    NothingNew,
    NotPaused,
    ReasonMissing,
    WordingFaulty,
    discard_draft,
    draft_of,
    in_force_of,
    pause_kind,
    publish_kind,
    resume_kind,
    save_draft,
    save_example,
)
from credits.reminders._ends import plan_cycle_ends
from credits.reminders._examples import Tried, sampled, tried
from credits.reminders._feeds import close_feed, feed_token, open_feed, reader_of
from credits.reminders._figures import figures
from credits.reminders._following import follow_texts
from credits.reminders._importing import KindNotImportable, import_kinds
from credits.reminders._ledgered import plan_certificates, plan_due
from credits.reminders._log import (
    AddressRefuses,
    Logged,
    NotGivenUp,
    NotThisWay,
    letter_of,
    log,
    logged,
    send_again,
    with_reminders,
)
from credits.reminders._offices import DECISIONS, Recipient, holders, recipients
from credits.reminders._planning import plan, spread_due
from credits.reminders._preferences import set_wanted, unwanted_channels
from credits.reminders._previews import Preview, count_today, preview, told_lately
from credits.reminders._queries import Line, Trace, inbox, line, mark_read, masked, unread
from credits.reminders._quiet import Quiet, quiet_hours, set_quiet_hours
from credits.reminders._readers import language_of
from credits.reminders._refused import NotRefused, TriedJustNow, WrongCode, refused_of
from credits.reminders._refused import confirm as confirm_address
from credits.reminders._refused import send_code as send_address_code
from credits.reminders._sending import send_due
from credits.reminders._sources import Due, Facts, Placeholder, Query, Source, Span, UnknownSource, register, source
from credits.reminders._unsubscribing import LinkEnded, subscription
from credits.reminders._unsubscribing import end as end_subscription
from credits.reminders._wechat import NoServiceAccount, ServiceAccount, service_account
from credits.reminders._windows import (
    WindowKnown,
    WindowReversed,
    state_window,
    title_windows,
    unknown_years,
    withdraw_window,
)
from credits.reminders._wording import Message

__all__ = [
    "DECISIONS",
    "AddressRefuses",
    "AlreadyPaused",
    "Closer",
    "DraftMoved",
    "Due",
    "ExampleFails",
    "ExampleMissing",
    "Facts",
    "FactsUnusable",
    "Gap",
    "KindNotImportable",
    "Line",
    "LinkEnded",
    "Logged",
    "Message",
    "NoDraft",
    "NoServiceAccount",
    "NotGivenUp",
    "NotPaused",
    "NotRefused",
    "NotThisWay",
    "NothingNew",
    "Offer",
    "Placeholder",
    "Preview",
    "Query",
    "Quiet",
    "ReasonMissing",
    "Recipient",
    "ServiceAccount",
    "Source",
    "Span",
    "Trace",
    "Tried",
    "TriedJustNow",
    "UnknownSource",
    "Wanting",
    "WindowKnown",
    "WindowReversed",
    "WordingFaulty",
    "WrongCode",
    "choice",
    "choose",
    "close_feed",
    "closing_by",
    "confirm_address",
    "count_today",
    "discard_draft",
    "draft_of",
    "end_subscription",
    "feed_token",
    "figures",
    "follow_texts",
    "holders",
    "import_kinds",
    "in_force_of",
    "inbox",
    "is_first_today",
    "judging_by",
    "language_of",
    "letter_of",
    "line",
    "log",
    "logged",
    "mark_read",
    "masked",
    "names_by_weight",
    "offering_by",
    "open_feed",
    "pause_kind",
    "plan",
    "plan_certificates",
    "plan_cycle_ends",
    "plan_dated",
    "plan_due",
    "preview",
    "publish_kind",
    "quiet_hours",
    "reader_of",
    "recipients",
    "refused_of",
    "register",
    "resume_kind",
    "sampled",
    "save_draft",
    "save_example",
    "send_address_code",
    "send_again",
    "send_due",
    "service_account",
    "set_quiet_hours",
    "set_wanted",
    "source",
    "spread_due",
    "state_window",
    "subscription",
    "title_windows",
    "told_lately",
    "tried",
    "unknown_years",
    "unread",
    "unwanted_channels",
    "with_reminders",
    "withdraw_window",
]
