"""Drafts of rulebooks: begun from a version or a text, edited as text, compared with what is in force, discarded."""

from collections.abc import Iterator
from datetime import datetime
from difflib import unified_diff
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, policy, rulebooks
from credits.models import RulebookVersion
from credits.web import changes, rulewords
from credits.web.booktabs import tabs
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown

TEXT = forms.Textarea(attrs={"rows": 28, "class": "pack-text", "spellcheck": "false", "autocapitalize": "off"})


class NewForm(forms.Form):
    """What a draft begins with."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Begin with what this version says"),
        help_text=gettext_lazy("Its values and examples are copied; you change what shall be different."),
        queryset=RulebookVersion.objects.none(),
        required=False,
        empty_label=gettext_lazy("No version: I paste a text below"),
    )
    since = forms.DateField(
        label=gettext_lazy("First day of learning for which it will hold"),
        help_text=gettext_lazy(
            "The same day as the version in force makes the draft its corrected edition. A pasted text says the day itself."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    text = forms.CharField(label=gettext_lazy("Or the text of a pack (TOML)"), widget=TEXT, required=False, strip=False)

    def __init__(self, *arguments: Any, versions: QuerySet[RulebookVersion], **options: Any) -> None:
        super().__init__(*arguments, **options)
        source: Any = self.fields["source"]
        source.queryset = versions
        source.label_from_instance = lambda row: f"{row.title} · {row.code}"

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("source") and not said.get("since") and "since" not in self.errors:
            self.add_error("since", _("State the first day for which the new version will hold."))
        if not said.get("source") and not said.get("text") and "source" not in self.errors:
            self.add_error("source", _("Choose a version to begin with, or paste the text of a pack."))
        return said


class TextForm(forms.Form):
    """The text of a draft, and the revision that it was made from."""

    text = forms.CharField(
        label=gettext_lazy("The whole rulebook as text (TOML)"),
        help_text=gettext_lazy("Each rule says its source and how sure it is. Comments are kept."),
        widget=TEXT,
        strip=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DiscardForm(forms.Form):
    """Which revision of a draft is discarded."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a draft."""
    at = timezone.now()
    versions = access.rulebooks_to_edit(user=request.user, on=timezone.localdate(at)).order_by("family", "-pk")
    form = NewForm(request.POST or None, versions=versions, initial={"source": request.GET.get("from")})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        with refusals_shown(request, form):
            try:
                draft = _begun(form.cleaned_data, request, at)
            except rulebooks.NotUnderstood as refusal:
                context["complaints"] = rulewords.complaints(refusal.complaints)
                raise
            return redirect("credits:edit-rulebook", draft.pk)
    return render(request, "credits/new_rulebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Edit a draft as text: check it, or save it."""
    at = timezone.now()
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate(at))
    initial = {"text": rulebooks.text_of(row), "seen": row.revision}
    form = TextForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "version": row, "tabs": tabs(row, "edit")}
    if form.is_valid():
        with refusals_shown(request, form):
            try:
                if "check" not in request.POST:
                    return _saved(request, row, form)
                checked = rulebooks.understood(form.cleaned_data["text"], family=row.family)
            except rulebooks.NotUnderstood as refusal:
                context["complaints"] = rulewords.complaints(refusal.complaints)
                raise
            except rulebooks.SavedMeanwhile:
                context |= _meanwhile(row.pk, form)
                raise
            context |= {"is_checked": True, "groups": differences(row, checked)}
    return render(request, "credits/edit_rulebook.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a version changes against the one before it."""
    today = timezone.localdate()
    row = access.rulebook(user=request.user, pk=pk, on=today)
    context = {
        "version": row,
        "before": rulebooks.predecessor(row),
        "groups": differences(row, rulebooks.policy_version(row)),
        "tabs": tabs(row, "changes") if access.publishes_rulebooks(request.user, today) else [],
    }
    return render(request, "credits/rulebook_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Discard a draft, after asking once more."""
    row = access.draft_to_publish(user=request.user, pk=pk, on=timezone.localdate())
    form = DiscardForm(request.POST or None, initial={"seen": row.revision})
    if form.is_valid():
        with refusals_shown(request, form):
            rulebooks.discard(version=row, seen=form.cleaned_data["seen"])
            messages.success(request, _("The draft “%(title)s” was discarded.") % {"title": row.title})
            return redirect("credits:rulebooks")
    return render(request, "credits/discard_rulebook.html", {"form": form, "version": row})


def differences(row: RulebookVersion, book: policy.Version) -> list[changes.Group]:
    """Return what `book`, stored or typed as `row`, changes against what held before it."""
    before = rulebooks.predecessor(row)
    places = {one.scope_region.pk: str(one.scope_region) for one in (row, before) if one and one.scope_region}
    return changes.changes(rulebooks.policy_version(before) if before else None, book, places=places)


def _begun(said: dict[str, Any], request: SignedInRequest, at: datetime) -> RulebookVersion:
    if said["source"]:
        return rulebooks.start_draft(source=said["source"], since=said["since"], by=request.user, at=at)
    return rulebooks.draft_from_text(text=said["text"], by=request.user, at=at)


def _saved(request: SignedInRequest, row: RulebookVersion, form: forms.Form) -> HttpResponse:
    said = form.cleaned_data
    rulebooks.edit(version=row, text=said["text"], seen=said["seen"], by=request.user, at=timezone.now())
    messages.success(request, _("The draft is saved. Below stands what it would change."))
    return redirect("credits:rulebook-changes", row.pk)


def _meanwhile(pk: int, form: forms.Form) -> dict[str, Any]:
    """Return what differs between the text saved meanwhile and the typed one; saving again goes over that revision."""
    stored = RulebookVersion.objects.get(pk=pk)
    see(form, stored.revision)
    return {"lines": list(differing(rulebooks.text_of(stored), form.cleaned_data["text"]))}


def see(form: forms.Form, revision: int) -> None:
    """Let `form`, when it is sent again, go over `revision`."""
    typed: Any = form.data
    data = typed.copy()
    data["seen"] = revision
    form.data = data


def differing(stored: str, typed: str) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with what became of it, and a few around them."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    lines = unified_diff(stored.splitlines(), typed.splitlines(), lineterm="", n=2)
    for line in list(lines)[2:]:
        yield kinds.get(line[:1], "same"), "…" if line.startswith("@") else line[1:]


urlpatterns = [
    path("rulebooks/new/", new, name="new-rulebook"),
    path("rulebooks/<int:pk>/edit/", edit, name="edit-rulebook"),
    path("rulebooks/<int:pk>/changes/", compare, name="rulebook-changes"),
    path("rulebooks/<int:pk>/discard/", discard, name="discard-rulebook"),
]
