"""Cut text into terms. Chinese has no spaces: a run of characters becomes its pairs, so that any part of a word is found exactly."""

import re
from operator import add
from typing import NamedTuple

from cms.search._folding import HAN, RUN

# PostgreSQL keeps positions up to 16383 and refuses lexemes above 2 KB.
_TERM_LENGTH_MAX = 60
_APART = re.compile(rf"(?<=[{HAN}])(?=[\W_]+[{HAN}])")


class Term(NamedTuple):
    """One term. `is_open` if a longer term may begin with it."""

    text: str
    is_open: bool = False


def stored_terms(text: str) -> list[str]:
    """Return the terms of a stored text, folded: pairs of each Han run and its last character, letters and digits as they stand."""
    return [
        term
        for run in RUN.finditer(text)
        for term in ([*_pairs(run[1]), run[1][-1]] if run[1] else [run[2][:_TERM_LENGTH_MAX]])
    ]


def stretches(text: str) -> list[str]:
    """Return a folded text cut wherever something stands between two Han characters: no phrase reaches across. Nothing is lost."""
    return _APART.split(text)


def asked_terms(phrase: str) -> list[Term]:
    """Return the terms of a folded phrase, which must follow each other."""
    return [term for run in RUN.finditer(phrase) for term in _asked(run)]


def _asked(run: re.Match[str]) -> list[Term]:
    if not run[1]:
        # "BIM" finds "BIM技术"; somebody still typing "pyth" finds "python".
        return [Term(run[2][:_TERM_LENGTH_MAX], is_open=len(run[2]) > 3)]
    if len(run[1]) == 1:
        return [Term(run[1], is_open=True)]
    return [Term(pair) for pair in _pairs(run[1])]


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))
