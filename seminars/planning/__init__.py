"""
The yearly plan of advanced seminars: 150 rows a sheet, each a seminar that the province gives to a base.

A sheet is checked first: which rows are new, changed, unchanged, vanished or refused. Applied, all of it happens in one transaction, if
the plan is still the one that it was compared with. A base's application for an advanced seminar names its row.
"""

from seminars.planning._queries import is_taken, open_rows, rows, years

__all__ = ["is_taken", "open_rows", "rows", "years"]
