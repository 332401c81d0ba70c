"""The thesaurus in use: the shipped groups, and those that the regulator keeps. Changes apply in every process within seconds."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Max

from cms.models import SynonymGroup
from cms.search._thesaurus import Thesaurus, shipped, shipped_rows
from cms.search._words import learn

# When the mark was last read, the mark, the thesaurus made for it. A process has one.
_kept: list[Any] = [0.0, (0, None), None]


def thesaurus() -> Thesaurus:
    """Return the shipped thesaurus with the regulator's groups, as they were at most some seconds ago."""
    read_at, mark, known = _kept
    if known is not None and time.monotonic() - read_at < settings.CATALOGUE_HELD_SECONDS:
        return known  # type: ignore[no-any-return]
    now = tuple(SynonymGroup.objects.aggregate(rows=Count("pk"), newest=Max("changed_at")).values())
    if known is None or now != mark:
        known = _made()
    _kept[:] = [time.monotonic(), now, known]
    return known  # type: ignore[no-any-return]


def _made() -> Thesaurus:
    rows = list(SynonymGroup.objects.filter(is_used=True).order_by("pk").values("terms", "narrower"))
    if not rows:
        return shipped()
    made = Thesaurus.of([*shipped_rows(), *rows])
    learn(_terms(rows))
    return made


def _terms(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [term for row in rows for term in (*row["terms"], *row["narrower"])]
