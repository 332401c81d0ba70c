"""Base: ask for a correction of a closed run. Regulator: see what it would do, and decide."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number
from seminars import access, attendance, corrections, runs
from seminars.enums import CorrectionKind, CorrectionState, RunState
from seminars.models import Enrolment, HoursCorrection, Run
from seminars.web import correction_words
from seminars.web.forms.corrections import APPROVE, RETURN, AskForm, CorrectionDecisionForm
from seminars.web.once import only_once, token
from seminars.web.run_pages import Tab, run_page

PAGE = 50
OF_SOMEBODY = (CorrectionKind.MINUTES, CorrectionKind.NOT_PRESENT, CorrectionKind.WRONG_PERSON)


@require_safe
@login_required
def run_corrections(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was asked for about a closed run, and what became of it."""
    run = _closed(access.run(user=request.user, pk=pk, on=timezone.localdate()))
    page, next_key = page_after(corrections.of_run(run), after=whole_number(request.GET.get("after")), size=PAGE)
    return run_page(request, run, "corrections", rows=correction_words.shown(page), next_key=next_key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@only_once
def ask_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a correction of somebody's hours, or for somebody who was left out."""
    at = timezone.now()
    run = _closed(access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS))
    row = _enrolment(run, whole_number(request.GET.get("enrolment")))
    kind = _kind(request.GET.get("kind", ""), row)
    is_sent = request.method == "POST"
    form = AskForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        kind=kind,
        sessions=runs.timetable(run),
        noted=attendance.minutes_of(row) if row else {},
    )
    if is_sent and form.is_valid():
        with refusals_shown(request, form):
            _ask(request, run, row, form, at)
            messages.success(request, _("Asked for. The regulator decides; you read the answer here."))
            return redirect("seminars:run-corrections", run.pk)

    return run_page(request, run, "ask_correction", form=form, once=token(request), **_asked_about(run, row, kind))


@require_safe
@login_required
def correction_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out a paper to the base that handed it in, or to a regulator of its region and sector."""
    paper = corrections.evidence_to_read(user=request.user, pk=pk, on=timezone.localdate())
    answer = HttpResponse(bytes(paper.content), content_type=paper.media_type)
    answer["Content-Disposition"] = f"attachment; filename=paper-{paper.pk}.{paper.name.rpartition('.')[2]}"
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
    return answer


@require_safe
@login_required
def corrections_in_sight(request: SignedInRequest) -> HttpResponse:
    """Show the corrections of the own region and sector, whatever became of them; what waits stands on the desk, with its clock."""
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    rows = corrections.in_sight(user=request.user, on=today)
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after")), size=PAGE)
    names = people.current_names(one.person_id for one in page)
    context = {
        "lines": [
            (row, names.get(row.person_id, ""), correction_words.TONES[CorrectionState(row.state)]) for row in page
        ],
        "next_key": next_key,
    }
    return render(request, "seminars/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one correction with what the ledger would do, or did; approve, return or refuse it."""
    at = timezone.now()
    today = timezone.localdate(at)
    find = corrections.to_decide if request.method == "POST" else corrections.to_read
    row = find(user=request.user, pk=pk, on=today)
    form = CorrectionDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _decide(request, row, form, at)
            return redirect("seminars:decide-correction", row.pk)

    return render(request, "seminars/correction.html", _context(request, row, form, at))


@require_POST
@login_required
def foresee_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Work out anew what approving would do, where something has moved since it was asked for."""
    at = timezone.now()
    row = corrections.to_read(user=request.user, pk=pk, on=timezone.localdate(at))
    if row.state == CorrectionState.WAITING:
        corrections.foresee(correction=row, office=row.run.programme.base, at=at)
    return redirect("seminars:decide-correction", row.pk)


def _context(
    request: SignedInRequest, row: HoursCorrection, form: CorrectionDecisionForm, at: dt.datetime
) -> dict[str, Any]:
    # A refused deed leaves its marks on the row in memory.
    row.refresh_from_db(fields=["state", "answer", "decided_by", "decided_for", "decided_at"])
    is_waiting = row.state == CorrectionState.WAITING
    kept = corrections.foresight(row, at=at) if is_waiting else None
    (line,) = correction_words.shown([row], foreseen=kept.foreseen if kept else None)
    return {
        "row": line,
        "run": row.run,
        "base": row.run.programme.base,
        "is_waiting": is_waiting,
        "is_own": row.asked_by_id == request.user.pk,
        "foresight": kept,
        "obstacle": kept.obstacle if kept else "",
        "may_decide": is_waiting
        and corrections.may_decide(user=request.user, correction=row, on=timezone.localdate(at)),
        "form": form,
    }


def _decide(request: SignedInRequest, row: HoursCorrection, form: CorrectionDecisionForm, at: dt.datetime) -> None:
    by, answer = request.user, form.cleaned_data["answer"]
    office = corrections.office_of(user=by, correction=row, on=timezone.localdate(at))
    decision = form.cleaned_data["decision"]
    if decision == APPROVE:
        corrections.approve(correction=row, by=by, office=office, at=at, answer=answer)
        messages.success(request, _("Corrected. Whoever is concerned is told; the old line and the new one both stay."))
    elif decision == RETURN:
        corrections.send_back(correction=row, by=by, office=office, at=at, answer=answer)
        messages.success(request, _("Returned. The base reads your reason and may ask again."))
    else:
        corrections.refuse(correction=row, by=by, office=office, at=at, answer=answer)
        messages.success(request, _("Refused. The base reads your reason; the hours stay as they are."))


def _ask(request: SignedInRequest, run: Run, row: Enrolment | None, form: AskForm, at: dt.datetime) -> None:
    corrections.ask_for(
        run=run,
        kind=form.kind,
        person=row.person if row else None,
        document=form.document(),
        minutes=form.minutes(),
        reason=form.cleaned_data["reason"],
        papers=form.cleaned_data["papers"],
        by=request.user,
        at=at,
    )


def _closed(run: Run) -> Run:
    if run.state != RunState.CLOSED:
        raise Http404
    return run


def _enrolment(run: Run, pk: int | None) -> Enrolment | None:
    if pk is None:
        return None
    row = attendance.on_roster(run).filter(pk=pk).select_related("person").first()
    if row is None:
        raise Http404
    return row


def _kind(text: str, row: Enrolment | None) -> CorrectionKind:
    if row is None:
        return CorrectionKind.LATE_ADDITION
    return CorrectionKind(text) if text in OF_SOMEBODY else CorrectionKind.MINUTES


def _asked_about(run: Run, row: Enrolment | None, kind: CorrectionKind) -> dict[str, Any]:
    if row is None:
        return {"name": "", "kinds": [], "kind": kind}
    address = reverse("seminars:ask-correction", args=[run.pk])
    return {
        "name": people.current_names([row.person_id]).get(row.person_id, ""),
        "number": people.masked_numbers([row.person_id]).get(row.person_id, ""),
        "kinds": [Tab(one.label, f"{address}?enrolment={row.pk}&kind={one}", one == kind) for one in OF_SOMEBODY],
        "kind": kind,
    }


urlpatterns = [
    path("base/runs/<int:pk>/corrections/", run_corrections, name="run-corrections"),
    path("base/runs/<int:pk>/corrections/new/", ask_correction, name="ask-correction"),
    path("corrections/papers/<int:pk>/", correction_paper, name="correction-paper"),
    path("decisions/corrections/", corrections_in_sight, name="corrections"),
    path("decisions/corrections/<int:pk>/", decide_correction, name="decide-correction"),
    path("decisions/corrections/<int:pk>/foresee/", foresee_correction, name="foresee-correction"),
]
