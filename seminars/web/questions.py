"""Base: what it asks everybody who enrols, and the answers as a table to take along. Professionals: change the own answers."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning import sheets, tags
from learning.accounts import access as accounts
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, enrolment, questions
from seminars.models import Run
from seminars.web.forms.questions import AnswersForm, facts, rows, rows_and
from seminars.web.run_pages import run_page


@login_required
def run_questions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is asked, and let staff state it; “more rows” and “the usual questions” judge nothing yet."""
    today = timezone.localdate()
    run = access.run(user=request.user, pk=pk, on=today)
    asked = questions.asked(run)
    answered = set(access.answers(user=request.user, run=run, on=today).values_list("question", flat=True))
    typed = rows(
        asked=[one for one in asked if one.pk not in answered], data=request.POST if request.method == "POST" else None
    )
    deed = request.POST.get("deed")
    if deed in {"more", "usual"}:
        typed = rows_and(typed=typed, usual=deed == "usual")
    elif request.method == "POST" and typed.is_valid():
        with refusals_shown(request):
            questions.ask(run=run, asked=facts(typed))
            messages.success(request, _("The questions are saved. Whoever enrols from now on answers them."))
            return redirect("seminars:run-questions", run.pk)

    return run_page(request, run, "questions", rows=typed, answered=[one for one in asked if one.pk in answered])


@require_safe
@login_required
def people_table(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give everybody enrolled with their answers as a table for a spreadsheet."""
    today = timezone.localdate()
    run = access.run(user=request.user, pk=pk, on=today)
    return sheets.file(sheets.table(_table(request, run, today)), kind="csv", name=f"run-{run.pk}")


def _table(request: SignedInRequest, run: Run, on: dt.date) -> list[list[str]]:
    asked = questions.asked(run)
    given = questions.by_enrolment(access.answers(user=request.user, run=run, on=on))
    head = [_("No."), _("Name"), _("Document number"), _("Employer"), _("State"), _("Enrolled at")]
    return [
        [*head, *(one.text for one in asked)],
        *(
            [
                str(one.enrolment.rank),
                one.name,
                one.number,
                one.employer,
                str(one.enrolment.get_state_display()),
                tags.moment(one.enrolment.enrolled_at),
                *(line.answer for line in questions.in_words(asked, given.get(one.enrolment.pk, {}))),
            ]
            for one in enrolment.roll(run)
        ),
    ]


@login_required
def own_answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody change what they answered, until enrolment ends."""
    at = timezone.now()
    person = accounts.person_of(request.user)
    row = access.own_enrolment(person=person, pk=pk)
    given = dict(access.own_answers(person=person, enrolment=row).values_list("question", "text"))
    form = AnswersForm(request.POST or None, asked=questions.asked(row.run), given=given)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            questions.change(enrolment=row, answers=form.answers(), at=at)
            messages.success(request, _("Your answers are saved."))
            return redirect("seminars:run", row.run_id)

    context = {
        "form": form,
        "run": row.run,
        "version": row.run.version,
        "is_open": questions.open_to_change(row, at=at),
        "lines": questions.in_words(
            form.asked, questions.by_enrolment(access.own_answers(person=person, enrolment=row)).get(row.pk, {})
        ),
    }
    return render(request, "seminars/own_answers.html", context)


urlpatterns = [
    path("base/runs/<int:pk>/questions/", run_questions, name="run-questions"),
    path("base/runs/<int:pk>/people.csv", people_table, name="people-table"),
    path("enrolments/<int:pk>/answers/", own_answers, name="own-answers"),
]
