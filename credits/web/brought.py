"""What somebody brought along from earlier systems (历年结转), in words, with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from credits import openings
from credits.models import OpeningBalance, Standing
from credits.web import wording
from learning.tags import hours


@dataclass(frozen=True, kw_only=True)
class Brought:
    """One opening balance: the sentence, and by whom and by which sheet it was registered."""

    sentence: str
    at: datetime
    sheet: str


def brought_along(rows: Sequence[Standing], *, names: wording.Names) -> dict[int, tuple[Brought, ...]]:
    """Return what was brought into the cycle of each of `rows`, by its key; one question, whatever their number."""
    records = {record for row in rows for record in (row.records or [row.person_id])}
    balances = openings.balances_of(records)
    return {
        row.pk: tuple(_brought(one, wording.labels(names.get(row.version_id))) for one in balances if _is_of(one, row))
        for row in rows
    }


def _is_of(one: OpeningBalance, row: Standing) -> bool:
    inside = row.cycle_starts_on <= one.on < row.cycle_ends_before
    return inside and one.family == row.family and one.person_id in (row.records or [row.person_id])


def _brought(one: OpeningBalance, names: wording.Labels) -> Brought:
    stated = [
        *([_("%(hours)s hours carried") % {"hours": hours(one.carried_in)}] if one.carried_in else []),
        *([_("%(hours)s hours missing") % {"hours": hours(one.shortfall)}] if one.shortfall else []),
    ]
    what = wording.listed(stated) if stated else _("no hours over, none missing")
    if one.category:
        what = _("%(category)s: %(what)s") % {"category": wording.category(one.category, names), "what": what}
    sentence = _("Brought along from earlier (%(what)s). Source: %(source)s")
    return Brought(
        sentence=sentence % {"what": what, "source": one.source}, at=one.act.at, sheet=one.act.reason or one.source
    )
