"""Rulebooks: which rules are in force for whom, where each value stands, and how a draft is put into force."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, rulebooks
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.web import wording
from credits.web.values import note, shown_values
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown


class PublishForm(forms.Form):
    """Under which document a version is put into force."""

    reference = forms.CharField(
        label=gettext_lazy("Published under (document and number)"),
        help_text=gettext_lazy("For example: 苏人社发〔2026〕1号"),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the document and number under which it is published.")},
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("I have read this version. Once published it cannot change or vanish"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box once you have read the version.")},
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what is in force, what will be, what was, and, for those who publish, what is a draft."""
    today = timezone.localdate()
    rows = list(access.rulebooks(user=request.user, on=today).order_by("family", "-effective_from", "-pk"))
    groups = [(title, [row for row in rows if _place(row, rows, today) == place]) for place, title in _places()]
    return render(request, "credits/rulebooks.html", {"groups": [(title, found) for title, found in groups if found]})


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: each value, where it stands, and the fingerprint of the whole."""
    today = timezone.localdate()
    row = access.rulebook(user=request.user, pk=pk, on=today)
    book = rulebooks.policy_version(row)
    context = {
        "version": row,
        "trial": wording.trial(row),
        "note": note(book.note),
        "sources": book.sources.values(),
        "values": shown_values(book),
        "may_publish": row.status == RulebookStatus.DRAFT and access.publishes_rulebooks(request.user, today),
    }
    return render(request, "credits/rulebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a draft into force, after asking once more."""
    at = timezone.now()
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate(at))
    form = PublishForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            rulebooks.publish(version=row, by=request.user, at=at, reference=form.cleaned_data["reference"])
            messages.success(
                request, _("“%(title)s” (%(code)s) is published.") % {"title": row.title, "code": row.code}
            )
            return redirect("credits:rulebook", pk)
    return render(request, "credits/publish.html", {"form": form, "version": row, "trial": wording.trial(row)})


def _places() -> list[tuple[str, str]]:
    return [
        ("draft", _("Drafts")),
        ("now", _("In force")),
        ("later", _("In force later")),
        ("over", _("No longer in force")),
    ]


def _place(row: RulebookVersion, rows: list[RulebookVersion], today: date) -> str:
    if row.status == RulebookStatus.DRAFT:
        return "draft"
    if row.effective_from and row.effective_from > today:
        return "later"
    return "over" if _is_over(row, rows, today) else "now"


def _is_over(row: RulebookVersion, rows: list[RulebookVersion], today: date) -> bool:
    if row.status == RulebookStatus.RETIRED or (row.effective_before and row.effective_before <= today):
        return True
    started = [other for other in rows if other.family == row.family and other.status == RulebookStatus.PUBLISHED]
    newer = [
        other
        for other in started
        if (other.effective_from or date.min, other.pk) > (row.effective_from or date.min, row.pk)
    ]
    return any((other.effective_from or date.min) <= today for other in newer)


urlpatterns = [
    path("rulebooks/", index, name="rulebooks"),
    path("rulebooks/<int:pk>/", version, name="rulebook"),
    path("rulebooks/<int:pk>/publish/", publish, name="publish-rulebook"),
]
