"""The yearly plan of advanced seminars: regulators read it, provincial officers change it by sheet, a base applies under its rows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits.hours import to_decimal
from learning import sheets, tags
from learning.accounts.enums import Sector
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, planning, programmes
from seminars.enums import ApplicationState, Category, Level, PlanOutcome, PlanSheetState, ProgrammeKind
from seminars.models import PlannedSeminar, PlanSheet, PlanSheetRow
from seminars.web.forms.applications import STEPS
from seminars.web.once import only_once, token

TONES = {
    PlanOutcome.NEW: "good",
    PlanOutcome.CHANGED: "warn",
    PlanOutcome.SAME: "calm",
    PlanOutcome.VANISHED: "bad",
    PlanOutcome.REFUSED: "bad",
}
STATES = {
    None: (gettext_lazy("Not applied for yet"), "warn"),
    ApplicationState.DRAFT: (gettext_lazy("The base is writing the application"), "calm"),
    ApplicationState.RETURNED: (gettext_lazy("Returned to the base"), "warn"),
    ApplicationState.SUBMITTED: (gettext_lazy("Waits for the decision"), "calm"),
    ApplicationState.APPROVED: (gettext_lazy("Approved"), "good"),
}
MINUTES_AN_HOUR = 45


class PlanForm(sheets.SheetForm):
    """A sheet of the plan of a year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    field_order = ("year", "file")

    def __init__(self, *args: Any, first: int, **options: Any) -> None:
        super().__init__(*args, layout=planning.LAYOUT, **options)
        years: Any = self.fields["year"]
        years.choices = [(year, str(year)) for year in range(first, first + 3)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_plan(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """Show the plan of a year to regulators; take a sheet in from provincial officers and check it."""
    at = timezone.now()
    today = timezone.localdate(at)
    access.require_regulator(user=request.user, on=today)
    office = access.provincial_office(user=request.user, on=today)
    is_sent = request.method == "POST"
    if is_sent and office is None:
        raise Http404
    shown = _year(year or today.year)
    form = PlanForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        first=today.year,
        initial={"year": max(shown, today.year)},
    )
    if is_sent and form.is_valid():
        with refusals_shown(request, form):
            assert office is not None
            facts = form.cleaned_data
            sheet = planning.check(file=facts["file"], year=facts["year"], by=request.user, office=office, at=at)
            return redirect("seminars:plan-sheet", sheet.pk)
    return render(request, "seminars/plan.html", _plan(shown, form if office else None, today))


@require_safe
@login_required
def plan_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what each row of a sheet would change, or has changed."""
    sheet = access.plan_sheet(user=request.user, pk=pk, on=timezone.localdate())
    outcome = request.GET.get("outcome", "")
    counts, rows = planning.counts(sheet), planning.rows_of(sheet, outcome=outcome)
    changing = sum(counts[one] for one in (PlanOutcome.NEW, PlanOutcome.CHANGED, PlanOutcome.VANISHED))
    address = reverse("seminars:plan-sheet", args=[sheet.pk])
    bases, items = planning.names_in(rows)
    context = {
        "sheet": sheet,
        "tone": "good" if sheet.state == PlanSheetState.APPLIED else "warn",
        "counts": [(PlanOutcome(code).label, counts[code]) for code in PlanOutcome.values if counts[code]],
        "changing": changing,
        "refused": counts[PlanOutcome.REFUSED],
        "may_apply": sheet.state == PlanSheetState.CHECKED and changing > 0,
        "tabs": sheets.tabs(address, PlanOutcome, counts, chosen=outcome),
        "rows": [_diff(row, bases, items) for row in rows],
    }
    return render(request, "seminars/plan_sheet.html", context)


@require_POST
@login_required
def apply_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the plan be as a sheet says."""
    at = timezone.now()
    sheet: PlanSheet = access.plan_sheet(user=request.user, pk=pk, on=timezone.localdate(at))
    with refusals_shown(request):
        planning.apply(sheet=sheet, by=request.user, at=at)
        messages.success(request, _("The plan of %(year)s is as the sheet says.") % {"year": sheet.year})
    return redirect("seminars:plan-sheet", sheet.pk)


@require_safe
@login_required
def plan_template(request: SignedInRequest, year: int) -> HttpResponse:
    """Hand out the plan of a year as a sheet to go on with."""
    access.require_regulator(user=request.user, on=timezone.localdate())
    kind = sheets.kind_of(request.GET.get("kind"))
    return sheets.file(planning.template(_year(year), kind=kind), kind=kind, name=f"plan-{year}")


@require_safe
@login_required
def plan_of_base(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a base what this year's plan and the next give to it."""
    today = timezone.localdate()
    own = access.base(user=request.user, pk=pk, on=today)
    lines = [
        # Each row is a form of its own.
        {**_line(row), "once": token(request)}
        for year in (today.year, today.year + 1)
        for row in planning.rows(year).filter(base=own, withdrawn_at=None)
    ]
    context = {
        "base": own,
        "lines": lines,
        "may_manage": access.may_manage(user=request.user, base_id=own.pk, on=today),
    }
    return render(request, "seminars/plan_of_base.html", context)


@require_POST
@login_required
@only_once
def apply_under(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the application for a row of the plan, with what the plan says."""
    at = timezone.now()
    row = access.planned_seminar(user=request.user, pk=pk, on=timezone.localdate(at))
    facts: Any = {
        "kind": ProgrammeKind.ADVANCED_SEMINAR,
        "title": row.title,
        "sector": row.sector,
        "category": Category.PROFESSIONAL,
        "level": Level.PROVINCIAL,
        "guidance_item": row.guidance_item,
        "plan_row": row,
        "minutes": row.hours * MINUTES_AN_HOUR // 100,
        **({"host": row.host} if row.host else {}),
    }
    draft = programmes.draft(base=row.base, by=request.user, at=at, hours=to_decimal(row.hours), **facts)
    messages.success(request, _("The draft holds what the plan says. Go on with what is missing."))
    return redirect("seminars:application-step", draft.pk, STEPS[0].key)


def _year(year: int) -> int:
    if not 2000 <= year < 2100:
        raise Http404
    return year


def _plan(year: int, form: PlanForm | None, today: dt.date) -> dict[str, Any]:
    rows = list(planning.rows(year))
    planned = [row for row in rows if row.withdrawn_at is None]
    lines = [_line(row) for row in planned]
    return {
        "year": year,
        "years": sorted({*planning.years(), today.year, today.year + 1}, reverse=True),
        "lines": lines,
        "places": sum(row.places for row in planned),
        "approved": sum(1 for line in lines if line["applied"] == ApplicationState.APPROVED),
        "taken_out": [row for row in rows if row.withdrawn_at is not None],
        "form": form,
        "sheets": planning.sheets_of(year)[:10] if form else [],
        "headings": planning.LAYOUT.headings,
    }


def _line(row: PlannedSeminar) -> dict[str, Any]:
    applied = getattr(row, "applied", None)
    label, tone = STATES[ApplicationState(applied) if applied else None]
    return {
        "row": row,
        "applied": applied,
        "state": label,
        "tone": tone,
        "application": getattr(row, "application", None),
        "programme": getattr(row, "programme", None),
    }


def _diff(row: PlanSheetRow, bases: Mapping[int, str], items: Mapping[int, str]) -> dict[str, Any]:
    labels = planning.LAYOUT.labels

    def words(name: str, value: Any) -> str:
        told = {
            "base_id": lambda: bases.get(value, ""),
            "guidance_item_id": lambda: items.get(value, ""),
            "sector": lambda: str(Sector(value).label),
            "hours": lambda: tags.hours(value),
        }
        return str(told[name]() if name in told else value) or "—"

    changes = [
        (labels[name.removesuffix("_id")], words(name, before), words(name, row.facts[name]))
        for name, before in row.before.items()
        if row.outcome == PlanOutcome.CHANGED
    ]
    facts = row.facts or row.before
    return {
        "row": row,
        "tone": TONES[PlanOutcome(row.outcome)],
        "column": labels.get(row.field, ""),
        "changes": changes,
        "base": bases.get(facts.get("base_id", 0), ""),
    }


urlpatterns = [
    path("planning/", show_plan, name="plan"),
    path("planning/<int:year>/", show_plan, name="plan-of-year"),
    path("planning/<int:year>/sheet/", plan_template, name="plan-template"),
    path("planning/sheets/<int:pk>/", plan_sheet, name="plan-sheet"),
    path("planning/sheets/<int:pk>/apply/", apply_plan, name="apply-plan"),
    path("base/<int:pk>/plan/", plan_of_base, name="plan-of-base"),
    path("base/planned/<int:pk>/apply/", apply_under, name="apply-under"),
]
