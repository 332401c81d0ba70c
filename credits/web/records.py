"""A person's record as a regulator reads it: what was known of the person, and the sums, as of a day."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from credits import access
from credits.models import Entry
from credits.web import wording
from credits.web.explaining import Fact
from learning.accounts.enums import EmployerKind, FactKind, Series, StatusCode, TitleLevel
from learning.accounts.models import PersonFact
from learning.tags import short_day

_CODES = {
    FactKind.SERIES: Series,
    FactKind.TARGET_LEVEL: TitleLevel,
    FactKind.TITLE: TitleLevel,
    FactKind.EMPLOYER: EmployerKind,
    FactKind.STATUS: StatusCode,
}


def sums(entries: QuerySet[Entry]) -> list[dict[str, Any]]:
    """Return the hours of `entries` by rulebook, cycle and category, the newest cycle first."""
    keys = ("family", "cycle_starts_on", "cycle_ends_before", "category")
    rows = entries.order_by().values(*keys).annotate(total=Sum("hours"), newest=Max("version")).exclude(total=0)
    found = list(rows.order_by("-cycle_starts_on", "family", "category"))
    names = access.category_names(row["newest"] for row in found)
    titles = access.titles(row["newest"] for row in found)
    return [
        {
            "title": titles.get(row["newest"], row["family"]),
            "cycle": wording.cycle(row["cycle_starts_on"], row["cycle_ends_before"]),
            "category": wording.category(row["category"], wording.labels(names.get(row["newest"]))),
            "total": row["total"],
        }
        for row in found
    ]


def person_facts(ids: Collection[int], *, on: date, known_before: datetime) -> list[Fact]:
    """Return what was known of a person on the day `on`, as recorded before `known_before`."""
    known = PersonFact.objects.filter(person__in=ids, recorded_at__lt=known_before)
    valid = known.filter(Q(ends_before=None) | Q(ends_before__gt=on), since__lte=on, is_void=False)
    rows = valid.exclude(pk__in=known.filter(replaces__isnull=False).values("replaces"))
    return [_person_fact(row) for row in rows.select_related("region", "organisation").order_by("kind", "since", "pk")]


def _person_fact(row: PersonFact) -> Fact:
    since = {"day": short_day(row.since)}
    value = _value(row)
    words = _("%(value)s (since %(day)s)") % {"value": value, **since} if value else _("since %(day)s") % since
    return Fact(label=str(row.get_kind_display()), value=words)


def _value(row: PersonFact) -> str:
    named = row.label or (str(row.region) if row.region else "") or (row.organisation.name if row.organisation else "")
    if named or not row.code:
        return named
    codes = _CODES.get(FactKind(row.kind))
    return str(codes(row.code).label) if codes and row.code in codes.values else row.code
