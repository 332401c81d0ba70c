"""Rows of the catalogue."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, Subquery, Value

from cms.catalogue._choice import OF_PROGRAMME, Choice, Sort, month_span
from learning.accounts.models import Organisation
from seminars import programmes, runs


def public(*, on: date) -> Any:
    """Return the programmes that the public may see on a day: approved, and their page published."""
    return programmes.catalogue(on=on).filter(page__live=True).order_by("pk")


def found(choice: Choice, *, ids: list[int], on: date) -> Any:
    """Return the programmes of `choice` in its order, each with its page, its base's page and its `upcoming` runs."""
    rows = narrowed(choice.facets, choice=choice, ids=ids, on=on)

    return shown(_ordered(rows, choice=choice, ids=ids, on=on), on=on)


def narrowed(facets: dict[str, str], *, choice: Choice, ids: list[int], on: date) -> Any:
    """Return the public programmes that `facets` and the words of `choice` (found as `ids`) leave."""
    rows = public(on=on).filter(**{f"current__{name}": value for name, value in facets.items() if name in OF_PROGRAMME})
    if choice.text:
        rows = rows.filter(pk__in=ids)
    condition = of_runs(facets)

    return rows.filter(Exists(runs.upcoming(on).filter(condition, programme=OuterRef("pk")))) if condition else rows


def of_runs(facets: dict[str, str]) -> Q:
    """Return what `facets` ask of a run; an empty condition if they ask nothing."""
    condition = Q()
    if city := facets.get("city"):
        # Districts of the city lie below it in the tree of regions.
        condition &= Q(region__path__contains=f"/{city}/")
    if month := facets.get("month"):
        first, before = month_span(month)
        condition &= Q(starts_on__gte=first, starts_on__lt=before)
    if facets.get("seats"):
        condition &= Q(places_taken__lt=F("places"))

    return condition


def shown(rows: Any, *, on: date) -> Any:
    """Return `rows` with all that a line of a list shows, in a fixed number of queries."""
    return rows.select_related("current", "base__page", "page").prefetch_related(
        Prefetch("runs", queryset=runs.upcoming(on), to_attr="upcoming")
    )


def of_base(base: Organisation, *, on: date) -> Any:
    """Return the public programmes of `base`, by name."""
    return shown(public(on=on).filter(base=base).order_by("current__title", "pk"), on=on)


def upcoming(*, on: date, most: int) -> Any:
    """Return the next runs of public programmes that are still to begin, soonest first."""
    return (
        runs.upcoming(on)
        .filter(starts_on__gte=on, programme__in=public(on=on).values("pk"))
        .select_related("programme__page")[:most]
    )


def upcoming_of(programme: Any, *, on: date) -> Any:
    """Return the open runs of `programme` that are not over, soonest first."""
    return runs.upcoming(on).filter(programme=programme)


def _ordered(rows: Any, *, choice: Choice, ids: list[int], on: date) -> Any:
    if choice.sort == Sort.BEST:
        place = Func(
            Value(ids, output_field=ArrayField(BigIntegerField())),
            "pk",
            function="array_position",
            output_field=IntegerField(),
        )
        return rows.order_by(place, "pk")
    if choice.sort == Sort.NEWEST:
        return rows.order_by("-current__approved_on", "-pk")
    if choice.sort == Sort.HOURS:
        return rows.order_by("-current__hours", "pk")
    of_programme = (
        runs.upcoming(on).filter(of_runs(choice.facets), programme=OuterRef("pk")).order_by("starts_on", "pk")
    )
    return rows.alias(next_start=Subquery(of_programme.values("starts_on")[:1])).order_by(
        F("next_start").asc(nulls_last=True), "-pk"
    )
