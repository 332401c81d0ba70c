"""The compliance list as a file: asked for here, made by the sweep, fetched by whoever asked."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, compliance
from credits.enums import ExportKind, ExportState
from credits.models import ComplianceExport
from credits.web.compliance import filters
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown

SHOWN = 20
TYPES = {
    ExportKind.CSV: ("text/csv; charset=utf-8", "csv"),
    ExportKind.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}
TONES = {ExportState.DONE: "good", ExportState.WAITING: "calm", ExportState.FAILED: "bad", ExportState.EXPIRED: "calm"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def exports(request: SignedInRequest) -> HttpResponse:
    """Show how far the own exports are; a posted choice is asked for as a file."""
    at = timezone.now()
    sights = access.sights(user=request.user, on=timezone.localdate(at))
    if request.method == "POST":
        return _order(request, sights, at)
    rows = [_shown(row, at) for row in compliance.exports_of(request.user)[:SHOWN]]
    context = {"rows": rows, "is_busy": any(row["is_busy"] for row in rows)}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "credits/parts/exports.html" if is_part else "credits/exports.html", context)


@require_safe
@login_required
def export_file(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Hand out the file to whoever asked for it, as long as it is kept."""
    at = timezone.now()
    sights = access.sights(user=request.user, on=timezone.localdate(at))
    export = compliance.file_of(request.user, pk=pk, sights=sights, at=at)
    if export is None:
        raise Http404
    content_type, ending = TYPES[ExportKind(export.kind)]
    name = f"compliance-{timezone.localtime(export.asked_at):%Y%m%d-%H%M}-{export.pk}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(compliance.chunks(export), content_type=content_type, headers=headers)


def _order(request: SignedInRequest, sights: tuple[access.Sight, ...], at: datetime) -> HttpResponse:
    form, kind = filters(request, request.POST), request.POST.get("kind", "")
    if form.is_valid() and kind in ExportKind.values:
        with refusals_shown(request):
            compliance.order_export(
                choice=form.choice(sights), kind=kind, language=get_language() or "zh-hans", by=request.user, at=at
            )
            messages.success(request, _("The export is being made. You may leave this page and come back."))
            return redirect("credits:compliance-exports")
    else:
        messages.error(request, _("Choose what to export on the compliance page, and as which kind of file."))
    return redirect("credits:compliance")


def _shown(row: ComplianceExport, at: datetime) -> dict[str, Any]:
    return {
        "export": row,
        "tone": TONES[ExportState(row.state)],
        "is_busy": row.state == ExportState.WAITING,
        "is_ready": row.state == ExportState.DONE,
        "left": _left(row, at),
    }


def _left(row: ComplianceExport, at: datetime) -> str:
    """Return how long an export will take yet, in words; nothing where nobody can tell."""
    if row.state != ExportState.WAITING or not row.done:
        return ""
    seconds = (at - row.asked_at).total_seconds() / row.done * max(0, row.total - row.done)
    minutes = max(1, round(seconds / 60))
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


urlpatterns = [
    path("compliance/exports/", exports, name="compliance-exports"),
    path("compliance/exports/<int:pk>/file/", export_file, name="compliance-export-file"),
]
