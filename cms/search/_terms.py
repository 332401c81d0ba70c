"""Cut text into terms. Chinese has no spaces: a run of characters becomes its pairs, so that any part of a word is found exactly."""

import re
import unicodedata
from typing import NamedTuple

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of Han characters, or a run of other letters and digits. Kana and Hangul are rare here and go with the letters.
_RUN = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}])[^\W_])+)")
# PostgreSQL keeps positions up to 16383 and refuses lexemes above 2 KB.
_TERM_LENGTH_MAX = 60


class Term(NamedTuple):
    """One term. `is_open` if a longer term may begin with it."""

    text: str
    is_open: bool = False


def folded(text: str) -> str:
    """Return `text` without differences of width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def stored_terms(text: str) -> list[str]:
    """Return the terms of a stored text: pairs of each Han run and its last character, letters and digits as they stand."""
    return [
        term
        for run in _RUN.finditer(folded(text))
        for term in ([*_pairs(run[1]), run[1][-1]] if run[1] else [run[2][:_TERM_LENGTH_MAX]])
    ]


def asked_phrases(text: str) -> list[list[Term]]:
    """Return the phrases of a query: what stands between spaces must stand together, and all of it must be there."""
    phrases = [[term for run in _RUN.finditer(word) for term in _asked(run)] for word in folded(text).split()]

    return [phrase for phrase in phrases if phrase]


def _asked(run: re.Match[str]) -> list[Term]:
    if not run[1]:
        # "BIM" finds "BIM技术"; somebody still typing "pyth" finds "python".
        return [Term(run[2][:_TERM_LENGTH_MAX], is_open=len(run[2]) > 2)]
    if len(run[1]) == 1:
        return [Term(run[1], is_open=True)]
    return [Term(pair) for pair in _pairs(run[1])]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
