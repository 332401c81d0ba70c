"""What is kept of somebody's standings."""

from datetime import date

from django.db.models import QuerySet

from credits.models import Standing
from learning.accounts import people
from learning.accounts.models import Person


def of_person(person: Person, on: date) -> list[Standing]:
    """Return the standings of the cycles in which `on` lies, of the human whose record this is, by rulebook."""
    now = history_of(person).filter(cycle_starts_on__lte=on, cycle_ends_before__gt=on)
    return list(now.order_by("family"))


def history_of(person: Person) -> QuerySet[Standing]:
    """Return all standings of the human whose record this is, the newest cycle first."""
    records = people.joined([person.pk])[person.pk]
    standings = Standing.objects.filter(person_id__in=records).select_related("version", "region", "employer")
    return standings.order_by("-cycle_starts_on", "family", "pk")
