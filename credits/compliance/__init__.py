"""
Compliance: who of the own regions has met the duty, who is short, of whom nothing is known; as list, figures and file.

Standings are grouped by place, rulebook, cycle and series. A trigger notes each group in which something moved; `roll_up_due` counts
those again. Figures read the counts alone. Lists walk along one index, group after group in the order of the counts, and so cost the
same for a thousand people as for a million; a group that moved a moment ago is listed before it is counted.
"""

from credits.compliance._choices import Choice
from credits.compliance._counting import roll_up_due
from credits.compliance._exports import TooManyRows, expire_due, export_due, order_export
from credits.compliance._figures import DIMENSIONS, Figure, Totals, breakdown, missing_by, totals
from credits.compliance._lists import Page, page
from credits.compliance._queries import chunks, exports_of, file_of

__all__ = [
    "DIMENSIONS",
    "Choice",
    "Figure",
    "Page",
    "TooManyRows",
    "Totals",
    "breakdown",
    "chunks",
    "expire_due",
    "export_due",
    "exports_of",
    "file_of",
    "missing_by",
    "order_export",
    "page",
    "roll_up_due",
    "totals",
]
