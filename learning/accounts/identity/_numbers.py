"""
Numbers of documents.

Of the resident identity number only length, date and check character are checked. Whether its first six digits were a county in
the year of birth is not: they were given by counties long gone, and two of three numbers of older people would be refused.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from learning.errors import Refusal

# The stored values of `enums.DocumentKind`. Three kinds share one scheme of 18 characters and tell themselves apart by their beginning.
RESIDENT, PERMIT, FOREIGN = "RESIDENT_ID", "RESIDENCE_PERMIT", "FOREIGN_RESIDENT_ID"
BEGINNINGS = {PERMIT: ("81", "82", "83"), FOREIGN: ("9",)}
OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)  # cards issued before December 2023
PASSPORT = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_LONGEST = 60  # of what somebody types, spaces included


class WrongNumber(Refusal):
    """The number cannot be one of this kind of document."""

    field = "number"
    sentence = _("This cannot be the number of this document. Type it as it is printed there.")


class WrongLength(WrongNumber):
    """Too short or too long."""

    sentence = _(
        "This number has %(length)d characters; there must be 18 (or 15 on a card of the first generation). Compare it with the card."
    )


class WrongCharacter(WrongNumber):
    """A character that cannot stand there."""

    sentence = _("Character %(position)d is “%(character)s”. There must be a digit; only the last character may be X.")


class WrongDate(WrongNumber):
    """The date of birth in it is none."""

    sentence = _("Characters 7 to 14 are “%(date)s”, which is not a date of birth. Compare them with the card.")


class WrongCheckCharacter(WrongNumber):
    """The check character does not fit."""

    sentence = _(
        "The last character, “%(character)s”, does not fit the others, so one character is mistyped. Compare the number with the card."
    )


class WrongBeginning(WrongNumber):
    """Another kind of document has numbers that begin so."""

    sentence = _(
        "Numbers of this kind of document begin with %(beginnings)s. Choose another kind of document or correct the number."
    )


def normalised(*, kind: str, number: str) -> str:
    """
    Return `number` as it is stored: half-width, capitals, without spaces; 15 digits of the first generation become 18.

    :raises WrongNumber: which character is wrong, and what to do
    """
    text = _plain(number)
    if kind == "PASSPORT":
        return _whole(PASSPORT, text)
    if kind == FOREIGN and OLD_FOREIGN_CARD.fullmatch(text):
        return text
    if kind == RESIDENT and len(text) == 15:
        text = _from_first_generation(text)
    _check_eighteen(text)
    if not text.startswith(BEGINNINGS.get(kind, ("",))):
        raise WrongBeginning(beginnings="/".join(BEGINNINGS[kind]))

    return text


def kind_by_number(*, kind: str, number: str) -> str:
    """Return the kind that a normalised `number` shows by its beginning: somebody with a permit may have chosen the identity card."""
    if kind != RESIDENT:
        return kind
    return next((other for other, beginnings in BEGINNINGS.items() if number.startswith(beginnings)), RESIDENT)


def birth_date(number: str) -> date | None:
    """Return the date of birth in a normalised number of 18 characters, None for others."""
    return _date(number[6:14]) if len(number) == 18 and number[:17].isdigit() else None


def masked(text: str) -> str:
    """Return `text` with all but its last four characters hidden."""
    return "*" * max(len(text) - 4, 0) + text[-4:]


def _plain(number: str) -> str:
    if len(number) > _LONGEST:
        raise WrongLength(length=len(number))
    return re.sub(r"[\s\-‐-―−]", "", unicodedata.normalize("NFKC", number)).upper()


def _whole(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise WrongNumber
    return text


def _from_first_generation(text: str) -> str:
    _check_characters(text)
    longer = f"{text[:6]}19{text[6:]}"
    return longer + str(ric.calc_check_digit(longer + "0"))


def _check_eighteen(text: str) -> None:
    if len(text) != 18:
        raise WrongLength(length=len(text))
    _check_characters(text[:-1] if text[-1] == "X" else text)
    if _date(text[6:14]) is None:
        raise WrongDate(date=text[6:14])
    # Only the arithmetic of stdnum: its `validate` demands that the county code existed in the year of birth.
    if str(ric.calc_check_digit(text)) != text[-1]:
        raise WrongCheckCharacter(character=text[-1])


def _check_characters(text: str) -> None:
    for position, character in enumerate(text, start=1):
        if character not in "0123456789":
            raise WrongCharacter(position=position, character=character)


def _date(text: str) -> date | None:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return day if day.year >= 1900 else None
