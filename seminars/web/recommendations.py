"""Employer: whom of the own staff to recommend for a run whose places are given after a selection."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts import people
from learning.accounts.http import SignedInRequest, need_second_factor
from learning.web import page_after, refusals_shown, whole_number
from seminars import access, enrolment
from seminars.enums import RecommendationState
from seminars.models import Recommendation
from seminars.web.forms.people import CONFIRM, AnswerForm

PAGE = 50
TONES = {
    RecommendationState.ASKED: "warn",
    RecommendationState.CONFIRMED: "good",
    RecommendationState.DECLINED: "bad",
    RecommendationState.ENDED: "calm",
}


class Line(NamedTuple):
    """One recommendation with the name of the applicant."""

    row: Recommendation
    name: str
    number: str  # masked
    tone: str


@login_required
def recommendations(request: SignedInRequest) -> HttpResponse:
    """Show who of the own staff asks for a recommendation, and what was answered."""
    today = timezone.localdate()
    rows = access.recommendations(user=request.user, on=today)
    need_second_factor(request)
    waiting = access.recommendations_to_answer(user=request.user, on=today)
    answered, next_key = page_after(
        rows.exclude(state__in=(RecommendationState.ASKED, RecommendationState.ENDED)),
        after=whole_number(request.GET.get("after")),
        size=PAGE,
    )
    context = {"waiting": _lines(waiting[:200]), "answered": _lines(answered), "next_key": next_key}
    return render(request, "seminars/recommendations.html", context)


@login_required
def recommendation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one application; confirm the recommendation, or decline it with a reason."""
    at = timezone.now()
    row = access.recommendation(user=request.user, pk=pk, on=timezone.localdate(at))
    need_second_factor(request)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _answer(request, row, form, at)
            return redirect("seminars:recommendations")

    context = {
        "line": _lines([row])[0],
        "run": row.enrolment.run,
        "version": row.enrolment.run.version,
        "may_answer": row.state == RecommendationState.ASKED,
        "form": form,
    }
    return render(request, "seminars/recommendation.html", context)


def _answer(request: SignedInRequest, row: Recommendation, form: AnswerForm, at: dt.datetime) -> None:
    name = people.current_names([row.enrolment.person_id]).get(row.enrolment.person_id, "")
    if form.cleaned_data["answer"] == CONFIRM:
        enrolment.confirm_recommendation(recommendation=row, by=request.user, at=at)
        messages.success(request, _("You recommend %(name)s. The base sees it when it chooses.") % {"name": name})
    else:
        reason = form.cleaned_data["reason"]
        enrolment.decline_recommendation(recommendation=row, by=request.user, at=at, reason=reason)
        messages.success(request, _("You do not recommend %(name)s, who reads your reason.") % {"name": name})


def _lines(rows: Iterable[Recommendation]) -> list[Line]:
    listed = list(rows)
    ids = [row.enrolment.person_id for row in listed]
    names, numbers = people.current_names(ids), people.masked_numbers(ids)
    return [
        Line(row, names.get(pk, ""), numbers.get(pk, ""), TONES[RecommendationState(row.state)])
        for row, pk in zip(listed, ids, strict=True)
    ]


urlpatterns = [
    path("employer/recommendations/", recommendations, name="recommendations"),
    path("employer/recommendations/<int:pk>/", recommendation, name="recommendation"),
]
