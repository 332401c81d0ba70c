"""Certificates issued together: whom to choose, how far they are, what failed, and all of them as one file."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, certificates
from credits.enums import StandingState
from credits.models import RulebookVersion, Standing
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation, Region
from learning.web import refusals_shown

SHOWN = 100
LISTED = 50


class ChoiceForm(forms.Form):
    """Whose year is to be proved."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=1990,
        max_value=2100,
        error_messages={"required": gettext_lazy("Type a year, such as 2026.")},
    )
    family = forms.ChoiceField(
        label=gettext_lazy("Rulebook"), error_messages={"required": gettext_lazy("Choose a rulebook.")}
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), required=False, empty_label=gettext_lazy("All")
    )

    office = forms.ModelChoiceField(
        label=gettext_lazy("Issued by"),
        queryset=Organisation.objects.none(),
        error_messages={"required": gettext_lazy("Choose an office.")},
    )

    def __init__(self, data: Any, *, year: int, regions: QuerySet[Region], offices: QuerySet[Organisation]) -> None:
        super().__init__(data, initial={"year": year})
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        # Where there is one, nothing is asked.
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0].pk
        rows = RulebookVersion.objects.exclude(status="DRAFT").order_by("family", "-effective_from")
        self.fields["family"].choices = rows.distinct("family").values_list("family", "title")  # type: ignore[attr-defined]

    def met(self, standings: QuerySet[Standing]) -> QuerySet[Standing]:
        """Return those of `standings` that were chosen and are met."""
        asked = self.cleaned_data
        found = standings.filter(
            family=asked["family"],
            cycle_starts_on=date(asked["year"], 1, 1),
            cycle_ends_before=date(asked["year"] + 1, 1, 1),
            state=StandingState.MET,
            required__gt=0,
        )
        return found.filter(region__path__startswith=asked["region"].path) if asked["region"] else found

    @property
    def name(self) -> str:
        """Return what certificates that are issued to these people are called together."""
        asked = self.cleaned_data
        of = asked["region"].name if asked["region"] else ""
        title = dict(self.fields["family"].choices)[asked["family"]]  # type: ignore[attr-defined]
        return f"{asked['year']} · {title}{f' · {of}' if of else ''}"[:200]


@require_safe
@login_required
def batches(request: SignedInRequest) -> HttpResponse:
    """List what was issued together for the own offices, the newest first."""
    on = timezone.localdate()
    rows = list(access.batches(user=request.user, on=on).order_by("-created_at", "-pk")[:LISTED])
    far = certificates.progress_of_each(rows)
    context = {"rows": [(row, far[row.pk]) for row in rows], "may_prove": _may_prove(request, on)}
    return render(request, "credits/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_batch(request: SignedInRequest) -> HttpResponse:
    """Choose people who met a year, see how many they are, leave some of them out, and have their proofs issued."""
    at = timezone.now()
    on = timezone.localdate(at)
    offices = access.issuing_offices(user=request.user, on=on)
    typed = request.POST if request.method == "POST" else request.GET
    usual = {"year": str(on.year - 1)} | ({"office": str(offices[0].pk)} if len(offices) == 1 else {})
    data = {**usual, **typed.dict()} if typed else None
    form = ChoiceForm(
        data, year=on.year - 1, regions=access.regions_to_prove(user=request.user, on=on), offices=offices
    )
    context: dict[str, Any] = {"form": form, "this_year": on.year}
    if form.is_valid():
        office = form.cleaned_data["office"]
        met = form.met(access.standings_to_prove(user=request.user, office=office))
        if request.method == "POST":
            left_out = set(_numbers(typed.getlist("shown"))) - set(_numbers(typed.getlist("person")))
            with refusals_shown(request):
                batch = certificates.issue_years(
                    standings=met, left_out=left_out, name=form.name, organisation=office, by=request.user, at=at
                )
                messages.success(
                    request, _("The certificates are being issued. You may leave this page and come back.")
                )
                return redirect("credits:certificate-batch", batch.pk)
        context |= _chosen(met)
    return render(request, "credits/new_batch.html", context)


@require_safe
@login_required
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far certificates issued together are, and what failed and why."""
    row = access.batch(user=request.user, pk=pk, on=timezone.localdate())
    failed = list(certificates.failed_rows(row)[:SHOWN])
    names = people.current_names([one.person_id for one in failed])
    context = {
        "batch": row,
        "progress": certificates.progress(row),
        "failed": [(names.get(one.person_id, ""), _why(one)) for one in failed],
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "credits/parts/batch.html" if is_part else "credits/batch.html", context)


@require_POST
@login_required
def batch_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try only those again that failed."""
    at = timezone.now()
    row = access.batch(user=request.user, pk=pk, on=timezone.localdate(at))
    count = certificates.run_again(batch=row, at=at)
    told = ngettext("%(number)d certificate is tried again.", "%(number)d certificates are tried again.", count)
    messages.success(request, told % {"number": count})
    return redirect("credits:certificate-batch", pk)


@require_safe
@login_required
def batch_file(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Hand out all files of certificates issued together as one ZIP, piece by piece."""
    at = timezone.now()
    row = access.batch(user=request.user, pk=pk, on=timezone.localdate(at))
    if request.method == "GET":
        access.note_handed_out(batch=row, user=request.user, at=at)
    answer = StreamingHttpResponse(certificates.zipped(row), content_type="application/zip")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{row.name}.zip") or "attachment"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _chosen(met: QuerySet[Standing]) -> dict[str, Any]:
    shown = list(met.order_by("pk").values_list("person", flat=True)[:SHOWN])
    names, numbers = people.current_names(shown), people.masked_numbers(shown)
    rows = sorted((names.get(pk, ""), numbers[pk], pk) for pk in shown)
    return {"count": met.count(), "rows": rows, "is_chosen": True}


def _why(row: Any) -> str:
    return str(row.fault or row.order.last_error or row.order.closed_reason)


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < len(str(2**63))]


def _may_prove(request: SignedInRequest, on: date) -> bool:
    try:
        access.issuing_offices(user=request.user, on=on)
    except Http404:
        return False
    return True


urlpatterns = [
    path("certificates/together/", batches, name="certificate-batches"),
    path("certificates/together/new/", new_batch, name="new-certificate-batch"),
    path("certificates/together/<int:pk>/", batch, name="certificate-batch"),
    path("certificates/together/<int:pk>/again/", batch_again, name="certificate-batch-again"),
    path("certificates/together/<int:pk>/file/", batch_file, name="certificate-batch-file"),
]
