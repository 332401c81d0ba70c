"""Regulator: opening balances by table: hand a sheet in, read what each row would do, let it be registered, fetch the receipt."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import openings
from credits.enums import OpeningOutcome, SheetState
from credits.models import OpeningSheet
from credits.web import wording
from learning import sheets
from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number

SHEETS, ROWS = 20, 100
TONES = {SheetState.CHECKED: "warn", SheetState.APPLYING: "calm", SheetState.DONE: "good"}
ROW_TONES = {
    OpeningOutcome.ACCEPTED: "calm",
    OpeningOutcome.OPENED: "good",
    OpeningOutcome.KNOWN: "calm",
    OpeningOutcome.REFUSED: "bad",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def opening_sheets(request: SignedInRequest) -> HttpResponse:
    """List the sheets of the own office; take another one in and check it."""
    at = timezone.now()
    today = timezone.localdate(at)
    office = openings.office_of(user=request.user, on=today)
    is_sent = request.method == "POST"
    form = sheets.SheetForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, layout=openings.LAYOUT
    )
    if is_sent and form.is_valid():
        with refusals_shown(request, form):
            sheet = openings.check(file=form.cleaned_data["file"], by=request.user, office=office, at=at)
            return redirect("credits:opening-sheet", sheet.pk)
    page, next_key = page_after(
        openings.sheets_of(user=request.user, on=today), after=whole_number(request.GET.get("after")), size=SHEETS
    )
    context = {
        "office": office,
        "form": form,
        "sheets": [(row, TONES[SheetState(row.state)]) for row in page],
        "next_key": next_key,
        "headings": openings.LAYOUT.headings,
    }
    return render(request, "credits/openings.html", context)


@require_safe
@login_required
def opening_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what became of each row of a sheet, or would."""
    sheet = _sheet(request, pk)
    progress = _progress(sheet)
    if request.headers.get("HX-Request") == "true":
        return render(request, "components/sheet_progress.html", progress)
    outcome = request.GET.get("outcome", "")
    after = whole_number(request.GET.get("after"))
    rows = openings.rows_of(sheet, outcome=outcome, after=after, size=ROWS + 1)
    context = {
        **progress,
        "tabs": sheets.tabs(progress["address"], OpeningOutcome, openings.counts(sheet), chosen=outcome),
        "rows": _rows(rows[:ROWS]),
        "next_key": rows[ROWS - 1].number if len(rows) > ROWS else None,
        "query": urlencode({"outcome": outcome}) if outcome in OpeningOutcome.values else "",
    }
    return render(request, "credits/opening_sheet.html", context)


@require_POST
@login_required
def confirm_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the accepted rows of a sheet be registered."""
    at = timezone.now()
    openings.office_of(user=request.user, on=timezone.localdate(at))
    sheet = _sheet(request, pk)
    with refusals_shown(request):
        openings.confirm(sheet=sheet, by=request.user, at=at)
        messages.success(request, _("The accepted rows are being registered. You may leave this page and come back."))
    return redirect("credits:opening-sheet", sheet.pk)


@require_safe
@login_required
def opening_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out what became of each row as CSV."""
    sheet = _sheet(request, pk)
    name = f"openings-{timezone.localtime(sheet.uploaded_at):%Y%m%d-%H%M}-{sheet.pk}"
    return sheets.file(openings.receipt(sheet), kind="csv", name=name)


@require_safe
@login_required
def opening_template(request: SignedInRequest) -> HttpResponse:
    """Hand out the sheet to begin with."""
    openings.office_of(user=request.user, on=timezone.localdate())
    kind = sheets.kind_of(request.GET.get("kind"))
    return sheets.file(openings.template(kind), kind=kind, name="openings-template")


def _sheet(request: SignedInRequest, pk: int) -> OpeningSheet:
    return openings.sheet_of(user=request.user, pk=pk, on=timezone.localdate())


def _progress(sheet: OpeningSheet) -> dict[str, Any]:
    counts = openings.counts(sheet)
    return {
        "sheet": sheet,
        "office": sheet.office,
        "tone": TONES[SheetState(sheet.state)],
        "counts": [(OpeningOutcome(code).label, counts[code]) for code in OpeningOutcome.values if counts[code]],
        "accepted": counts[OpeningOutcome.ACCEPTED],
        "refused": counts[OpeningOutcome.REFUSED],
        "may_confirm": sheet.state == SheetState.CHECKED and counts[OpeningOutcome.ACCEPTED] > 0,
        "is_busy": sheet.state == SheetState.APPLYING,
        "left": _left(sheet, timezone.now()),
        "address": reverse("credits:opening-sheet", args=[sheet.pk]),
        "confirm_url": reverse("credits:confirm-sheet", args=[sheet.pk]),
        "receipt_url": reverse("credits:opening-receipt", args=[sheet.pk]),
    }


def _left(sheet: OpeningSheet, at: datetime) -> str:
    if sheet.state != SheetState.APPLYING or sheet.not_before <= at:
        return ""
    return _("The last try failed; it is tried again at %(at)s.") % {
        "at": f"{timezone.localtime(sheet.not_before):%H:%M}"
    }


def _rows(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "tone": ROW_TONES[OpeningOutcome(row.outcome)],
            "column": openings.LAYOUT.labels.get(row.field, ""),
            "category": wording.category(row.category, {}) if row.category else "",
        }
        for row in rows
    ]


urlpatterns = [
    path("openings/", opening_sheets, name="openings"),
    path("openings/template/", opening_template, name="opening-template"),
    path("openings/<int:pk>/", opening_sheet, name="opening-sheet"),
    path("openings/<int:pk>/register/", confirm_sheet, name="confirm-sheet"),
    path("openings/<int:pk>/receipt/", opening_receipt, name="opening-receipt"),
]
