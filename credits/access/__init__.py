"""
Access: the only way a view gets a row of credits. A row that is not there and a row that is not yours look alike: 404.

A person sees the own record, records joined to it included. A regulator sees the record of somebody whose region lies in the
regulator's subtree today and whose series belongs to its sector (a general regulator: every series); a person of whom no region
is known belongs to the province. Joined records are one human's: whoever may look at one of them reads all. A regulator's look
states its purpose first (`note_look`); the person can read who looked.
"""

from credits.access._batches import (
    batch,
    batches,
    issuing_offices,
    note_handed_out,
    regions_to_prove,
    standings_to_prove,
)
from credits.access._deliveries import delivery_to_send_again, given_up_deliveries, may_send_again
from credits.access._designs import design, designs, draft_design
from credits.access._kinds import reminder_kind, reminder_kinds, require_wording_reminders, title_window
from credits.access._looks import LOOK_LASTS, PurposeMissing, look_in_force, note_look
from credits.access._records import (
    Record,
    category_names,
    certificate,
    entries,
    entry,
    looks,
    own_record,
    record_of,
    sources,
    standing,
    standings,
    standings_beside,
    titles,
)
from credits.access._regulated import (
    PROVINCE_PATH,
    Sight,
    claim_to_reverse,
    may_decide,
    regions_within,
    regulated_people,
    regulated_record,
    regulated_regions,
    regulated_standings,
    sights,
    sights_of,
)
from credits.access._rulebooks import (
    draft_to_publish,
    publishes_rulebooks,
    rulebook,
    rulebook_to_retire,
    rulebooks,
    rulebooks_to_edit,
)
from credits.access._simulations import rulebook_to_try, simulation

__all__ = [
    "LOOK_LASTS",
    "PROVINCE_PATH",
    "PurposeMissing",
    "Record",
    "Sight",
    "batch",
    "batches",
    "category_names",
    "certificate",
    "claim_to_reverse",
    "delivery_to_send_again",
    "design",
    "designs",
    "draft_design",
    "draft_to_publish",
    "entries",
    "entry",
    "given_up_deliveries",
    "issuing_offices",
    "look_in_force",
    "looks",
    "may_decide",
    "may_send_again",
    "note_handed_out",
    "note_look",
    "own_record",
    "publishes_rulebooks",
    "record_of",
    "regions_to_prove",
    "regions_within",
    "regulated_people",
    "regulated_record",
    "regulated_regions",
    "regulated_standings",
    "reminder_kind",
    "reminder_kinds",
    "require_wording_reminders",
    "rulebook",
    "rulebook_to_retire",
    "rulebook_to_try",
    "rulebooks",
    "rulebooks_to_edit",
    "sights",
    "sights_of",
    "simulation",
    "sources",
    "standing",
    "standings",
    "standings_beside",
    "standings_to_prove",
    "title_window",
    "titles",
]
