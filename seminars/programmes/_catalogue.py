"""The catalogue: what is approved and may be run."""

from datetime import date
from typing import TypedDict, Unpack

from django.db.models import Q, QuerySet

from learning.accounts.models import Region
from seminars.models import Programme


class Filters(TypedDict, total=False):
    """How a catalogue is narrowed; what is empty narrows nothing. `region` holds everything below it."""

    kind: str
    category: str
    sector: str
    cluster: str
    level: str
    mode: str
    region: Region | None
    text: str


def catalogue(*, on: date, **filters: Unpack[Filters]) -> QuerySet[Programme]:
    """Return the programmes whose approval is in force on a day, with their current version and base, newest first."""
    approved = Programme.objects.filter(Programme.approved_on(on))
    exact = {
        f"current__{name}": filters.get(name) for name in ("kind", "category", "sector", "cluster", "level", "mode")
    }
    found = approved.filter(**{name: value for name, value in exact.items() if value})
    if region := filters.get("region"):
        found = found.filter(base__region__path__startswith=region.path)

    return search(found, filters.get("text", "")).select_related("current", "base__region").order_by("-pk")


def search(programmes: QuerySet[Programme], text: str) -> QuerySet[Programme]:
    """Return those of `programmes` whose title, base or content holds every word of `text`. The seam of full-text search."""
    for word in text.split()[:8]:
        programmes = programmes.filter(
            Q(current__title__icontains=word) | Q(base__name__icontains=word) | Q(current__summary__icontains=word)
        )
    return programmes
