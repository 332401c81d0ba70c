"""
The check of hours for a title application (职称申报学时核对): level, year, city or provincial committee; each year under its own version.

The choice stands in the address, so that it can be kept and sent; the page prints as one sheet.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from credits import access, standing
from credits.web import looked_back, pictures, sheets
from learning.accounts import people
from learning.accounts.enums import TitleLevel
from learning.accounts.http import SignedInRequest

YEARS_BEFORE, YEARS_AHEAD = 5, 3
# The regulators' own word for both committees: 评审委员会.
LEVELS = [
    (TitleLevel.INTERMEDIATE.value, gettext_lazy("Intermediate title")),
    (TitleLevel.SENIOR.value, gettext_lazy("Senior title (associate or full)")),
]
COMMITTEES = [("city", gettext_lazy("City committee")), ("province", gettext_lazy("Provincial committee"))]


class TitleCheckForm(forms.Form):
    """For which title, when, and before which committee."""

    level = forms.ChoiceField(label=gettext_lazy("Level applied for"), choices=LEVELS)
    year = forms.TypedChoiceField(label=gettext_lazy("Year of application"), coerce=int)
    committee = forms.ChoiceField(label=gettext_lazy("Reviewing committee"), choices=COMMITTEES)

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data, initial={"year": today.year})
        years = range(today.year - YEARS_BEFORE, today.year + YEARS_AHEAD)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


@require_safe
@login_required
def title_check(request: SignedInRequest) -> HttpResponse:
    """Show what an application would look back on."""
    at = timezone.now()
    today = timezone.localdate(at)
    record = access.own_record(request.user)
    form = TitleCheckForm(request.GET or None, today=today)
    context: dict[str, Any] = {"form": form, "at": at, "checks": None, "query": request.GET.urlencode()}
    if form.is_bound and form.is_valid():
        context |= _checked(form, record, today=today)
    return render(request, "credits/title_check.html", context)


@require_safe
@login_required
def title_picture(request: SignedInRequest) -> HttpResponse:
    """Draw the check as a picture; without a choice there is nothing to draw."""
    at = timezone.now()
    today = timezone.localdate(at)
    record = access.own_record(request.user)
    form = TitleCheckForm(request.GET, today=today)
    if not form.is_valid():
        return redirect("credits:title-check")
    rows = sheets.of_check(_checked(form, record, today=today), at=at)
    return HttpResponse(pictures.draw(rows), content_type="image/png")


def _checked(form: TitleCheckForm, record: access.Record, *, today: date) -> dict[str, Any]:
    asked = form.cleaned_data
    found = standing.look_back(
        person=record.person,
        applying_in=asked["year"],
        level=asked["level"],
        review_level=asked["committee"],
        today=today,
    )
    names = access.category_names(looked_back.version_ids(found))
    return {
        "checks": [looked_back.Check(found=row, names=names, today=today) for row in found],
        "year": asked["year"],
        "level": dict(LEVELS)[asked["level"]],
        "committee": dict(COMMITTEES)[asked["committee"]],
        "name": people.current_names([record.person.pk]).get(record.person.pk, ""),
        "number": people.masked_numbers([record.person.pk]).get(record.person.pk, ""),
    }


urlpatterns = [
    path("hours/title/", title_check, name="title-check"),
    path("hours/title/picture/", title_picture, name="title-picture"),
]
