"""From a row as it stands in the sheet to what it states, or to what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from credits.openings._columns import LABELS as COLUMNS
from learning.accounts import people
from learning.errors import Refusal
from learning.sheets import CellMissing, Cells

MOST_HOURS = Decimal(10_000)
EARLIEST, LATEST = 1980, 2100
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_RECORD = re.compile(r"#?(\d{1,10})")


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


def stated(raw: Cells, known: Known) -> Stated:
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
    category = raw.text("category", most=30, is_needed=False)
    return Stated(
        number=raw.number,
        document=document,
        record=record,
        name=raw.text("name", most=50),
        family=family,
        year=_year(raw),
        category=known.categories.get(family, {}).get(category, category),
        carried_in=carried_in,
        shortfall=shortfall,
        source=raw.text("source", most=200),
    )


def _whom(raw: Cells) -> tuple[str, int | None]:
    document = people.document_in(raw, is_needed=False)
    record = _record(raw)
    if document:
        return document.number, record
    if record is None:
        raise CellMissing(field="number", column=COLUMNS["number"])
    return "", record


def _record(raw: Cells) -> int | None:
    text = raw.code("record", most=20, is_needed=False)
    if not text:
        return None
    match = _RECORD.fullmatch(text)
    if match is None:
        raise NotARecord
    return int(match[1])


def _family(raw: Cells, known: Known) -> str:
    text = raw.text("family", most=200)
    if text not in known.families:
        raise NoSuchRulebook
    return known.families[text]


def _year(raw: Cells) -> int:
    value = raw.value("year")
    if isinstance(value, date):
        return value.year
    match = _YEAR.fullmatch(raw.code("year", most=20))
    if match is None or not EARLIEST <= int(match[1]) < LATEST:
        raise NotAYear
    return int(match[1])


def _hours(raw: Cells, column: str) -> Decimal | None:
    text = raw.text(column, most=20, is_needed=False)
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise NotHours(field=column, column=COLUMNS[column]) from None
    if not amount.is_finite() or not 0 <= amount < MOST_HOURS or amount != round(amount, 2):
        raise NotHours(field=column, column=COLUMNS[column])
    return amount
