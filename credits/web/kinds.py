"""Kinds of reminders: what is told to whom, when and in which words; officers of the province edit, try, publish, pause."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, reminders
from credits.models import ReminderKind, ReminderVersion
from credits.web.kindforms import LANGUAGES, KindForm, ReasonForm, stated_in
from credits.web.kindwords import placeholders, shown_texts
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown, whole_number


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """List the kinds, what is in force of each, and which of them waits or is a draft."""
    today = timezone.localdate()
    kinds = access.reminder_kinds(user=request.user, on=today)
    context = {
        "kinds": [_line(kind) for kind in kinds],
        "unknown_years": reminders.unknown_years(today),
    }
    return render(request, "credits/kinds.html", context)


@require_safe
@login_required
def kind(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a kind: its words side by side, whom it would tell today, its examples, its versions."""
    at = timezone.now()
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate(at))
    draft, version = reminders.draft_of(row), reminders.in_force_of(row)
    shown = draft if request.GET.get("draft") and draft else version or draft
    assert shown
    context = {
        **_frame(row),
        "shown": shown,
        "is_draft": shown.published_at is None,
        "texts": shown_texts(reminders.sampled(shown.body), signature=_signature()),
        "tried": reminders.tried(shown.body),
        "count": reminders.count_today(version=shown, kind=row, at=at),
        "lately": reminders.told_lately(row, at=at),
        "languages": LANGUAGES,
        "reason": ReasonForm(),
    }
    return render(request, "credits/kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Edit settings and words; each fault stands beside its field, and nothing faulty is kept."""
    at = timezone.now()
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate(at))
    held = _newest(row)
    form = KindForm(request.POST or None, initial=stated_in(held.body), source=reminders.source(held.body["source"]))
    if form.is_valid():
        try:
            reminders.save_draft(kind=row, stated=form.stated, by=request.user, at=at, seen=request.POST.get("seen"))
        except reminders.WordingFaulty as faulty:
            form.take(faulty)
        except reminders.DraftMoved as moved:
            form.add_error(None, str(moved))
        else:
            messages.success(request, _("The draft is kept. Nothing is told by it until it is published."))
            return _to_draft(code)
    context = {**_frame(row), "form": form, "version": held, "seen": request.POST.get("seen", held.digest)}
    return render(request, "credits/edit_kind.html", context)


@require_POST
@login_required
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    """Put the draft into force."""
    at = timezone.now()
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate(at))
    is_published = False
    with refusals_shown(request):
        said = request.POST
        reminders.publish_kind(kind=row, by=request.user, reason=said.get("reason", ""), at=at, seen=said.get("seen"))
        messages.success(request, _("The new version is in force. What was planned before keeps its wording."))
        is_published = True
    return redirect("credits:reminder-kind", code) if is_published else _to_draft(code)


@require_POST
@login_required
def discard(request: SignedInRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate())
    with refusals_shown(request):
        reminders.discard_draft(kind=row, seen=request.POST.get("seen"))
        messages.success(request, _("The draft is gone. The version in force is as it was."))
    return redirect("credits:reminder-kind", code)


@require_POST
@login_required
def pause(request: SignedInRequest, code: str) -> HttpResponse:
    """Hold a kind back, or let it go on."""
    at = timezone.now()
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate(at))
    with refusals_shown(request):
        if request.POST.get("deed") == "resume":
            reminders.resume_kind(kind=row)
            messages.success(request, _("The kind goes on; what has waited goes out."))
        else:
            reminders.pause_kind(kind=row, by=request.user, reason=request.POST.get("reason", ""), at=at)
            messages.success(request, _("The kind is paused: what is due is planned and waits."))
    return redirect("credits:reminder-kind", code)


@require_safe
@login_required
def preview(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a chosen person would read. It is a look at their record: the purpose is stated first, and the person can read it."""
    at = timezone.now()
    today = timezone.localdate(at)
    row = access.reminder_kind(user=request.user, code=code, on=today)
    pk = whole_number(request.GET.get("person"), most=2**62)
    context = {**_frame(row), "version": _newest(row), "person": pk, "is_asked": "person" in request.GET}
    if pk:
        record, _office = access.regulated_record(user=request.user, pk=pk, on=today)
        if access.look_in_force(user=request.user, record=record, at=at) is None:
            messages.info(request, _("Say first what you look at this record for; then open the preview again."))
            return redirect("credits:register-record", pk)
        shown = reminders.preview(version=context["version"], person_ids=record.ids, at=at)
        context |= {
            "record": record,
            "origin": shown.origin,
            "texts": shown_texts(shown.messages, signature=_signature()),
        }
    return render(request, "credits/preview_kind.html", context)


def _line(row: ReminderKind) -> dict[str, Any]:
    version = reminders.in_force_of(row)
    shown = version or _newest(row)
    return {
        "kind": row,
        "version": version,
        "body": shown.body,
        "names": [shown.body[code]["name"] for code, _said in LANGUAGES],
        "source": reminders.source(shown.body["source"]),
        "has_draft": reminders.draft_of(row) is not None,
    }


def _frame(row: ReminderKind) -> dict[str, Any]:
    version = _newest(row)
    given = reminders.source(version.body["source"])
    return {
        "kind": row,
        "draft": reminders.draft_of(row),
        "in_force": reminders.in_force_of(row),
        "source": given,
        "placeholders": placeholders(given),
        "languages": LANGUAGES,
    }


def _newest(row: ReminderKind) -> ReminderVersion:
    """Return the draft of a kind, else what is in force."""
    version = reminders.draft_of(row) or reminders.in_force_of(row)
    assert version, f"{row.code} has no version"
    return version


def _to_draft(code: str) -> HttpResponse:
    answer = redirect("credits:reminder-kind", code)
    answer["Location"] += "?draft=1"
    return answer


def _signature() -> str:
    return str(getattr(settings, "SMS_SIGNATURE", ""))


urlpatterns = [
    path("reminder-kinds/", index, name="reminder-kinds"),
    path("reminder-kinds/<slug:code>/", kind, name="reminder-kind"),
    path("reminder-kinds/<slug:code>/edit/", edit, name="edit-reminder-kind"),
    path("reminder-kinds/<slug:code>/publish/", publish, name="publish-reminder-kind"),
    path("reminder-kinds/<slug:code>/discard/", discard, name="discard-reminder-kind"),
    path("reminder-kinds/<slug:code>/pause/", pause, name="pause-reminder-kind"),
    path("reminder-kinds/<slug:code>/preview/", preview, name="preview-reminder-kind"),
]
