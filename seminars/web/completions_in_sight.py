"""Regulators: what bases handed in as completed, and what became of it, row by row."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from credits.enums import SheetState
from learning.accounts.http import SignedInRequest
from learning.web import page_after, whole_number
from seminars import access, completions
from seminars.enums import CompletionOutcome
from seminars.models import CompletionSheet
from seminars.web.completions import TONES, rows_shown

PAGE = 50


@require_safe
@login_required
def completions_in_sight(request: SignedInRequest) -> HttpResponse:
    """List the tables of the own region and sector, the newest first, with what became of their rows."""
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    rows = access.completion_sheets_in_sight(user=request.user, on=today)
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after")), size=PAGE)
    counts = completions.counts_by_sheet(page)
    context = {"lines": [_line(sheet, counts[sheet.pk]) for sheet in page], "next_key": next_key}
    return render(request, "seminars/completions_in_sight.html", context)


@require_safe
@login_required
def completion_rows(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what became of each row of one table, and why."""
    sheet = access.completion_sheet_in_sight(user=request.user, pk=pk, on=timezone.localdate())
    address = reverse("seminars:completion-rows", args=[sheet.pk])
    counts = completions.counts(sheet)
    context = {
        **_line(sheet, counts),
        "counts": [(CompletionOutcome(code).label, counts[code]) for code in CompletionOutcome.values if counts[code]],
        **rows_shown(request, sheet, address=address),
    }
    return render(request, "seminars/completion_rows.html", context)


def _line(sheet: CompletionSheet, counts: dict[str, int]) -> dict[str, Any]:
    taken = (CompletionOutcome.ACCEPTED, CompletionOutcome.CREDITED, CompletionOutcome.KNOWN)
    return {
        "sheet": sheet,
        "tone": TONES[SheetState(sheet.state)],
        "accepted": sum(counts[code] for code in taken),
        "refused": counts[CompletionOutcome.REFUSED],
    }


urlpatterns = [
    path("completions/", completions_in_sight, name="completions-in-sight"),
    path("completions/<int:pk>/", completion_rows, name="completion-rows"),
]
