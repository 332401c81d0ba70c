"""How search is: which engine answers, and how far what it knows lags behind."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max, Min

from cms.models import SearchChange, SearchDocument, SearchIndex
from cms.search import _engines
from cms.search._breaker import State


@dataclass(frozen=True, kw_only=True)
class Health:
    """Which engine answers in this process, why not the cluster, how many seconds the oldest change waits, how many documents an index lacks."""

    engine: str
    breaker: str
    reason: str
    waits_seconds: int
    lacks: dict[str, int]


def health(*, at: datetime) -> Health:
    """Return how search is."""
    is_named = bool(settings.ELASTICSEARCH_URL)
    serves = is_named and SearchIndex.objects.filter(is_serving=True).exists()
    is_well = serves and _engines.breaker.state == State.CLOSED
    oldest = SearchChange.objects.aggregate(oldest=Min("noted_at"))["oldest"]
    newest = SearchDocument.objects.aggregate(newest=Max("changed"))["newest"] or 0
    behind = {
        index.name: SearchDocument.objects.filter(changed__gt=index.reached, changed__lte=newest).count()
        for index in SearchIndex.objects.order_by("name")
        if is_named
    }
    return Health(
        engine="elasticsearch" if is_well else "postgresql",
        breaker=_engines.breaker.state if is_named else "",
        reason=_engines.breaker.reason or ("" if serves or not is_named else "no index serves yet"),
        waits_seconds=max(0, int((at - oldest).total_seconds())) if oldest else 0,
        lacks=behind,
    )
