"""Compliance: who of the own regions has met the duty, who is short, of whom nothing is known."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from credits import access, compliance
from credits.enums import StandingState
from credits.models import RulebookVersion, Standing
from credits.web import explaining
from learning.accounts import people
from learning.accounts.enums import Series
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Region

PAGE = 50


class FilterForm(forms.Form):
    """Which standings to list."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    series = forms.ChoiceField(
        label=gettext_lazy("Series"), required=False, choices=[("", gettext_lazy("All")), *Series.choices]
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

    def choice(self, sights: tuple[access.Sight, ...]) -> compliance.Choice:
        """Return what was asked for, within `sights`."""
        asked = self.cleaned_data
        return compliance.Choice(
            sights=sights,
            year=asked["year"],
            path=asked["region"].path if asked["region"] else "",
            family=asked["family"],
            series=asked["series"],
            state=asked["state"],
            missing_min=int((asked["missing"] or 0) * 100),
        )


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """List the standings of the own regions, filtered, with totals in which unknown stands outside the rate."""
    sights = access.sights(user=request.user, on=timezone.localdate())
    form = filters(request, request.GET)
    context: dict[str, Any] = {"form": form, "rows": [], "query": _query(request)}
    if form.is_valid():
        choice = form.choice(sights)
        page = compliance.page(choice, after=request.GET.get("after"), size=PAGE)
        context |= {
            "rows": _shown(page.rows),
            # The rate is of everybody, whichever state is listed.
            "totals": compliance.totals(replace(choice, state="", missing_min=0)),
            "next_key": page.next_key,
            "chosen": [(name, form.data.get(name, "")) for name in form.fields],
        }
    return render(request, "credits/compliance.html", context)


def filters(request: SignedInRequest, typed: QueryDict) -> FilterForm:
    """Return the form with what was typed; the year is this one where none was."""
    today = timezone.localdate()
    data = {"year": str(today.year), **typed.dict()}
    return FilterForm(data, regions=access.regulated_regions(user=request.user, on=today), families=_families())


def _families() -> list[tuple[str, str]]:
    rows = RulebookVersion.objects.exclude(status="DRAFT").order_by("family", "-effective_from").distinct("family")
    return list(rows.values_list("family", "title"))


def _shown(rows: list[Standing]) -> list[dict[str, Any]]:
    keys = [row.person_id for row in rows]
    names, numbers = people.current_names(keys), people.masked_numbers(keys)
    return [
        {**row, "name": names.get(key, ""), "number": numbers[key]}
        for key, row in zip(keys, explaining.standings(rows), strict=True)
    ]


def _query(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


urlpatterns = [path("compliance/", index, name="compliance")]
