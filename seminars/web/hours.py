"""Base: what each person of a run will get, or got, and why."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts.http import SignedInRequest
from learning.web import whole_number
from seminars import access, closing, enrolment
from seminars.enums import Category, EnrolmentState
from seminars.web.run_pages import run_page

PAGE = 100


class Line(NamedTuple):
    """Somebody's hours, of which category, and why so many."""

    member: enrolment.Enrolled
    hours: closing.PersonHours
    categories: str
    reason: str


@login_required
def run_hours(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what everybody on the roster will get or got."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())
    after = whole_number(request.GET.get("after"))
    members, next_key = enrolment.roll_page(run, state=EnrolmentState.ADMITTED, after=after, size=PAGE)
    found = closing.hours_of(run, [one.enrolment for one in members])
    lines = [_line(one, found[one.enrolment.pk]) for one in members if one.enrolment.pk in found]
    return run_page(request, run, "hours", lines=lines, next_key=next_key)


def _line(member: enrolment.Enrolled, got: closing.PersonHours) -> Line:
    labels = dict(Category.choices)
    categories = _(", ").join(str(labels.get(category, category)) for category in got.categories)
    return Line(member, got, categories, _reason(got))


def _reason(got: closing.PersonHours) -> str:
    if got.counted is not None and got.counted < got.claimed:
        return _("The rulebook counts less than was claimed. The person reads why, line by line, in My hours.")
    if got.counted is None and got.unconfirmed:
        return _("Expected if the sessions that are not confirmed are attended.")
    if got.is_complete:
        return _("There for four fifths or more: all approved hours, and a certificate.")
    if got.claimed:
        return _("There for less than four fifths: the share attended, no certificate.")
    return _("There too little for an hour: no hours, no certificate.")


urlpatterns = [path("base/runs/<int:pk>/hours/", run_hours, name="run-hours")]
