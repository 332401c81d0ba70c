"""Base: the certificates of a closed run: who has one, to whom they can be issued together, and why not to the rest."""

import datetime as dt
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown, whole_number
from seminars import access, closing, enrolment
from seminars.closing import Candidate, Obstacle
from seminars.enums import RunState
from seminars.models import Run
from seminars.web.once import only_once, token
from seminars.web.run_pages import run_page

REASONS: dict[Obstacle, str | Promise] = {
    Obstacle.NOT_COMPLETED: gettext_lazy("There for less than four fifths."),
    Obstacle.NO_HOURS: gettext_lazy("The register counts no hours for it."),
    Obstacle.MISSING: gettext_lazy("Nothing was handed in."),
    Obstacle.WAITING: gettext_lazy("What was handed in waits for your decision."),
    Obstacle.RETURNED: gettext_lazy("What was handed in was returned and is not mended yet."),
    Obstacle.ENDED: gettext_lazy("It was revoked. The regulator decides whether it comes back."),
}


class Line(NamedTuple):
    """Somebody on the roster: whether a certificate can be issued, its number, in what state it is, and why."""

    member: enrolment.Enrolled
    person_id: int
    may_choose: bool
    number: str
    label: str | Promise
    tone: str
    reason: str | Promise


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@only_once
def run_certificates(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the certificates of a run, and have those of the chosen people issued together."""
    at = timezone.now()
    roles = access.MANAGERS if request.method == "POST" else access.STAFF
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=roles)
    if run.state != RunState.CLOSED:
        return redirect("seminars:run-closing", run.pk)
    if request.method == "POST":
        return _issued(request, run, at)

    found = closing.candidates(run)
    members = enrolment.members(run, [one.enrolment for one in found])
    lines = [_line(member, one) for member, one in zip(members, found, strict=True)]
    can = sum(line.may_choose for line in lines)
    return run_page(request, run, "certificates", lines=lines, can=can, cannot=len(lines) - can, once=token(request))


def _issued(request: SignedInRequest, run: Run, at: dt.datetime) -> HttpResponse:
    people = {key for key in map(whole_number, request.POST.getlist("person")) if key is not None}
    name = _("%(title)s, run %(number)s") % {"title": run.version.title, "number": run.number}
    led_to = reverse("seminars:run-certificates", args=[run.pk])
    with refusals_shown(request):
        batch = closing.issue_together(run=run, people=people, name=name, by=request.user, at=at)
        messages.success(request, _("The certificates are being issued. You may leave this page and come back."))
        led_to = reverse("credits:certificate-batch", args=[batch])
    return HttpResponseRedirect(led_to)


def _line(member: enrolment.Enrolled, one: Candidate) -> Line:
    label, tone, reason = _standing(one)
    return Line(
        member=member,
        person_id=one.enrolment.person_id,
        may_choose=one.order is not None,
        number=one.ordered.number if one.ordered and one.ordered.state else "",
        label=label,
        tone=tone,
        reason=reason,
    )


def _standing(one: Candidate) -> tuple[str | Promise, str, str | Promise]:
    """Return a state in words, its tone, and the reason."""
    if one.obstacle:
        closed = one.ordered.closed_reason if one.ordered else ""
        return pgettext_lazy("certificate", "Not possible"), "calm", closed or REASONS[one.obstacle]
    if one.ordered is None:
        return pgettext_lazy("certificate", "Can be issued"), "warn", ""
    if one.ordered.state:
        return pgettext_lazy("certificate", "Issued"), "good", ""
    if one.ordered.error:
        return pgettext_lazy("certificate", "Failed"), "bad", one.ordered.error
    return pgettext_lazy("certificate", "Being made"), "calm", ""


urlpatterns = [path("base/runs/<int:pk>/certificates/", run_certificates, name="run-certificates")]
