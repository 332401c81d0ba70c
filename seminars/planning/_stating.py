"""From a row as it stands in the sheet to what it plans, or to what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from credits.hours import to_hundredths
from learning.accounts.enums import OrganisationKind, Sector
from learning.accounts.models import Organisation
from learning.errors import Refusal
from learning.sheets import Cells
from seminars.guidance import guidance_items

HOURS_MOST, PLACES_MOST = 500, 5000
_MONTH = re.compile(r"(?:\d{4}年)?(\d{1,2})月?份?")
# Columns of the sheet that a row of the plan stores under another name.
STORED = {"base": "base_id", "guidance_item": "guidance_item_id"}


class NoSuchBase(Refusal):
    """Nobody is called so."""

    field = "base"
    sentence = _("No base is called “%(name)s”. Copy its full name from the list of bases.")


class NoSuchItem(Refusal):
    """The catalogue has no such item."""

    field = "guidance_item"
    sentence = _("“%(code)s” is no item of the guidance catalogue in force. Copy the code from the catalogue.")


class NoMonth(Refusal):
    """No month."""

    field = "month"
    sentence = _("State the month as a number from 1 to 12.")


class NoHours(Refusal):
    """A seminar without hours, or without people."""

    sentence = _("“%(column)s” is 0. A planned seminar has more.")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What names and codes in a sheet mean; names of bases are folded."""

    bases: Mapping[str, int]
    sectors: Mapping[str, str]
    items: Mapping[str, int]


def known_on(day: date) -> Known:
    """Return what names and codes mean on a day."""
    bases = Organisation.objects.filter(kind=OrganisationKind.BASE).order_by("pk")
    sectors: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            sectors |= {str(label): code for code, label in Sector.choices}
    return Known(
        bases={_folded(name): pk for name, pk in bases.values_list("name", "pk")},
        sectors={**sectors, **{code: code for code in Sector.values}},
        items=dict(guidance_items(day).values_list("code", "pk")),
    )


def stated(cells: Cells, known: Known) -> dict[str, Any]:
    """
    Return the columns of the plan's row that a row of the sheet states.

    :raises Refusal: naming the first cell that is wrong, and what to do about it
    """
    return {
        "title": cells.text("title", most=100, is_prose=True),
        "base_id": _base(cells, known),
        "sector": _sector(cells, known),
        "guidance_item_id": _item(cells, known),
        "month": _month(cells),
        "hours": _hours(cells),
        "places": cells.whole("places", least=1, most=PLACES_MOST),
        "host": cells.text("host", most=100, is_needed=False, is_prose=True),
    }


def code_of(cells: Cells) -> str:
    """Return the code of a row, which must have one."""
    return cells.code("code", most=30)


def _base(cells: Cells, known: Known) -> int:
    name = cells.text("base", most=100, is_prose=True)
    if _folded(name) not in known.bases:
        raise NoSuchBase(name=name)
    return known.bases[_folded(name)]


def _sector(cells: Cells, known: Known) -> str:
    return cells.choice("sector", known.sectors, labels=map(str, Sector.labels))


def _item(cells: Cells, known: Known) -> int:
    code = cells.code("guidance_item", most=20).split(" ")[0]
    if code not in known.items:
        raise NoSuchItem(code=code)
    return known.items[code]


def _month(cells: Cells) -> int:
    match = _MONTH.fullmatch(cells.code("month", most=20))
    if match is None or not 1 <= int(match[1]) <= 12:
        raise NoMonth
    return int(match[1])


def _hours(cells: Cells) -> int:
    amount = cells.amount("hours", most=HOURS_MOST)
    if not amount:
        raise NoHours(field="hours", column=_("Hours"))
    return to_hundredths(amount)


def _folded(name: str) -> str:
    # Some write brackets in half width.
    return "".join(name.split()).replace("（", "(").replace("）", ")")
