"""
Notices: the official notice of a run (开班通知) as a PDF, and a poster for chat groups as a picture.

Both are drawn from nothing but the facts of the run, in Chinese as official documents are, whenever somebody asks; `digest` tells
whether a drawing that was kept is still the right one. What is not stated is left out of them, and `missing` names it to the base.
"""

from seminars.notices._drawing import draw_notice
from seminars.notices._facts import Notice, digest, facts, is_offered
from seminars.notices._missing import Missing, missing, unwritable
from seminars.notices._poster import POSTER, draw_poster

__all__ = [
    "POSTER",
    "Missing",
    "Notice",
    "digest",
    "draw_notice",
    "draw_poster",
    "facts",
    "is_offered",
    "missing",
    "unwritable",
]
