"""Everybody: the facts and dates of a run. Professionals: enrol, withdraw."""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from learning import tags
from learning.accounts import access as accounts
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation, Person
from learning.errors import Refusal
from learning.web import refusals_shown
from seminars import access, deliverables, enrolment, notices, questions, runs
from seminars.enums import HELD, Admission, EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run
from seminars.web import shown
from seminars.web.forms.questions import AnswersForm
from seminars.web.selection import quotas

_SAID = {
    EnrolmentState.ADMITTED: gettext_lazy("You have a place in “%(title)s”. It begins on %(day)s; place: %(place)s."),
    EnrolmentState.APPLIED: gettext_lazy("Your application for “%(title)s” is recorded. You are told the result."),
    EnrolmentState.REFUSED: gettext_lazy("You were not admitted to “%(title)s”: %(reason)s"),
    EnrolmentState.WITHDRAWN: gettext_lazy("Your enrolment in “%(title)s” is withdrawn."),
}


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run: when, where, for how many hours, who may, how places are given, and the way to enrol."""
    row = access.public_run(pk=pk)
    return _shown(request, row, AnswersForm(asked=questions.asked(row)))


def _shown(request: HttpRequest, row: Run, form: AnswersForm) -> HttpResponse:
    at = timezone.now()
    today = timezone.localdate(at)
    person = accounts.own_person(request.user)
    own = _own(row, person)
    ended = shown.ended(row)
    recommendations = enrolment.latest_recommendations(own)
    return render(
        request,
        "seminars/run.html",
        {
            "run": row,
            "version": row.version,
            "base": row.programme.base,
            "facts": _facts(row),
            "sessions": runs.timetable(row),
            "stage": _stage(row, at=at, today=today, is_ended=bool(ended)),
            "how": _how(row),
            "deed": _deed(row),
            "free": row.places_free,
            "is_open": row.state == RunState.OPEN and row.enrol_from <= at < row.enrol_until and not ended,
            "ended": ended,
            "is_announced": notices.is_offered(row),
            "form": form,
            "person": person,
            "own": [(one, said(one), recommendations.get(one.pk)) for one in own],
            "may_enrol": not any(one.kind == EnrolmentKind.PARTICIPANT and one.state in HELD for one in own),
            "employer": _employer(row, person, today),
            "sign_in_url": _led_to(resolve_url(settings.LOGIN_URL), row),
            "sign_up_url": _led_to(reverse("account_signup"), row),
            "join_url": _led_to(reverse("accounts:join"), row),
        },
    )


@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrol whoever is signed in, and say what happens next."""
    at = timezone.now()
    row = access.public_run(pk=pk)
    if not request.user.is_authenticated:
        messages.info(request, _("Sign in first, then enrol. Nothing was recorded yet."))
        return redirect(_led_to(resolve_url(settings.LOGIN_URL), row))
    person = accounts.own_person(request.user)
    if person is None:
        messages.info(request, _("Tell us first who you are: hours are kept for a person, not for a login."))
        return redirect(_led_to(reverse("accounts:join"), row))

    kind = EnrolmentKind.VIEWER if request.POST.get("kind") == EnrolmentKind.VIEWER else EnrolmentKind.PARTICIPANT
    asked = questions.asked(row) if kind == EnrolmentKind.PARTICIPANT else []
    form = AnswersForm(request.POST, asked=asked)
    if not form.is_valid():
        return _shown(request, row, form)
    employer = _employer(row, person, timezone.localdate(at)) if "recommended" in request.POST else None
    try:
        made = enrolment.enrol(
            run=row,
            person=person,
            by=request.user,
            at=at,
            kind=kind,
            employer=employer,
            answers=form.answers(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        # Whoever answered questions finds them answered.
        return _shown(request, row, form) if any(form.answers().values()) else redirect("seminars:run", row.pk)
    messages.success(request, said(made))
    return redirect("seminars:run", row.pk)


@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw an own enrolment, after a page that says what follows."""
    row = access.own_enrolment(person=accounts.person_of(request.user), pk=pk)
    if request.method == "POST":
        with refusals_shown(request):
            enrolment.withdraw(enrolment=row, by=request.user, at=timezone.now())
            messages.success(
                request, _("Your enrolment in “%(title)s” is withdrawn.") % {"title": row.run.version.title}
            )
        return redirect("seminars:run", row.run_id)

    return render(request, "seminars/withdraw.html", {"enrolment": row, "run": row.run, "version": row.run.version})


def said(row: Enrolment) -> str:
    """Return where an enrolment stands and what happens next, to the person."""
    run = row.run
    facts = {"title": run.version.title, "day": tags.day(run.starts_on), "place": run.place, "reason": row.reason}
    if row.kind == EnrolmentKind.VIEWER and row.state == EnrolmentState.ADMITTED:
        return _("You watch the live stream of “%(title)s” on %(day)s.") % facts
    if row.state == EnrolmentState.WAITING:
        facts["number"] = str(enrolment.place_in_queue(row))
        return (
            _(
                "You are number %(number)s on the waiting list of “%(title)s”. If a place becomes free, you get it in this order and are told."
            )
            % facts
        )
    if row.state == EnrolmentState.APPLIED and run.results_by:
        facts["results"] = tags.day(run.results_by)
        return _("Your application for “%(title)s” is recorded. You are told the result by %(results)s.") % facts
    return str(_SAID[EnrolmentState(row.state)]) % facts


def _stage(row: Run, *, at: dt.datetime, today: dt.date, is_ended: bool) -> shown.Stage:
    if is_ended and today < row.starts_on:
        return shown.Stage(_("No enrolment any more"), "bad")
    return shown.stage(row, at=at, today=today)


def _facts(row: Run) -> list[tuple[str, str]]:
    how = _("; ").join([str(row.get_admission_display()), *quotas(row)])
    approval = f"{row.version.approval_number} {row.version.approved_by}"
    lines = [
        (_("How places are given"), how),
        (_("Region"), str(row.region)),
        (_("Approval number"), approval),
        (_("Board and lodging"), row.board),
        (_("Contact"), " ".join(part for part in (row.contact, row.telephone) if part)),
        (_("To be handed in before the certificate"), _handed_in(row)),
    ]
    own = [(label, value) for label, value in lines if value]
    # What the run says itself is not said a second time by its programme.
    return own + [
        line for line in shown.facts(row.version) if str(line[0]) not in {str(label) for label, _value in own}
    ]


def _handed_in(row: Run) -> str:
    """Return what this run asks for, until when, and what is expected of it."""
    asked = deliverables.of(row)
    if asked is None:
        return ""
    until = _("%(name)s, by %(day)s") % {"name": asked.name, "day": tags.day(asked.due_on(row.ends_on))}
    return _(": ").join(filter(None, [until, asked.expected]))


def _how(row: Run) -> str:
    if row.admission == Admission.SELECTION:
        return _("Places are given after a selection. You are told the result by %(day)s.") % {
            "day": tags.day(row.results_by)
        }
    if row.places_free:
        return _("Places are given in the order of enrolment.")
    return _("All places are taken. You can go on the waiting list; free places are given in its order.")


def _deed(row: Run) -> str:
    if row.admission == Admission.SELECTION:
        return _("Apply")
    return _("Enrol") if row.places_free else _("Go on the waiting list")


def _own(row: Run, person: Person | None) -> list[Enrolment]:
    return list(enrolment.of_person(person).filter(run=row).order_by("kind", "pk")) if person else []


def _employer(row: Run, person: Person | None, on: dt.date) -> Organisation | None:
    if person is None or not row.wants_recommendation:
        return None
    employer = people.on_day([person.pk], on)[person.pk].employer_id
    return Organisation.objects.filter(pk=employer).first() if employer else None


def _led_to(address: str, row: Run) -> str:
    return f"{address}?{urlencode({'next': reverse('seminars:run', args=[row.pk])})}"


urlpatterns = [
    path("runs/<int:pk>/", run, name="run"),
    path("runs/<int:pk>/enrol/", enrol, name="enrol"),
    path("enrolments/<int:pk>/withdraw/", withdraw, name="withdraw"),
]
