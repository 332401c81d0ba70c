"""Base: who handed in what a run asks for; open it, accept or return it; ask for something, and give more time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown, whole_number
from seminars import access, deliverables, enrolment
from seminars.enums import HandedInState
from seminars.models import Deliverable, HandedIn, Run
from seminars.web.forms.deliverables import ACCEPT, AskForm, DecideForm, ExtendForm
from seminars.web.run_pages import Tab, run_page

PAGE = 100
LABELS: dict[str, str | Promise] = {
    HandedInState.WAITING: HandedInState.WAITING.label,
    HandedInState.RETURNED: HandedInState.RETURNED.label,
    HandedInState.ACCEPTED: HandedInState.ACCEPTED.label,
    deliverables.MISSING: gettext_lazy("Not handed in"),
}
TONES: dict[str, str] = {
    HandedInState.WAITING: "warn",
    HandedInState.RETURNED: "bad",
    HandedInState.ACCEPTED: "good",
    deliverables.MISSING: "calm",
}


class Line(NamedTuple):
    """Somebody of whom something is asked, and what became of it."""

    member: enrolment.Enrolled
    asked: deliverables.Asked
    label: str | Promise
    tone: str
    is_overdue: bool


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def run_deliverables(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who handed in what the run asks for, and accept many at once; where it asks for nothing, let the manager ask."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    asked = deliverables.of(run)
    if request.method == "POST" and request.POST.get("deed") == "ask":
        run = access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
        return _asked_for(request, run)
    if request.method == "POST":
        _accept(request, run, at)
        return redirect("seminars:run-deliverables", run.pk)
    if asked is None:
        return _ask_page(request, run, AskForm())
    return run_page(request, run, "deliverables", ask_form=_ask_form(run, asked), **listed(request, run, asked, at))


def listed(request: SignedInRequest, run: Run, asked: Deliverable, at: dt.datetime) -> dict[str, Any]:
    """Return what the list of a run shows: a page of people, by state, and how many there are of each."""
    counts, today = deliverables.counts(run), timezone.localdate(at)
    state = request.GET.get("state", "")
    rows, next_key = deliverables.page(
        run, state=state if state in LABELS else "", after=whole_number(request.GET.get("after")), size=PAGE
    )
    members = enrolment.members(run, [one.enrolment for one in rows])
    return {
        "asked": asked,
        "due_on": asked.due_on(run.ends_on),
        "counts": counts,
        "lines": [
            Line(member, one, LABELS[one.state], TONES[one.state], one.is_overdue(today))
            for member, one in zip(members, rows, strict=True)
        ],
        "groups": _groups(request.path, state, counts),
        "query": f"state={state}" if state in LABELS else "",
        "next_key": next_key,
        "is_waiting": any(one.state == HandedInState.WAITING for one in rows),
    }


def _groups(address: str, state: str, counts: deliverables.Counts) -> list[Tab]:
    everybody = Tab(_("All"), address, state not in LABELS, counts.people)
    numbers = {code: getattr(counts, code.lower()) for code in LABELS}
    return [
        everybody,
        *(
            Tab(label, f"{address}?state={code}", state == code, numbers[code])
            for code, label in LABELS.items()
            if numbers[code] or state == code
        ),
    ]


def _accept(request: SignedInRequest, run: Run, at: dt.datetime) -> None:
    chosen = request.POST.getlist("shown" if request.POST.get("deed") == "all" else "row")
    with refusals_shown(request):
        count = deliverables.accept(run=run, seen=_seen(chosen), by=request.user, at=at)
        if not count:
            messages.warning(request, _("Nothing was accepted: nothing is chosen, or it was replaced meanwhile."))
            return
        told = ngettext("%(count)s is accepted.", "%(count)s are accepted.", count)
        messages.success(request, told % {"count": count})


def _seen(chosen: Iterable[str]) -> dict[int, int]:
    """Return which version of each row the page showed from which a decision comes: `row:version`."""
    pairs = [[whole_number(part) for part in one.split(":")] for one in chosen]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0] and pair[1]}


def _ask_form(run: Run, asked: Deliverable) -> AskForm | None:
    """Return the form to change what is asked for, while nobody is enrolled."""
    if run.version.deliverable or not deliverables.may_ask(run):
        return None
    return AskForm(initial={"name": asked.name, "expected": asked.expected, "days": asked.days})


def _asked_for(request: SignedInRequest, run: Run) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, run, form)
    with refusals_shown(request):
        made = deliverables.state(run=run, **form.cleaned_data)
        messages.success(request, _("The run asks for it now.") if made else _("The run asks for nothing now."))
    return redirect("seminars:run-deliverables", run.pk)


def _ask_page(request: SignedInRequest, run: Run, form: AskForm) -> HttpResponse:
    return run_page(request, run, "deliverables", asked=None, ask_form=form, may_ask=deliverables.may_ask(run))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend_deliverable(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give everybody in the run more time, with a reason."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    asked = deliverables.of(run)
    form = ExtendForm(request.POST or None)
    if asked is None:
        return redirect("seminars:run-deliverables", run.pk)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            deliverables.extend(run=run, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, _("There is more time now. Everybody who has to hand it in sees the new day."))
            return redirect("seminars:run-deliverables", run.pk)

    return run_page(request, run, "extend", asked=asked, due_on=asked.due_on(run.ends_on), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handed_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what somebody handed in to the base, and decide about it."""
    at = timezone.now()
    row = deliverables.to_decide(user=request.user, pk=pk, on=timezone.localdate(at))
    form = DecideForm(request.POST or None, is_accepted=row.state == HandedInState.ACCEPTED)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _decide(request, row, form, at)
            return redirect("seminars:run-deliverables", row.enrolment.run_id)

    return run_page(request, row.enrolment.run, "handed_in", form=form, **described(row))


