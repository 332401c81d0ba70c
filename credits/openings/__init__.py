"""
Opening balances by table (历年学时导入): what people bring along from earlier, each with its source.

A regulator hands in a CSV or XLSX sheet. `check` reads it and says of each row whether it can be registered, is there already, or is
refused, and what to do; nothing is registered. `confirm` lets the sweep `apply_due` register the accepted rows, at most 200 people
a transaction, with its progress in the sheet's row: it may be killed at any time, and nothing is registered twice. The file itself
is not kept, because it holds document numbers.
"""

from credits.openings._applying import apply_due
from credits.openings._checking import AlreadyConfirmed, NothingAccepted, check, confirm, may_open, office_of
from credits.openings._columns import LAYOUT
from credits.openings._queries import balances_of, counts, receipt, rows_of, sheet_of, sheets_of
from credits.openings._template import template
from learning.sheets import ColumnsMissing, MergedCells, NoRows, SheetTooLarge, SheetUnreadable, TooManyRows

__all__ = [
    "LAYOUT",
    "AlreadyConfirmed",
    "ColumnsMissing",
    "MergedCells",
    "NoRows",
    "NothingAccepted",
    "SheetTooLarge",
    "SheetUnreadable",
    "TooManyRows",
    "apply_due",
    "balances_of",
    "check",
    "confirm",
    "counts",
    "may_open",
    "office_of",
    "receipt",
    "rows_of",
    "sheet_of",
    "sheets_of",
    "template",
]
