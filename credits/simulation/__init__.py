"""
Simulation: what a version of a rulebook would change, before it is law.

`start` orders it, the sweep `run_due` works through the people slice by slice (read and evaluated by the code of `recount`), and
the rows say who goes from met to short or from short to met, by city, series, years of career and employer kind, with the hours
missing before and after, down to single persons (`explained`). *Before* is what the ledger holds, under the versions that hold;
*after* is what it would hold if the version were in force and everybody whom it concerns were decided again under it.
What is unknown stays unknown and is counted apart.

`redecide` decides exactly those again whose hours a simulation changes: only after the version was published as it was tried, and
after somebody looked at the result. The sweep `redecide_due` does it in chunks.
"""

from credits.simulation._explaining import Explained, Side, explained
from credits.simulation._overview import Overview, overview, trial_named
from credits.simulation._queries import (
    DIMENSIONS,
    Flows,
    Group,
    flips,
    flows,
    groups,
    mark_seen,
    of_version,
)
from credits.simulation._redeciding import (
    AlreadyRedecided,
    NothingToRedecide,
    NotLookedAt,
    NotPublishedAsTried,
    people_to_redecide,
    redecide,
    redecide_due,
)
from credits.simulation._running import NothingToTry, run_due, start
from credits.simulation._trying import Outcome, Trial, trial_of, tried

__all__ = [
    "DIMENSIONS",
    "AlreadyRedecided",
    "Explained",
    "Flows",
    "Group",
    "NotLookedAt",
    "NotPublishedAsTried",
    "NothingToRedecide",
    "NothingToTry",
    "Outcome",
    "Overview",
    "Side",
    "Trial",
    "explained",
    "flips",
    "flows",
    "groups",
    "mark_seen",
    "of_version",
    "overview",
    "people_to_redecide",
    "redecide",
    "redecide_due",
    "run_due",
    "start",
    "trial_named",
    "trial_of",
    "tried",
]