def described(row: HandedIn) -> dict[str, Any]:
    """Return what the page of something that was handed in shows."""
    run = row.enrolment.run
    (member,) = enrolment.members(run, [row.enrolment])
    earlier = [one for one in deliverables.history(row.enrolment) if one.number < row.number]
    return {
        "row": row,
        "asked": deliverables.held(run),
        "due_on": deliverables.held(run).due_on(run.ends_on),
        "member": member,
        "state_label": LABELS[row.state],
        "state_tone": TONES[row.state],
        "earlier": earlier,
        "may_decide": row.state == HandedInState.WAITING
        or (row.state == HandedInState.ACCEPTED and row.settled_at is None),
    }


def _decide(request: SignedInRequest, row: HandedIn, form: DecideForm, at: dt.datetime) -> None:
    seen = whole_number(request.POST.get("version")) or 0
    if form.cleaned_data["decision"] == ACCEPT:
        if not deliverables.accept(run=row.enrolment.run, seen={row.pk: seen}, by=request.user, at=at):
            raise deliverables.DecidedAlready
        messages.success(request, _("It is accepted."))
        return
    deliverables.send_back(row=row, seen=seen, reason=form.cleaned_data["reason"], by=request.user, at=at)
    messages.success(request, _("It is returned, and whoever handed it in is told why."))


@require_safe
@login_required
def handed_in_file(request: SignedInRequest, pk: int) -> FileResponse | HttpResponse:
    """Hand out the file to the person, to the staff of the base, and to a regulator of its region and sector."""
    row = deliverables.to_read(user=request.user, pk=pk, on=timezone.localdate())
    if not row.file:
        return HttpResponse(status=404)
    answer = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.file_name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
    return answer


urlpatterns = [
    path("base/runs/<int:pk>/deliverables/", run_deliverables, name="run-deliverables"),
    path("base/runs/<int:pk>/deliverables/extend/", extend_deliverable, name="extend-deliverable"),
    path("base/deliverables/<int:pk>/", handed_in, name="handed-in"),
    path("deliverables/<int:pk>/file/", handed_in_file, name="handed-in-file"),
]
