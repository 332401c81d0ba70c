"""Which columns a sheet has: how they are headed, in Chinese and English, and what must be there."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language

MEGABYTE = 1024**2


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `headings`: in Chinese, in English, then others that are understood."""

    code: str
    headings: tuple[str, ...]
    label: str | Promise
    is_needed: bool = False
    width: int = 16


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of a sheet, and how much of it is taken. Of each group in `either` one column must be there."""

    columns: tuple[Column, ...]
    either: tuple[tuple[str, ...], ...] = ()
    rows_max: int = 5000
    bytes_max: int = 5 * MEGABYTE

    @property
    def labels(self) -> dict[str, str | Promise]:
        """Return what each column is called on screens."""
        return {column.code: column.label for column in self.columns}

    @property
    def headings(self) -> list[str]:
        """Return the headings in the language of the day."""
        return list(self._first.values())

    @property
    def megabytes(self) -> int:
        """Return how large a file may be."""
        return self.bytes_max // MEGABYTE

    def column_of(self, heading: object) -> str:
        """Return the code of the column that is headed so, or nothing."""
        return self._codes.get(_folded(heading), "")

    def missing(self, known: set[str]) -> list[str]:
        """Return the headings, in the language of the day, that a sheet with the columns `known` lacks."""
        first = self._first
        needed = [first[column.code] for column in self.columns if column.is_needed and column.code not in known]
        return needed + ["／".join(first[code] for code in group) for group in self.either if not known & set(group)]

    @property
    def _first(self) -> dict[str, str]:
        place = 0 if (get_language() or "").startswith("zh") else 1
        return {column.code: column.headings[place] for column in self.columns}

    @cached_property
    def _codes(self) -> dict[str, str]:
        # Where two columns are headed alike, the first counts.
        return {_folded(heading): one.code for one in reversed(self.columns) for heading in one.headings}


def _folded(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split()).lower().rstrip("*:")
