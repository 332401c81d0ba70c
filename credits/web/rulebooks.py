"""Rulebooks: which rules are in force for whom, where each value stands, and how a draft is put into force."""

from datetime import date
from typing import Any

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

from credits import access, rulebooks, simulation
from credits.enums import RulebookStatus, WorkState
from credits.models import RulebookVersion
from credits.web import rulewords, wording
from credits.web.booktabs import tabs
from credits.web.drafts import differences
from credits.web.values import note, shown_values
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown


class PublishForm(forms.Form):
    """Under which document a version is put into force, and from which day on."""

    since = forms.DateField(
        label=gettext_lazy("First day of learning for which it holds"),
        help_text=gettext_lazy(
            "The day of the draft stands here. With another day the examples are run anew, and what was tried before says nothing about it."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
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
    # The revision that was read: what was saved since is not published unread.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


# What the form of publishing says about the version.
SAID = ("reference", "since", "seen")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what is in force, what will be, what was, and, for those who publish, what is a draft."""
    today = timezone.localdate()
    rows = list(access.rulebooks(user=request.user, on=today).order_by("family", "-effective_from", "-pk"))
    ends = {row.pk: _ends_before(row, rows) for row in rows}
    may_draft = access.publishes_rulebooks(request.user, today)
    groups = [
        (
            title,
            [
                (row, ends[row.pk], _is_replaced(row, ends[row.pk]))
                for row in rows
                if _place(row, ends[row.pk], today) == place
            ],
        )
        for place, title in _places()
    ]
    context = {
        "groups": [(title, found) for title, found in groups if found],
        "may_draft": may_draft,
        # Two rulebooks of which neither is the more specific: those who publish are told.
        "ties": len(rulebooks.ties(rulebooks.books())) if may_draft else 0,
    }
    return render(request, "credits/rulebooks.html", context)


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: each value, where it stands, and the fingerprint of the whole."""
    today = timezone.localdate()
    row = access.rulebook(user=request.user, pk=pk, on=today)
    book = rulebooks.policy_version(row)
    may_edit = access.publishes_rulebooks(request.user, today)
    context = {
        "version": row,
        "trial": wording.trial(row),
        "note": note(book.note),
        "sources": book.sources.values(),
        "values": shown_values(book),
        "may_publish": may_edit and row.status == RulebookStatus.DRAFT,
        "may_edit": may_edit,
        "tabs": tabs(row, "rulebook") if may_edit else [],
        "scopes": [(label, words) for label, words in rulewords.scopes(book.scope, {}) if words][1:],
        "has_before": rulebooks.predecessor(row) is not None,
    }
    return render(request, "credits/rulebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a draft into force, after asking once more."""
    at = timezone.now()
    today = timezone.localdate(at)
    row = access.draft_to_publish(user=request.user, pk=pk, on=today)
    form = PublishForm(request.POST or None, initial={"seen": row.revision, "since": row.effective_from})
    if form.is_valid():
        with refusals_shown(request, form):
            said = form.cleaned_data
            rulebooks.publish(version=row, by=request.user, at=at, **{name: said[name] for name in SAID})
            messages.success(
                request, _("“%(title)s” (%(code)s) is published.") % {"title": row.title, "code": row.code}
            )
            return redirect("credits:rulebook", pk)
    context = {
        "form": form,
        "version": row,
        "trial": wording.trial(row),
        "tabs": tabs(row, "publish"),
        "before": rulebooks.predecessor(row),
        "groups": differences(row, rulebooks.policy_version(row)),
        "tried": rulebooks.tried(row),
        "simulation": _simulated(row),
        "is_retroactive": row.effective_from is None or row.effective_from <= today,
    }
    return render(request, "credits/publish.html", context)


def _simulated(row: RulebookVersion) -> dict[str, Any]:
    """Return what the newest finished simulation of `row` showed, and whether the draft says something else by now; empty without one."""
    newest = simulation.of_version(row).filter(state=WorkState.DONE).first()
    if newest is None:
        return {}
    return {"row": newest, "flows": simulation.flows(newest), "is_stale": newest.digest != row.digest}


def _places() -> list[tuple[str, str]]:
    return [
        ("draft", _("Drafts")),
        ("now", _("In force")),
        ("later", _("In force later")),
        ("over", _("No longer in force")),
    ]


def _place(row: RulebookVersion, ends_before: date | None, today: date) -> str:
    if row.status == RulebookStatus.DRAFT:
        return "draft"
    if row.effective_from and row.effective_from > today:
        return "later"
    is_over = row.status == RulebookStatus.RETIRED or (ends_before is not None and ends_before <= today)
    return "over" if is_over else "now"


def _ends_before(row: RulebookVersion, rows: list[RulebookVersion]) -> date | None:
    """Return the day on which `row` ends, by itself or because a later version of its family begins."""
    family = [other for other in rows if other.family == row.family and other.status == RulebookStatus.PUBLISHED]
    newer = [_start(other) for other in family if (_start(other), other.pk) > (_start(row), row.pk)]
    return min([*newer, *([row.effective_before] if row.effective_before else [])], default=None)


def _is_replaced(row: RulebookVersion, ends_before: date | None) -> bool:
    """Say whether a corrected edition of the same start took the place of `row`, so that it holds on no day."""
    return ends_before is not None and ends_before <= _start(row)


def _start(row: RulebookVersion) -> date:
    return row.effective_from or date.min


urlpatterns = [
    path("rulebooks/", index, name="rulebooks"),
    path("rulebooks/<int:pk>/", version, name="rulebook"),
    path("rulebooks/<int:pk>/publish/", publish, name="publish-rulebook"),
]
