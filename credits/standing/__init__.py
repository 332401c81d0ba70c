"""
Standing: what each human owes in each cycle: required, counted, missing, by when, why.

A standing is derived from lines of the ledger, facts of the person and the versions in force, and names what it saw. Posting keeps
the standings of those whom it touches in its own transaction; the sweep `open_due` opens those of a new cycle for everybody under
the duty, `refresh_due` decides again where an input moved. Hours of a time before any source was connected, and without an opening
balance, are unknown, not short. Joined records have one standing, kept under the lowest id. `look_back` tells of the years that a title
application looks back on; nothing of it is kept.
"""

from credits.standing._deciding import Case, judged
from credits.standing._keeping import keep
from credits.standing._looking_back import LookBack, LookedBackYear, look_back
from credits.standing._queries import history_of, of_person
from credits.standing._reading import LINES_SCHEMA, lines_in, openings_of, sources
from credits.standing._sweeps import moving, open_due, refresh_due
from credits.standing._touched import Touched

__all__ = [
    "LINES_SCHEMA",
    "Case",
    "LookBack",
    "LookedBackYear",
    "Touched",
    "history_of",
    "judged",
    "keep",
    "lines_in",
    "look_back",
    "moving",
    "of_person",
    "open_due",
    "openings_of",
    "refresh_due",
    "sources",
]
