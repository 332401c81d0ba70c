"""
Recount: everything evaluated again from the claims in the ledger, and compared with the lines that were posted.

People are taken in slices of neighbouring ids, each read by COPY in one snapshot and evaluated in one columnar call, so that memory
stays flat however many people there are. A decision stays under the version that made it, and by default under the facts that were
known when it was made (`used`): those recorded until its newest line. With `today` the present facts are taken instead, and what
they would change shows as drift. Standings are worked out from the recounted lines and the present facts. Those that are kept are
compared with what follows from the posted lines: what differs is drift, but where a sweep is about to decide anew (`pending`).

The digest is SHA-256 over the digests of the slices, in the order of ids; a slice's is SHA-256 over its recounted amounts (claim,
family, cycle, category, hundredths) and standings (person, family, cycle, state, required, counted, missing), sorted, as CSV. It
depends on what the ledger holds and on nothing else: the same on every run and machine.

`simulation` reads and evaluates by the same code: `read`, `evaluated`, `stood`.
"""

from credits.recount._comparing import Drift
from credits.recount._evaluating import LINES, evaluated, pins_of
from credits.recount._kept import StandingDrift
from credits.recount._known import Facts, Known, known
from credits.recount._reading import Cut, Slice, cut_of, read, slices
from credits.recount._running import Recounted, Scope, digests, path_of, people_in, recount
from credits.recount._standings import stood

__all__ = [
    "LINES",
    "Cut",
    "Drift",
    "Facts",
    "Known",
    "Recounted",
    "Scope",
    "Slice",
    "StandingDrift",
    "cut_of",
    "digests",
    "evaluated",
    "known",
    "path_of",
    "people_in",
    "pins_of",
    "read",
    "recount",
    "slices",
    "stood",
]
