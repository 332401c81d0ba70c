"""Compliance: who of the own regions has met the duty, who is short, of whom nothing is known."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from credits import access
from credits.enums import StandingState
from credits.models import RulebookVersion, Standing
from credits.web import explaining
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Region
from learning.web import page_after, whole_number

PAGE = 50


class FilterForm(forms.Form):
    """Which standings to list."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    family = forms.ChoiceField(label=gettext_lazy("Rulebook"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *StandingState.choices]
    )
    missing = forms.DecimalField(
        label=gettext_lazy("Missing at least (hours)"),
        required=False,
        min_value=0,
        max_value=10000,
        max_digits=7,
        decimal_places=2,
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], families: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["family"].choices = [("", _("All")), *families]  # type: ignore[attr-defined]


@require_safe
@login_required
def compliance(request: SignedInRequest) -> HttpResponse:
    """List the standings of the own regions, filtered, with totals in which unknown stands outside the rate."""
    today = timezone.localdate()
    rows = access.regulated_standings(user=request.user, on=today)
    typed = {"year": str(today.year), **request.GET.dict()}
    form = FilterForm(typed, regions=access.regulated_regions(user=request.user, on=today), families=_families())
    chosen = _chosen(rows, form) if form.is_valid() else rows.none()
    page, next_key = page_after(chosen, after=whole_number(request.GET.get("after")), size=PAGE)
    context = {
        "form": form,
        "rows": _shown(page),
        "totals": _totals(chosen),
        "next_key": next_key,
        "query": _query(request),
    }
    return render(request, "credits/compliance.html", context)


def _families() -> list[tuple[str, str]]:
    rows = RulebookVersion.objects.exclude(status="DRAFT").order_by("family", "-effective_from").distinct("family")
    return list(rows.values_list("family", "title"))


def _chosen(rows: QuerySet[Standing], form: FilterForm) -> QuerySet[Standing]:
    asked = form.cleaned_data
    rows = rows.filter(cycle_starts_on__lte=f"{asked['year']}-12-31", cycle_ends_before__gt=f"{asked['year']}-01-01")
    if asked["region"]:
        rows = rows.filter(region__path__startswith=asked["region"].path)
    if asked["missing"] is not None:
        rows = rows.filter(missing__gte=int(asked["missing"] * 100), state=StandingState.SHORT)
    return rows.filter(**{name: asked[name] for name in ("family", "state") if asked[name]})


def _totals(rows: QuerySet[Standing]) -> dict[str, Any]:
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    met, short = counts.get(StandingState.MET, 0), counts.get(StandingState.SHORT, 0)
    missing = rows.filter(state=StandingState.SHORT).aggregate(hours=Sum("missing"))["hours"] or 0
    return {
        "met": met,
        "short": short,
        "unknown": counts.get(StandingState.UNKNOWN, 0),
        "missing": missing,
        # Unknown is neither met nor short: it stands outside the rate.
        "rate": f"{met * 1000 // (met + short) / 10:.1f}" if met + short else "",
    }


def _shown(page: list[Standing]) -> list[dict[str, Any]]:
    keys = [row.person_id for row in page]
    names, numbers = people.current_names(keys), people.masked_numbers(keys)
    return [
        {**row, "name": names.get(key, ""), "number": numbers[key]}
        for key, row in zip(keys, explaining.standings(page), strict=True)
    ]


def _query(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


urlpatterns = [path("compliance/", compliance, name="compliance")]
