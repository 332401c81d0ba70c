"""Today: what happens at a base today, what is due and what is late; each line leads to its deed."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning import tags
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation
from learning.desks.roles import only_for
from seminars import access as seminars
from seminars import attendance, closing, corrections, enrolment, programmes, runs

SHOWN = 50


class Duty(NamedTuple):
    """Something that waits for the base: of what, what about it, whether it is late, and the deed."""

    title: str
    detail: str
    is_late: bool
    deed: str
    address: str


@login_required
def today(request: SignedInRequest) -> HttpResponse:
    """Show a base what happens today, what is due and what is late."""
    at = timezone.now()
    day = timezone.localdate(at)
    only_for(request, OrganisationKind.BASE)
    bases = seminars.bases(user=request.user, on=day)
    own = bases.order_by()
    duties = [*_to_confirm(own, at), *_to_select(own, at), *_to_close(own, at), *_to_finish(own), *_to_mend(own)]
    context = {
        "day": day,
        "bases": bases,
        "sessions": runs.sessions_on(own, day),
        "late": [duty for duty in duties if duty.is_late],
        "due": [duty for duty in duties if not duty.is_late],
        "coming": runs.coming(own, after=day)[:10],
    }
    return render(request, "desks/today.html", context)


def _to_confirm(bases: QuerySet[Organisation], at: dt.datetime) -> Iterator[Duty]:
    silent = attendance.late_before(at)
    for session in attendance.to_confirm(bases, at=at)[:SHOWN]:
        title = f"{session.run.version.title} · {session.title}"
        ended = _("ended at %(moment)s") % {"moment": tags.moment(session.ends_at)}
        address = reverse("seminars:session", args=[session.pk])
        yield Duty(title, ended, session.ends_at < silent, _("Confirm attendance"), address)


def _to_select(bases: QuerySet[Organisation], at: dt.datetime) -> Iterator[Duty]:
    day = timezone.localdate(at)
    for run in enrolment.to_select(bases, at=at)[:SHOWN]:
        applied: int = run.applied  # type: ignore[attr-defined]
        said = ngettext(
            "%(count)s applicant waits for the result, due by %(day)s",
            "%(count)s applicants wait for the result, due by %(day)s",
            applied,
        )
        detail = said % {"count": applied, "day": tags.day(run.results_by)}
        is_late = run.results_by is not None and run.results_by < day
        address = reverse("seminars:run-selection", args=[run.pk])
        yield Duty(run.version.title, detail, is_late, _("Select"), address)


def _to_close(bases: QuerySet[Organisation], at: dt.datetime) -> Iterator[Duty]:
    silent = timezone.localdate(attendance.late_before(at))
    for run in closing.ready(bases, at=at)[:SHOWN]:
        detail = _("over since %(day)s, all attendance confirmed") % {"day": tags.short_day(run.ends_on)}
        address = reverse("seminars:run-closing", args=[run.pk])
        yield Duty(run.version.title, detail, run.ends_on < silent, _("To the closing"), address)


def _to_finish(bases: QuerySet[Organisation]) -> Iterator[Duty]:
    for application in programmes.with_the_base(bases)[:SHOWN]:
        address = reverse("seminars:application", args=[application.pk])
        state = application.get_state_display()
        yield Duty(application.title, state, is_late=False, deed=_("Finish the application"), address=address)


def _to_mend(bases: QuerySet[Organisation]) -> Iterator[Duty]:
    for row in corrections.returned(bases)[:SHOWN]:
        detail = _("The correction of hours was returned: %(answer)s") % {"answer": row.answer}
        address = reverse("seminars:run-corrections", args=[row.run_id])
        yield Duty(row.run.version.title, detail, is_late=False, deed=_("Ask again"), address=address)
