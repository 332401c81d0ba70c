"""The cells of one row: each read as what it must be, or refused with its column and what to do about it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from learning.sheets._layout import Layout
from learning.sheets._reading import Raw, Unusable

EARLIEST, LATEST = 1900, 2200
WHY_MOST = 500  # characters that rows keep of why they are refused
POSSIBLE_MOST = 200  # characters of a list of what can be written
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00(?::00)?)?")
_WHOLE = re.compile(r"(-?\d{1,9})(?:\.0+)?")
_NUMBER = re.compile(r"(\d+)\.0+")


class CellMissing(Refusal):
    """Nothing stands where something must."""

    sentence = _("“%(column)s” is empty. Fill it in.")


class CellUnusable(Refusal):
    """A formula, or an error."""

    sentence = _("“%(column)s” holds a formula. Paste it as a value.")


class CellTooLong(Refusal):
    """More text than a cell of this kind can have."""

    sentence = _("“%(column)s” has more than %(most)d characters. Shorten it.")


class NotWhole(Refusal):
    """No whole number, or one that cannot be."""

    sentence = _("“%(column)s” is no whole number from %(least)d to %(most)d.")


class NoAmount(Refusal):
    """No number."""

    sentence = _("“%(column)s” is no number from 0 to %(most)s with at most two decimals.")


class NoDay(Refusal):
    """No date."""

    sentence = _("“%(column)s” is no date. Write it like 2026-03-31.")


class NoChoice(Refusal):
    """Something that is not among what there is."""

    sentence = _("“%(value)s” is not known as “%(column)s”. Possible: %(possible)s.")


class Cells:
    """One row, read cell by cell."""

    def __init__(self, raw: Raw, layout: Layout) -> None:
        self.number = raw.number
        self._raw = raw
        self._labels = layout.labels

    def value(self, column: str) -> Any:
        """
        Return what stands in a cell as the sheet has it.

        :raises CellUnusable: if it is a formula
        """
        value = self._raw.cells.get(column)
        if isinstance(value, Unusable):
            raise CellUnusable(field=column, column=self._labels[column])
        return value

    def text(self, column: str, *, most: int, is_needed: bool = True, is_prose: bool = False) -> str:
        """
        Return the text of a cell on one line: of codes and numbers in its usual width, prose as it was typed.

        :raises CellMissing, CellTooLong, CellUnusable: if it is none
        """
        text = one_line(self.value(column)) if is_prose else folded(self.value(column))
        if is_needed and not text:
            raise CellMissing(field=column, column=self._labels[column])
        if len(text) > most:
            raise CellTooLong(field=column, column=self._labels[column], most=most)
        return text

    def code(self, column: str, *, most: int, is_needed: bool = True) -> str:
        """
        Return the code in a cell; of one that a spreadsheet made a number of (12.0) the digits before the point.

        :raises CellMissing, CellTooLong, CellUnusable: if it is none
        """
        text = self.text(column, most=most, is_needed=is_needed)
        match = _NUMBER.fullmatch(text)
        return match[1] if match else text

    def whole(self, column: str, *, least: int, most: int, is_needed: bool = True) -> int | None:
        """
        Return the whole number of a cell.

        :raises NotWhole: if it is none from `least` to `most`
        """
        text = self.text(column, most=40, is_needed=is_needed)
        if not text:
            return None
        match = _WHOLE.fullmatch(text)
        if match is None or not least <= int(match[1]) <= most:
            raise NotWhole(field=column, column=self._labels[column], least=least, most=most)
        return int(match[1])

    def amount(self, column: str, *, most: int, is_needed: bool = True) -> Decimal | None:
        """
        Return the number of a cell, with at most two decimals.

        :raises NoAmount: if it is none from 0 to `most`
        """
        text = self.text(column, most=40, is_needed=is_needed)
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise NoAmount(field=column, column=self._labels[column], most=most) from None
        if not amount.is_finite() or not 0 <= amount <= most or amount != round(amount, 2):
            raise NoAmount(field=column, column=self._labels[column], most=most)
        return amount

    def day(self, column: str) -> date:
        """
        Return the day of a cell, which may be a date or a text.

        :raises NoDay: if it is none
        """
        value = self.value(column)
        found = value.date() if isinstance(value, datetime) else value
        if not isinstance(found, date):
            found = _day(self.text(column, most=40))
        if found is None or not EARLIEST <= found.year < LATEST:
            raise NoDay(field=column, column=self._labels[column])
        return found

    def choice(self, column: str, known: Mapping[str, str], *, labels: Iterable[str], most: int = 100) -> str:
        """
        Return the code that `known` (what may be written → code) has for the text of a cell; `labels` are what whoever reads is told of.

        :raises NoChoice: if there is none
        """
        text = self.text(column, most=most)
        if text not in known:
            possible = _cut(gettext(", ").join(labels), POSSIBLE_MOST)
            raise NoChoice(field=column, column=self._labels[column], value=text, possible=possible)
        return known[text]

    def plain(self, column: str, *, most: int) -> str:
        """Return what stands in a cell as a text, for a row that is refused."""
        value = self._raw.cells.get(column)
        return "" if value is None or isinstance(value, Unusable) else one_line(value)[:most]


def why(refusal: Refusal) -> tuple[str, str]:
    """Return what a row that is refused keeps: at which column, and why."""
    return refusal.field or "", str(refusal)[:WHY_MOST]


def folded(value: Any) -> str:
    """Return what stands in a cell on one line, in its usual width."""
    return one_line("" if value is None else unicodedata.normalize("NFKC", str(value)))


def one_line(value: Any) -> str:
    """Return what stands in a cell on one line, as it was typed."""
    text = "" if value is None else str(value)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
