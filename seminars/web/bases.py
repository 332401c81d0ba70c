"""The base's own page: which base, its programmes, what each of them waits for."""

import datetime as dt
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation
from learning.web import page_after, whole_number
from seminars import access, bases, guidance, planning
from seminars.enums import ApplicationState, RunState
from seminars.models import Application, Programme
from seminars.web.shown import Stage

PAGE = 50


class Line(NamedTuple):
    """One programme: its title, where it stands, what to do next."""

    programme: Programme
    title: str
    kind: str
    stage: Stage
    open_runs: int


@login_required
def base(request: SignedInRequest) -> HttpResponse:
    """Lead to the one base that somebody works for, or let them choose."""
    own = list(access.bases(user=request.user, on=timezone.localdate()))
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect("seminars:base-programmes", own[0].pk)

    return render(request, "seminars/bases.html", {"bases": own})


@login_required
def base_programmes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the programmes of a base."""
    today = timezone.localdate()
    own = access.base(user=request.user, pk=pk, on=today)
    page, next_key = page_after(_programmes(own), after=whole_number(request.GET.get("after")), size=PAGE)

    return render(
        request,
        "seminars/base.html",
        {
            "base": own,
            "recognition": bases.recognition_on(own, today),
            "lines": [_line(programme, today=today) for programme in page],
            "next_key": next_key,
            "may_manage": access.may_manage(user=request.user, base_id=own.pk, on=today),
            "citing": guidance.citing_retired(Programme.objects.filter(base=own), on=today),
            "planned": planning.open_rows(own, on=today).count(),
            "has_several": access.bases(user=request.user, on=today).count() > 1,
        },
    )


def _programmes(own: Organisation) -> QuerySet[Programme]:
    latest = Application.objects.order_by("-pk")
    return (
        Programme.objects.filter(base=own)
        .select_related("current")
        .prefetch_related(Prefetch("applications", latest, to_attr="latest_first"))
        .annotate(open_runs=Count("runs", filter=Q(runs__state=RunState.OPEN)))
    )


def _line(programme: Programme, *, today: dt.date) -> Line:
    applications: list[Application] = programme.latest_first  # type: ignore[attr-defined]
    shown = programme.current or applications[0]
    stage = _stage(programme, applications[0], today=today)
    return Line(programme, shown.title, shown.get_kind_display(), stage, programme.open_runs)  # type: ignore[attr-defined]


# What an application in a state means for whoever works at the base: label, tone, next step.
_APPLIED: dict[str, tuple[str | Promise, str, str | Promise]] = {
    ApplicationState.DRAFT: (pgettext_lazy("application", "Draft"), "calm", _("Finish and submit it")),
    ApplicationState.SUBMITTED: (_("With the regulator"), "warn", _("Read what was submitted")),
    ApplicationState.RETURNED: (_("Returned"), "bad", _("Read the reason, mend it, submit it again")),
    ApplicationState.REFUSED: (_("Refused"), "bad", _("Read the reason")),
}
_AMENDED: dict[str, tuple[str | Promise, str, str | Promise]] = {
    ApplicationState.DRAFT: (_("Approved; amendment in draft"), "good", _("Finish and submit the amendment")),
    ApplicationState.SUBMITTED: (_("Approved; amendment with the regulator"), "good", _("Read what was submitted")),
    ApplicationState.RETURNED: (
        _("Approved; amendment returned"),
        "warn",
        _("Read the reason, mend it, submit it again"),
    ),
}


def _stage(programme: Programme, newest: Application, *, today: dt.date) -> Stage:
    own_page = reverse("seminars:programme", args=[programme.pk])
    if programme.is_withdrawn_on(today):
        return Stage(_("Approval withdrawn"), "bad", _("See its runs"), own_page)
    wording = _AMENDED if programme.current else _APPLIED
    if newest.state in wording:
        return Stage(*wording[newest.state], reverse("seminars:application", args=[newest.pk]))
    if programme.current and programme.current.is_self_paced:
        address = reverse("seminars:completions", args=[programme.pk])
        return Stage(_("Approved"), "good", _("Hand in who completed it"), address)
    step = _("See its runs") if programme.open_runs else _("Open a run")  # type: ignore[attr-defined]
    return Stage(_("Approved"), "good", step, own_page)


urlpatterns = [
    path("base/", base, name="base"),
    path("base/<int:pk>/", base_programmes, name="base-programmes"),
]
