"""From a row as it stands in the sheet to what it states, or to what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from credits.openings._columns import LABELS as COLUMNS
from credits.openings._reading import Raw, Unusable
from learning.accounts import identity
from learning.accounts.enums import DocumentKind
from learning.errors import Refusal

MOST_HOURS = Decimal(10_000)
EARLIEST, LATEST = 1980, 2100
_YEAR = re.compile(r"(\d{4})(?:年度?|\.0)?")
_RECORD = re.compile(r"#?(\d{1,10})(?:\.0)?")


class CellMissing(Refusal):
    """Nothing stands where something must."""

    sentence = _("“%(column)s” is empty. Fill it in.")


class CellUnusable(Refusal):
    """A formula, or an error."""

    sentence = _("“%(column)s” holds a formula. Paste it as a value.")


class CellTooLong(Refusal):
    """More text than a cell of this kind can have."""

    sentence = _("“%(column)s” has more than %(most)d characters. Shorten it.")


class NumberAsNumber(Refusal):
    """Excel has rounded the document number away."""

    field = "number"
    sentence = _(
        "The document number stands as a number, of which Excel keeps 15 digits only. Format the column as text and type it again."
    )


class NotANumber(Refusal):
    """It cannot be the number of a document."""

    field = "number"
    sentence = _("This cannot be the number of an identity document. Compare it with the document.")


class NotARecord(Refusal):
    """No id of a record."""

    field = "record"
    sentence = _("The record id is a whole number. Copy it from the register.")


class NotAYear(Refusal):
    """No year."""

    field = "year"
    sentence = _("State the year in which the cycle begins with four digits, such as 2021.")


class NotHours(Refusal):
    """No amount of hours."""

    sentence = _("“%(column)s” is no amount of hours. Write a number from 0 to 9999 with at most two decimals.")


class NothingStated(Refusal):
    """Neither hours nor a shortfall."""

    field = "carried_in"
    sentence = _("State the hours carried or the hours missing; 0 where there are none.")


class BothStated(Refusal):
    """Hours over and hours missing at once."""

    field = "shortfall"
    sentence = _("Nobody has hours over and hours missing at once. Leave one of the two empty or 0.")


class NoSuchRulebook(Refusal):
    """No published rulebook is called so."""

    field = "family"
    sentence = _("No rulebook in force is called so. Copy its name or code from the list of rulebooks.")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a row states. Whom it is about is still a number and a name."""

    number: int
    document: str
    record: int | None
    name: str
    family: str
    year: int
    category: str
    carried_in: Decimal | None
    shortfall: Decimal | None
    source: str

    @property
    def tail(self) -> str:
        """Return the last four characters of the document number."""
        return self.document[-4:]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rulebooks and categories are called: name → code, name → code by rulebook."""

    families: Mapping[str, str]
    categories: Mapping[str, Mapping[str, str]]


def stated(raw: Raw, known: Known) -> Stated:
    """
    Return what `raw` states.

    :raises Refusal: naming the first cell that is wrong, and what to do about it
    """
    family = _family(raw, known)
    carried_in, shortfall = _hours(raw, "carried_in"), _hours(raw, "shortfall")
    if carried_in is None and shortfall is None:
        raise NothingStated
    if carried_in and shortfall:
        raise BothStated
    document, record = _whom(raw)
    category = _text(raw, "category", most=30, is_needed=False)
    return Stated(
        number=raw.number,
        document=document,
        record=record,
        name=_text(raw, "name", most=50),
        family=family,
        year=_year(raw),
        category=known.categories.get(family, {}).get(category, category),
        carried_in=carried_in,
        shortfall=shortfall,
        source=_text(raw, "source", most=200),
    )


def plain(raw: Raw, column: str, *, most: int) -> str:
    """Return what stands in a cell as a text, for a row that is refused; never a document number."""
    value = raw.cells.get(column)
    return "" if value is None or isinstance(value, Unusable) else _folded(value)[:most]


def _whom(raw: Raw) -> tuple[str, int | None]:
    value = raw.cells.get("number")
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise NumberAsNumber
    document = _text(raw, "number", most=40, is_needed=False).upper()
    record = _record(raw)
    if document:
        return _document(document), record
    if record is None:
        raise CellMissing(field="number", column=COLUMNS["number"])
    return "", record


def _document(text: str) -> str:
    for kind in (DocumentKind.RESIDENT_ID, DocumentKind.FOREIGN_RESIDENT_ID, DocumentKind.PASSPORT):
        try:
            return identity.normalised(kind=kind, number=text)
        except identity.WrongNumber:
            continue
    raise NotANumber


def _record(raw: Raw) -> int | None:
    text = _text(raw, "record", most=20, is_needed=False)
    if not text:
        return None
    match = _RECORD.fullmatch(text)
    if match is None:
        raise NotARecord
    return int(match[1])


def _family(raw: Raw, known: Known) -> str:
    text = _text(raw, "family", most=200)
    if text not in known.families:
        raise NoSuchRulebook
    return known.families[text]


def _year(raw: Raw) -> int:
    value = raw.cells.get("year")
    if isinstance(value, date):
        return value.year
    match = _YEAR.fullmatch(_text(raw, "year", most=20))
    if match is None or not EARLIEST <= int(match[1]) < LATEST:
        raise NotAYear
    return int(match[1])


def _hours(raw: Raw, column: str) -> Decimal | None:
    text = _text(raw, column, most=20, is_needed=False)
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise NotHours(field=column, column=COLUMNS[column]) from None
    if not amount.is_finite() or not 0 <= amount < MOST_HOURS or amount != round(amount, 2):
        raise NotHours(field=column, column=COLUMNS[column])
    return amount


def _text(raw: Raw, column: str, *, most: int, is_needed: bool = True) -> str:
    value: Any = raw.cells.get(column)
    if isinstance(value, Unusable):
        raise CellUnusable(field=column, column=COLUMNS[column])
    text = _folded(value)
    if is_needed and not text:
        raise CellMissing(field=column, column=COLUMNS[column])
    if len(text) > most:
        raise CellTooLong(field=column, column=COLUMNS[column], most=most)
    return text


def _folded(value: Any) -> str:
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
