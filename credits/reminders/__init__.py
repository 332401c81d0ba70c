"""
Reminders: a message that a person is due, once.

Each app's own sweep hands `Due` rows down to `plan`, which writes the inbox line and one delivery for each channel that the person
wants and has an address for. `send_due` sends: at least once, with the same Message-ID after an answer that never came.
"""

from credits.reminders._cycles import plan_cycle_ends
from credits.reminders._following import follow_texts
from credits.reminders._planning import Due, plan, plan_certificates
from credits.reminders._preferences import set_wanted, unwanted_channels
from credits.reminders._queries import Line, Trace, inbox, line, mark_read, masked, unread
from credits.reminders._quiet import Quiet, quiet_hours, set_quiet_hours
from credits.reminders._sending import send_due

__all__ = [
    "Due",
    "Line",
    "Quiet",
    "Trace",
from credits.reminders._sources import Due, Facts, Placeholder, Query, Source, Span, UnknownSource, register
from credits.reminders._standings import plan_cycle_ends
from credits.reminders._unsubscribing import end as end_subscription
from credits.reminders._unsubscribing import subscription
    "follow_texts",
    "inbox",
    "line",
    "mark_read",
    "masked",
    "plan",
    "plan_certificates",
    "plan_cycle_ends",
    "quiet_hours",
    "send_due",
    "set_quiet_hours",
    "set_wanted",
    "unread",
    "unwanted_channels",
]
    "UnknownSource",
    "closing_by",
    "end_subscription",
    "spread_due",
    "subscription",
