"""
Sheets that people hand in or take away, whoever made them: CSV in UTF-8 or GB 18030, or XLSX.

A `Layout` says which columns a sheet has. `rows_in` returns its rows or refuses the whole with a reason; `Cells` reads one row cell by
cell and refuses the first that is wrong, naming its column. Nothing of a file is trusted: what cannot be read gets an answer, never a
crash; `take` does both with a file. `template` and `table` write sheets, safe to open in a spreadsheet. `SheetForm`, `file` and `tabs` are what their pages share.
"""

from learning.sheets._cells import (
    CellMissing,
    Cells,
    CellTooLong,
    CellUnusable,
    NoAmount,
    NoChoice,
    NoDay,
    NotWhole,
    why,
)
from learning.sheets._layout import Column, Layout
from learning.sheets._pages import SheetForm, file, kind_of, tabs
from learning.sheets._reading import (
    ColumnsMissing,
    ColumnTwice,
    MergedCells,
    NoRows,
    Raw,
    SheetTooLarge,
    SheetUnreadable,
    TooManyColumns,
    TooManyRows,
    Unusable,
    rows_in,
)
from learning.sheets._uploads import Sheet, Upload, content_of, name_of, take
from learning.sheets._writing import TYPES, Kind, table, template

__all__ = [
    "TYPES",
    "CellMissing",
    "CellTooLong",
    "CellUnusable",
    "Cells",
    "Column",
    "ColumnTwice",
    "ColumnsMissing",
    "Kind",
    "Layout",
    "MergedCells",
    "NoAmount",
    "NoChoice",
    "NoDay",
    "NoRows",
    "NotWhole",
    "Raw",
    "Sheet",
    "SheetForm",
    "SheetTooLarge",
    "SheetUnreadable",
    "TooManyColumns",
    "TooManyRows",
    "Unusable",
    "Upload",
    "content_of",
    "file",
    "kind_of",
    "name_of",
    "rows_in",
    "table",
    "tabs",
    "take",
    "template",
    "why",
]
