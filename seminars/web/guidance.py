"""The guidance catalogue: everybody reads the version in force, regulators all versions; provincial officers import and publish."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning import sheets
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown, whole_number
from seminars import access, guidance
from seminars.enums import CatalogueState
from seminars.models import GuidanceCatalogue
from seminars.web.forms.fields import DayField

CITED = 200


class VersionForm(sheets.SheetForm):
    """The next version: what it is called, from when it holds, and its items."""

    name = forms.CharField(label=gettext_lazy("Name of the version"), max_length=100)
    reference = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=100, required=False)
    valid_from = DayField(label=gettext_lazy("In force from"))
    field_order = ("name", "reference", "valid_from", "file")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, layout=guidance.LAYOUT, **options)
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx,.toml"
        self.fields["file"].help_text = _(
            "XLSX, CSV, or TOML with [[items]] of code, name, parent and note. It becomes a draft; nothing is published yet."
        )


@require_safe
def guidance_in_force(request: HttpRequest) -> HttpResponse:
    """Show the version in force to everybody."""
    return _tree(request, guidance.in_force(timezone.localdate()))


@require_safe
def guidance_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a published version to everybody, with what it changed of the one before."""
    return _tree(request, get_object_or_404(GuidanceCatalogue, pk=pk, state=CatalogueState.PUBLISHED))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def guidance_versions(request: SignedInRequest) -> HttpResponse:
    """Show all versions to regulators; take the next one in from provincial officers."""
    at = timezone.now()
    today = timezone.localdate(at)
    access.require_regulator(user=request.user, on=today)
    is_sent = request.method == "POST"
    if is_sent:
        access.require_provincial_office(user=request.user, on=today)
    form = VersionForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        with refusals_shown(request, form):
            made = guidance.draft(**form.cleaned_data, by=request.user, at=at)
            return redirect("seminars:compare-guidance", made.pk)
    in_force = guidance.in_force(today)
    context = {
        "versions": [(row, _stage(row, in_force, today)) for row in guidance.versions()],
        "form": form if access.provincial_office(user=request.user, on=today) else None,
        "cited": guidance.citing_retired(access.programmes_in_sight(user=request.user, on=today), on=today)[:CITED],
        "planned": guidance.planned_citing_retired(on=today)[:CITED],
        "headings": guidance.LAYOUT.headings,
        "year": today.year,
    }
    return render(request, "seminars/guidance_versions.html", context)


@require_safe
@login_required
def compare_guidance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a version, a draft too, beside another one: the one before it, or one that the address names."""
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    after = get_object_or_404(GuidanceCatalogue, pk=pk)
    before = _named(request.GET.get("with")) or guidance.version_before(after)
    in_sight = access.programmes_in_sight(user=request.user, on=today)
    is_draft = after.state == CatalogueState.DRAFT
    context = {
        "after": after,
        "before": before,
        "others": guidance.versions().exclude(pk=after.pk),
        "comparison": guidance.compare(before=before, after=after) if before else None,
        "tree": guidance.tree(after),
        "ending": guidance.citing_what_ends(in_sight, after=after, on=today)[:CITED] if is_draft else [],
        "is_draft": is_draft,
        "may_publish": is_draft and access.provincial_office(user=request.user, on=today) is not None,
        "year": today.year,
    }
    return render(request, "seminars/guidance_compared.html", context)


@require_POST
@login_required
def publish_guidance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    at = timezone.now()
    access.require_provincial_office(user=request.user, on=timezone.localdate(at))
    row = get_object_or_404(GuidanceCatalogue, pk=pk)
    with refusals_shown(request):
        guidance.publish(catalogue=row, by=request.user, at=at)
        messages.success(request, _("“%(name)s” is published.") % {"name": row.name})
    return redirect("seminars:compare-guidance", row.pk)


@require_POST
@login_required
def discard_guidance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    access.require_provincial_office(user=request.user, on=timezone.localdate())
    row = get_object_or_404(GuidanceCatalogue, pk=pk)
    with refusals_shown(request):
        guidance.discard(catalogue=row)
        messages.success(request, _("The draft was thrown away."))
    return redirect("seminars:guidance-versions")


@require_safe
def guidance_sheet(request: HttpRequest) -> HttpResponse:
    """Hand out the version in force as a sheet."""
    kind = sheets.kind_of(request.GET.get("kind"))
    content = guidance.as_sheet(guidance.in_force(timezone.localdate()), kind=kind)
    return sheets.file(content, kind=kind, name="guidance-catalogue")


def _tree(request: HttpRequest, row: GuidanceCatalogue | None) -> HttpResponse:
    before = guidance.version_before(row) if row else None
    context = {
        "version": row,
        "tree": guidance.tree(row) if row else (),
        "before": before,
        "comparison": guidance.compare(before=before, after=row) if before and row else None,
        "versions": guidance.versions().filter(state=CatalogueState.PUBLISHED),
    }
    return render(request, "seminars/guidance.html", context)


def _stage(row: GuidanceCatalogue, in_force: GuidanceCatalogue | None, today: dt.date) -> tuple[str, str]:
    if row.state == CatalogueState.DRAFT:
        return str(CatalogueState.DRAFT.label), "warn"
    if row == in_force:
        return _("In force"), "good"
    return (_("Not in force yet"), "calm") if row.valid_from > today else (_("Replaced"), "calm")


def _named(text: str | None) -> GuidanceCatalogue | None:
    key = whole_number(text)
    return None if key is None else GuidanceCatalogue.objects.filter(pk=key).first()


urlpatterns = [
    path("guidance/", guidance_in_force, name="guidance"),
    path("guidance/sheet/", guidance_sheet, name="guidance-sheet"),
    path("guidance/versions/", guidance_versions, name="guidance-versions"),
    path("guidance/<int:pk>/", guidance_version, name="guidance-version"),
    path("guidance/<int:pk>/changes/", compare_guidance, name="compare-guidance"),
    path("guidance/<int:pk>/publish/", publish_guidance, name="publish-guidance"),
    path("guidance/<int:pk>/discard/", discard_guidance, name="discard-guidance"),
]
