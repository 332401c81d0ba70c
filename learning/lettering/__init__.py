"""
Lettering: papers in Chinese, as PDF and as pictures. Fonts with fallback letter by letter, lines, codes.

One drawing serves both: it is given a canvas, ReportLab's own (`document`) or one of pixels (`Sheet`). A letter that no font has is
refused, never a box. `attach` puts files into a PDF, `attached` takes one out. `parted` parts tables into pages. One document at a time, under `DRAWING`; whoever draws on a `Sheet` takes that lock, `document` takes it itself.
"""

from learning.lettering._attached import NothingAttached, attach, attached
from learning.lettering._canvas import A4, Canvas, Ink, centred, code, document, mm, picture, qr, write
from learning.lettering._fonts import BOLD, DRAWING, HEAVY, SANS, SERIF, GlyphMissing, measure, runs
from learning.lettering._lines import wrapped
from learning.lettering._sheet import Sheet
from learning.lettering._tables import CARRY, HEAD, HEADING, REMARK, ROW, Block, Carry, Column, parted

__all__ = [
    "A4",
    "BOLD",
    "CARRY",
    "DRAWING",
    "HEAD",
    "HEADING",
    "HEAVY",
    "REMARK",
    "ROW",
    "SANS",
    "SERIF",
    "Block",
    "Canvas",
    "Carry",
    "Column",
    "GlyphMissing",
    "Ink",
    "NothingAttached",
    "Sheet",
    "attach",
    "attached",
    "centred",
    "code",
    "document",
    "measure",
    "mm",
    "parted",
    "picture",
    "qr",
    "runs",
    "wrapped",
    "write",
]
