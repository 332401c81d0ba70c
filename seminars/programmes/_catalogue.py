"""The catalogue: what is approved and may be run."""

from datetime import date

from django.db.models import QuerySet

from seminars.models import Programme


def catalogue(*, on: date, kind: str = "") -> QuerySet[Programme]:
    """Return the programmes whose approval is in force on a day, of one kind or all, with their current version and base, newest first."""
    found = Programme.objects.filter(Programme.approved_on(on))
    if kind:
        found = found.filter(current__kind=kind)

    return found.select_related("current", "base__region").order_by("-pk")
