"""Base: close a run: what is missing, the deed, and the hours that everybody got."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from credits import ledger
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, attendance, closing, enrolment
from seminars.enums import Category, RunState
from seminars.models import Run
from seminars.web.run_pages import run_page


class Missing(NamedTuple):
    """Something that stands between a run and its closing."""

    sentence: str
    address: str


class Line(NamedTuple):
    """What somebody got from the run: hundredths of an hour, and of which category."""

    member: enrolment.Enrolled
    minutes: int
    hours: int | None
    categories: str


@login_required
def run_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is missing before the run can be closed, or what everybody got."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    missing = _missing(run, at) if run.state == RunState.OPEN else []
    minutes = sum(run.sessions.values_list("minutes", flat=True))
    return run_page(request, run, "closing", missing=missing, lines=_lines(run), minutes=minutes)


@login_required
@require_POST
def close_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a run: hours are claimed for everybody, all or none."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    with refusals_shown(request):
        receipts = closing.close(run=run, by=request.user, at=at)
        total = sum((one.hours for one in receipts), Decimal())
        messages.success(
            request,
            _("The run is closed: %(people)s people, %(hours)s hours in all. Certificates follow within minutes.")
            % {"people": len(receipts), "hours": f"{total:f}"},
        )
    return redirect("seminars:run-closing", run.pk)


def _missing(run: Run, at: dt.datetime) -> list[Missing]:
    found = []
    for one in run.sessions.filter(confirmed_at=None).order_by("starts_at", "pk"):
        facts = {"title": one.title, "moment": f"{timezone.localtime(one.ends_at):%Y-%m-%d %H:%M}"}
        is_over = one.ends_at <= at
        sentence = _("“%(title)s”: attendance is not confirmed.") if is_over else _("“%(title)s” ends at %(moment)s.")
        found.append(Missing(sentence % facts, reverse("seminars:session", args=[one.pk]) if is_over else ""))
    return found


def _lines(run: Run) -> list[Line]:
    present = attendance.presence(run)
    awards = _awards(run) if run.state == RunState.CLOSED else {}
    members = [one for one in enrolment.roll(run) if one.enrolment.pk in present]
    return [Line(one, present[one.enrolment.pk].minutes, *_got(awards, one.enrolment.person_id)) for one in members]


def _awards(run: Run) -> dict[int, ledger.Award]:
    people = run.enrolments.values_list("person_id", flat=True)
    claims = dict(
        ledger.claims_of(list(people)).filter(key=f"run:{run.pk}").order_by("pk").values_list("person_id", "pk")
    )
    present = ledger.present_awards(list(claims.values()))
    best = {claim: max(awards, key=lambda award: (award.hours, award.family)) for claim, awards in present.items()}
    return {person: best[claim] for person, claim in claims.items() if claim in best}


def _got(awards: dict[int, ledger.Award], person: int) -> tuple[int | None, str]:
    award = awards.get(person)
    if award is None:
        return None, ""
    labels = dict(Category.choices)
    return award.hours, _(", ").join(str(labels.get(category, category)) for category in award.by_category)


urlpatterns = [
    path("base/runs/<int:pk>/closing/", run_closing, name="run-closing"),
    path("base/runs/<int:pk>/close/", close_run, name="close-run"),
]
