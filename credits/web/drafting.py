"""A draft's usual values in a form, and its examples."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, rulebooks
from credits.enums import RulebookStatus
from credits.models import RulebookExample, RulebookVersion
from credits.web import rulewords
from credits.web.booktabs import tabs
from credits.web.drafts import TEXT, see
from credits.web.usual import UsualForm
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown

# What an example begins with: the family and days of the draft, to be filled in.
PATTERN = """name = ""
source = ""
rulebooks = ["{family}"]

[[claims]]
id = "a"
activity = "class"
category = "{category}"
starts_on = {day}
hours = 8

[[expect.awards]]
claim = "a"
hours = 8

[[expect.standings]]
on = {day}
required = 90
"""


class ExampleForm(forms.Form):
    """The text of an example, and the revision that it was made from."""

    text = forms.CharField(
        label=gettext_lazy("The example as text (TOML)"),
        help_text=gettext_lazy("Facts first, then what the rules should make of them. It may fail until you publish."),
        widget=TEXT,
        strip=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def values(request: SignedInRequest, pk: int) -> HttpResponse:
    """Edit the plain numbers and days of a draft."""
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate())
    book = rulebooks.policy_version(row)
    form = UsualForm(request.POST or None, book=book, seen=row.revision)
    context: dict[str, Any] = {"form": form, "version": row, "tabs": tabs(row, "values")}
    if form.is_valid():
        with refusals_shown(request, form):
            try:
                return _saved(request, row, form)
            except rulebooks.NotUnderstood as refusal:
                context["complaints"] = rulewords.complaints(refusal.complaints)
                raise
            except rulebooks.SavedMeanwhile:
                context["differing"] = form.typed_otherwise
                see(form, row.revision)
                raise
    return render(request, "credits/rulebook_values.html", context)


@require_safe
@login_required
def examples(request: SignedInRequest, pk: int) -> HttpResponse:
    """Run the examples of a version, and show what each finds."""
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate())
    tried = rulebooks.tried(row)
    context = {
        "version": row,
        "tried": tried,
        "failing": sum(bool(one.lines) for one in tried),
        "is_draft": row.status == RulebookStatus.DRAFT,
        "tabs": tabs(row, "examples"),
    }
    return render(request, "credits/rulebook_examples.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_example(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an example to a draft."""
    at = timezone.now()
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate(at))
    form = ExampleForm(request.POST or None, initial={"text": _pattern(row), "seen": 0})
    context: dict[str, Any] = {"form": form, "version": row}
    if form.is_valid():
        with refusals_shown(request, form):
            try:
                rulebooks.add_example(version=row, text=form.cleaned_data["text"], by=request.user, at=at)
            except rulebooks.ExampleNotUnderstood as refusal:
                context["complaints"] = rulewords.complaints(refusal.complaints)
                raise
            return redirect("credits:rulebook-examples", pk)
    return render(request, "credits/rulebook_example.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def example(request: SignedInRequest, pk: int, example_pk: int) -> HttpResponse:
    """Change or remove an example of a draft."""
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate())
    kept = get_object_or_404(row.examples, pk=example_pk)
    form = ExampleForm(request.POST or None, initial={"text": kept.text, "seen": kept.revision})
    context: dict[str, Any] = {"form": form, "version": row, "example": kept}
    if form.is_valid():
        with refusals_shown(request, form):
            try:
                _changed(request, row, kept, form)
            except rulebooks.ExampleNotUnderstood as refusal:
                context["complaints"] = rulewords.complaints(refusal.complaints)
                raise
            return redirect("credits:rulebook-examples", pk)
    return render(request, "credits/rulebook_example.html", context)


def _saved(request: SignedInRequest, row: RulebookVersion, form: UsualForm) -> HttpResponse:
    text = rulebooks.with_values(rulebooks.text_of(row), form.changed)
    seen = form.cleaned_data["seen"]
    rulebooks.edit(version=row, text=text, seen=seen, by=request.user, at=timezone.now())
    messages.success(request, _("The draft is saved. Below stands what it would change."))
    return redirect("credits:rulebook-changes", row.pk)


def _changed(request: SignedInRequest, row: RulebookVersion, kept: RulebookExample, form: forms.Form) -> None:
    said = form.cleaned_data
    if "remove" in request.POST:
        rulebooks.remove_example(version=row, example=kept, seen=said["seen"])
        return
    rulebooks.change_example(
        version=row, example=kept, text=said["text"], seen=said["seen"], by=request.user, at=timezone.now()
    )


def _pattern(row: RulebookVersion) -> str:
    book = rulebooks.policy_version(row)
    category = book.category_codes[-1] if book.categories else "professional"
    return PATTERN.format(family=row.family, category=category, day=row.effective_from or "2026-01-01")


urlpatterns = [
    path("rulebooks/<int:pk>/values/", values, name="rulebook-values"),
    path("rulebooks/<int:pk>/examples/", examples, name="rulebook-examples"),
    path("rulebooks/<int:pk>/examples/new/", add_example, name="add-rulebook-example"),
    path("rulebooks/<int:pk>/examples/<int:example_pk>/", example, name="rulebook-example"),
]
