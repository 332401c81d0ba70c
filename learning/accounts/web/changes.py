"""Telling what changed in one's life, and deciding about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts import access, changes, people
from learning.accounts.enums import ChangeKind
from learning.accounts.http import SignedInRequest, need_second_factor
from learning.accounts.models import Change
from learning.accounts.web.change_forms import ChangeForm, ChangeKindForm, DecisionForm
from learning.web import refusals_shown


@login_required
@require_safe
def own_changes(request: SignedInRequest) -> HttpResponse:
    """Show what was told, how far it is, and what can be told."""
    rows = [_row(change) for change in changes.of_person(access.person_of(request.user))]
    return render(request, "accounts/changes.html", {"changes": rows, "form": ChangeKindForm()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def state_change(request: SignedInRequest) -> HttpResponse:
    """Tell one change, with a paper that proves it."""
    person, kind = access.person_of(request.user), request.GET.get("kind", "")
    if kind not in ChangeKind.values:
        return redirect("accounts:changes")
    is_sent = request.method == "POST"
    form = ChangeForm(request.POST if is_sent else None, request.FILES if is_sent else None, kind=kind)
    if form.is_valid():
        with refusals_shown(request, form):
            changes.state(person=person, kind=kind, **form.facts(), by=request.user, at=timezone.now())
            messages.success(request, _("Stated. You will be told by text message what was decided."))
            return redirect("accounts:changes")
    return render(request, "accounts/state_change.html", {"form": form, "title": ChangeKind(kind).label})


@login_required
@require_safe
def waiting_changes(request: SignedInRequest) -> HttpResponse:
    """List the changes that wait for `request.user`."""
    today = timezone.localdate()
    if not changes.may_decide_any(request.user, today):
        raise Http404
    need_second_factor(request)
    return render(request, "accounts/waiting_changes.html", {"rows": changes.waiting(user=request.user, on=today)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide about one change."""
    at = timezone.now()
    change = changes.change_to_decide(request.user, pk, timezone.localdate(at))
    need_second_factor(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown(request, form):
            _decide(change, form.cleaned_data, request, at)
            return redirect("accounts:waiting-changes")
    return render(request, "accounts/decide_change.html", {"form": form, "row": _row(change), **_person(change)})


@login_required
@require_safe
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out a paper to its owner, or to whoever decides about it."""
    paper = changes.evidence_to_read(request.user, pk, timezone.localdate())
    own = access.own_person(request.user)
    if own is None or paper.change.person_id != own.pk:
        need_second_factor(request)
    answer = HttpResponse(bytes(paper.content), content_type=paper.media_type)
    answer["Content-Disposition"] = f"attachment; filename=paper-{paper.pk}.{paper.name.rpartition('.')[2]}"
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
    return answer


def _decide(change: Change, facts: dict[str, str], request: SignedInRequest, at: Any) -> None:
    if facts["decision"] == "record":
        changes.record(change=change, by=request.user, at=at)
        messages.success(request, _("Entered in the record. The person was told."))
    else:
        changes.return_(change=change, reason=facts["reason"], by=request.user, at=at)
        messages.success(request, _("Returned. The person was told why."))


def _row(change: Change) -> dict[str, Any]:
    tones = {"WAITING": "warn", "RECORDED": "good", "RETURNED": "bad"}
    return {
        "change": change,
        "words": changes.words(change),
        "last_day": changes.last_day(change),
        "tone": tones[change.state],
        "papers": change.evidence.all(),
    }


def _person(change: Change) -> dict[str, Any]:
    return {
        "name": people.current_names([change.person_id]).get(change.person_id, ""),
        "number": people.masked_numbers([change.person_id])[change.person_id],
    }


urlpatterns = [
    path("changes/", own_changes, name="changes"),
    path("changes/new/", state_change, name="state-change"),
    path("changes/waiting/", waiting_changes, name="waiting-changes"),
    path("changes/<int:pk>/decide/", decide_change, name="decide-change"),
    path("changes/papers/<int:pk>/", evidence, name="evidence"),
]
