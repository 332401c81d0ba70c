"""Notices, newest first, a page at a time."""

import re
from datetime import date
from typing import Any

from django.db.models import Q

from cms.models import NoticePage

NOTICES_A_PAGE = 20
_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,12})")


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
