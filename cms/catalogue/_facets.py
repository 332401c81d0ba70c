"""What the catalogue can be narrowed by, and how much each choice would leave."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr, TruncMonth
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.catalogue._choice import OF_PROGRAMME, OF_RUN, Choice, month_span
from cms.catalogue._queries import narrowed, of_runs
from learning.accounts.models import Region
from seminars import runs

LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "category": _("Category"),
    "sector": _("Sector"),
    "cluster": _("Industrial cluster"),
    "mode": _("Mode"),
    "city": pgettext_lazy("where a run is held", "City"),
    "month": pgettext_lazy("when a run begins", "Month"),
    "seats": _("Places"),
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a facet, and how many programmes it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One thing to narrow by. Its counts leave its own choice aside."""

    name: str
    label: str
    options: tuple[Option, ...]


def facets(choice: Choice, *, ids: list[int], on: date) -> list[Facet]:
    """Return every facet with the values that leave something, the chosen one always; one query a facet. `ids` match the words."""
    counted = {name: _of_programme(name, choice=choice, ids=ids, on=on) for name in OF_PROGRAMME}
    counted |= {name: _of_run(name, choice=choice, ids=ids, on=on) for name in OF_RUN}
    cities = dict(Region.objects.filter(depth=2).order_by("pk").values_list("code", "name"))

    return [
        Facet(name=name, label=str(LABELS[name]), options=_options(name, counted[name], choice=choice, cities=cities))
        for name in LABELS
    ]


def _of_programme(name: str, *, choice: Choice, ids: list[int], on: date) -> dict[str, int]:
    rows = narrowed(choice.without(name), choice=choice, ids=ids, on=on).order_by()
    return dict(rows.values_list(f"current__{name}").annotate(count=Count("pk")))


def _of_run(name: str, *, choice: Choice, ids: list[int], on: date) -> dict[str, int]:
    left = choice.without(name)
    rows: QuerySet[Any] = (
        runs.upcoming(on)
        .filter(of_runs(left), programme__in=narrowed(left, choice=choice, ids=ids, on=on).values("pk"))
        .order_by()
    )
    if name == "seats":
        return {
            "1": rows.filter(Q(places_taken__lt=F("places"))).aggregate(count=Count("programme", distinct=True))[
                "count"
            ]
        }
    # "/320000/320100/320102/": the city is the second code of a path.
    value = Substr("region__path", 9, 6) if name == "city" else TruncMonth("starts_on")
    counts = (
        rows.annotate(value=value)
        .values_list("value")
        .annotate(count=Count("programme", distinct=True))
        .order_by("value")
    )

    return {month.strftime("%Y-%m") if name == "month" else month: count for month, count in counts}


def _options(name: str, counts: dict[str, int], *, choice: Choice, cities: dict[str, str]) -> tuple[Option, ...]:
    chosen = choice.facets.get(name, "")
    labels = _labels(name, cities, {**counts, chosen: counts.get(chosen, 0)})
    offered = [value for value in labels if counts.get(value) or value == chosen]

    return tuple(
        Option(value=value, label=labels[value], count=counts.get(value, 0), is_chosen=value == chosen)
        for value in offered
    )


def _labels(name: str, cities: dict[str, str], counts: dict[str, int]) -> dict[str, str]:
    """Return the values of a facet with their names, in the order to show them."""
    if name in OF_PROGRAMME:
        return {str(value): str(label) for value, label in OF_PROGRAMME[name].choices}
    if name == "seats":
        return {"1": str(_("With places left"))}
    if name == "city":
        return cities
    return {value: date_format(month_span(value)[0], "YEAR_MONTH_FORMAT") for value in sorted(filter(None, counts))}
