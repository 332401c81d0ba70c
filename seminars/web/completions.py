"""Base: who completed a self-paced programme: hand a table in, read what each row would do, let it be registered, fetch the receipt."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits.enums import SheetState
from learning import sheets
from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number
from seminars import access, completions
from seminars.enums import CompletionOutcome
from seminars.models import CompletionRow, CompletionSheet, Programme
from seminars.web import shown

TABLES, ROWS = 20, 100
TONES = {SheetState.CHECKED: "warn", SheetState.APPLYING: "calm", SheetState.DONE: "good"}
ROW_TONES = {
    CompletionOutcome.ACCEPTED: "calm",
    CompletionOutcome.CREDITED: "good",
    CompletionOutcome.KNOWN: "calm",
    CompletionOutcome.REFUSED: "bad",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_completions(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the tables of a programme; take another one in and check it."""
    at = timezone.now()
    today = timezone.localdate(at)
    roles = access.MANAGERS if request.method == "POST" else access.STAFF
    row = _self_paced(access.programme(user=request.user, pk=pk, on=today, roles=roles))
    is_sent = request.method == "POST"
    form = sheets.SheetForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, layout=completions.LAYOUT
    )
    if is_sent and form.is_valid():
        with refusals_shown(request, form):
            sheet = completions.check(programme=row, file=form.cleaned_data["file"], by=request.user, at=at)
            return redirect("seminars:completion-sheet", sheet.pk)
    return render(request, "seminars/completions.html", _context(request, row, form, today))


@require_safe
@login_required
def completion_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what became of each row of a table, or would."""
    today = timezone.localdate()
    sheet = access.completion_sheet(user=request.user, pk=pk, on=today)
    progress = _progress(request, sheet, today)
    if request.headers.get("HX-Request") == "true":
        return render(request, "components/sheet_progress.html", progress)
    context = {
        **progress,
        "programme": sheet.programme,
        "version": sheet.version,
        **rows_shown(request, sheet, address=progress["address"]),
    }
    return render(request, "seminars/completion_sheet.html", context)


def rows_shown(request: SignedInRequest, sheet: CompletionSheet, *, address: str) -> dict[str, Any]:
    """Return one page of the rows of `sheet`, of the outcome that is asked for, with the tabs that lead to the others."""
    outcome = request.GET.get("outcome", "")
    rows = completions.rows_of(sheet, outcome=outcome, after=whole_number(request.GET.get("after")), size=ROWS + 1)
    return {
        "tabs": sheets.tabs(address, CompletionOutcome, completions.counts(sheet), chosen=outcome),
        "rows": [_line(row) for row in rows[:ROWS]],
        "next_key": rows[ROWS - 1].number if len(rows) > ROWS else None,
        "query": urlencode({"outcome": outcome}) if outcome in CompletionOutcome.values else "",
    }


@require_POST
@login_required
def confirm_completions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the accepted rows of a table be registered."""
    at = timezone.now()
    sheet = access.completion_sheet(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    with refusals_shown(request):
        completions.confirm(sheet=sheet, by=request.user, at=at)
        messages.success(request, _("The accepted rows are being registered. You may leave this page and come back."))
    return redirect("seminars:completion-sheet", sheet.pk)


@require_safe
@login_required
def completion_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out what became of each row as CSV."""
    sheet = access.completion_sheet(user=request.user, pk=pk, on=timezone.localdate())
    name = f"completions-{timezone.localtime(sheet.uploaded_at):%Y%m%d-%H%M}-{sheet.pk}"
    return sheets.file(completions.receipt(sheet), kind="csv", name=name)


@require_safe
@login_required
def completion_template(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the table to begin with."""
    row = _self_paced(access.programme(user=request.user, pk=pk, on=timezone.localdate()))
    assert row.current is not None
    kind = sheets.kind_of(request.GET.get("kind"))
    return sheets.file(completions.template(row.current, kind=kind), kind=kind, name="completions-template")


def _self_paced(row: Programme) -> Programme:
    if row.current is None or not row.current.is_self_paced:
        raise Http404
    return row


def _context(request: SignedInRequest, row: Programme, form: sheets.SheetForm, today: dt.date) -> dict[str, Any]:
    assert row.current is not None
    page, next_key = page_after(completions.sheets_of(row), after=whole_number(request.GET.get("after")), size=TABLES)
    return {
        "programme": row,
        "base": row.base,
        "version": row.current,
        "facts": [(label, value) for label, value in shown.alone(row.current) if value],
        "form": form,
        "headings": completions.LAYOUT.headings,
        "tables": page,
        "next_key": next_key,
        "may_hand_in": access.may_manage(user=request.user, base_id=row.base_id, on=today),
    }


def _progress(request: SignedInRequest, sheet: CompletionSheet, today: dt.date) -> dict[str, Any]:
    counts = completions.counts(sheet)
    may_manage = access.may_manage(user=request.user, base_id=sheet.programme.base_id, on=today)
    accepted = counts[CompletionOutcome.ACCEPTED]
    return {
        "sheet": sheet,
        "tone": TONES[SheetState(sheet.state)],
        "counts": [(CompletionOutcome(code).label, counts[code]) for code in CompletionOutcome.values if counts[code]],
        "accepted": accepted,
        "refused": counts[CompletionOutcome.REFUSED],
        "may_confirm": may_manage and sheet.state == SheetState.CHECKED and accepted > 0,
        "is_busy": sheet.state == SheetState.APPLYING,
        "left": _left(sheet, timezone.now()),
        "address": reverse("seminars:completion-sheet", args=[sheet.pk]),
        "confirm_url": reverse("seminars:confirm-completions", args=[sheet.pk]),
        "receipt_url": reverse("seminars:completion-receipt", args=[sheet.pk]),
    }


def _left(sheet: CompletionSheet, at: dt.datetime) -> str:
    if sheet.state != SheetState.APPLYING or sheet.not_before <= at:
        return ""
    return _("The last try failed; it is tried again at %(at)s.") % {
        "at": f"{timezone.localtime(sheet.not_before):%H:%M}"
    }


def _line(row: CompletionRow) -> dict[str, Any]:
    return {
        "row": row,
        "tone": ROW_TONES[CompletionOutcome(row.outcome)],
        "column": completions.LAYOUT.labels.get(row.field, ""),
        "score": "—" if row.score is None else f"{row.score.normalize():f}",
        "message": row.message or _explained(row),
    }


def _explained(row: CompletionRow) -> str:
    if row.outcome == CompletionOutcome.CREDITED and not row.hours:
        return _("Registered; the rules for this person count no hours for it. The person reads why under My hours.")
    if row.outcome == CompletionOutcome.ACCEPTED and row.person_id is None:
        return _("Nobody is recorded under this number yet; a record is made when the row is registered.")
    return ""


urlpatterns = [
    path("base/programmes/<int:pk>/completions/", show_completions, name="completions"),
    path("base/programmes/<int:pk>/completions/template/", completion_template, name="completion-template"),
    path("base/completions/<int:pk>/", completion_sheet, name="completion-sheet"),
    path("base/completions/<int:pk>/register/", confirm_completions, name="confirm-completions"),
    path("base/completions/<int:pk>/receipt/", completion_receipt, name="completion-receipt"),
]
