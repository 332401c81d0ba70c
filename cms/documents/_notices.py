"""Notices, newest first, a page at a time; and where a 公示 stands on a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from cms.models import NoticePage
from learning.workdays import working_days_between

NOTICES_A_PAGE = 20
_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,12})")


@dataclass(frozen=True, kw_only=True)
class Publicity:
    """Where a notice that asks for objections stands on a day. `outcome` is public, or None."""

    since: date
    until: date
    has_begun: bool
    is_over: bool
    days: int
    days_left: int  # working days, today among them
    outcome: Any


def publicity(page: Any, on: date) -> Publicity | None:
    """Return where `page` stands on a day; None where it asks for no objections."""
    until = page.shown_until
    if until is None:
        return None
    first = max(on, page.shown_from)
    return Publicity(
        since=page.shown_from,
        until=until,
        has_begun=page.shown_from <= on,
        is_over=until < on,
        days=page.shown_days,
        days_left=working_days_between(first - timedelta(days=1), until) if first <= until else 0,
        outcome=page.outcome if page.outcome_id and page.outcome.live else None,
    )


def asked_before(page: Any) -> list[Any]:
    """Return the public notices of which `page` is the outcome, the newest first."""
    return list(NoticePage.objects.live().filter(outcome=page).order_by("-issued_on", "-pk"))


def notices(*, after: str = "", most: int = NOTICES_A_PAGE) -> tuple[list[Any], str]:
    """Return the public notices below key `after` (day.number), and the key to go on from; none of it is a key: the newest."""
    rows = NoticePage.objects.live().order_by("-issued_on", "-pk")
    if key := _key(after):
        day, pk = key
        rows = rows.filter(Q(issued_on__lt=day) | Q(issued_on=day, pk__lt=pk))
    found = list(rows[: most + 1])
    page = found[:most]

    return page, f"{page[-1].issued_on.isoformat()}.{page[-1].pk}" if len(found) > most else ""


def _key(text: str) -> tuple[date, int] | None:
    parts = _KEY.fullmatch(text)
    try:
        return (date.fromisoformat(parts[1]), int(parts[2])) if parts else None
    except ValueError:
        return None
