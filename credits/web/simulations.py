"""
Simulations: an officer of the province tries a draft on the ledger, sees who would go from met to short or from short to met, person
by person, and, once the version is law, has the hours of those decided again.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, simulation
from credits.enums import RulebookStatus, StandingState, WorkState
from credits.models import Redecision, Simulation
from credits.web import tried, wording
from credits.web.booktabs import tabs
from credits.web.register import PurposeForm
from credits.web.trying import RedecideForm, StartForm
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Person
from learning.web import page_after, refusals_shown, whole_number

PAGE = 50


@require_safe
@login_required
def of_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the simulations of a version, and start one."""
    version = access.rulebook_to_try(user=request.user, pk=pk, on=timezone.localdate())
    context = {
        "version": version,
        "tabs": tabs(version, "simulations"),
        "trial": wording.trial(version),
        "form": StartForm(),
        "is_draft": version.status == RulebookStatus.DRAFT,
        "rows": [tried.row(one) for one in simulation.of_version(version)[:PAGE]],
    }
    return render(request, "credits/simulations.html", context)


@require_POST
@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Order a trial of a draft."""
    at = timezone.now()
    version = access.rulebook_to_try(user=request.user, pk=pk, on=timezone.localdate(at))
    form = StartForm(request.POST)
    if form.is_valid():
        with refusals_shown(request):
            made = simulation.start(version=version, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, _("The simulation has been ordered. You may leave this page and come back."))
            return redirect("credits:simulation", made.pk)
    else:
        messages.error(request, _("Choose a region from the list, and a day."))
    return redirect("credits:simulations", pk)


@require_safe
@login_required
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far a simulation is, and then what it shows; who opens the result has looked at it."""
    at = timezone.now()
    row = access.simulation(user=request.user, pk=pk, on=timezone.localdate(at))
    if request.headers.get("HX-Request") == "true":
        return _progress(request, row, at)
    context = {"simulation": row, "trial": wording.trial(row.version), **_work(row, at)}
    if row.state == WorkState.DONE:
        simulation.mark_seen(row, by=request.user, at=at)
        context |= {"flows": simulation.flows(row), "tables": tried.tables(row), **_after(row, at)}
    return render(request, "credits/simulation.html", context)


@require_safe
@login_required
def persons(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the persons who flip, of one group where one is chosen."""
    row = access.simulation(user=request.user, pk=pk, on=timezone.localdate())
    after = request.GET.get("after_state", "")
    chosen = {name: request.GET[name] for name in simulation.DIMENSIONS if name in request.GET}
    if after not in {"", StandingState.MET, StandingState.SHORT} or not tried.is_possible(chosen):
        raise Http404
    page, next_key = page_after(
        simulation.flips(row, after=after, **chosen), after=whole_number(request.GET.get("after")), size=PAGE
    )
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "simulation": row,
        "rows": tried.flips(page),
        "next_key": next_key,
        "query": query.urlencode(),
        "chosen": tried.names_of(chosen),
        "after_state": after,
    }
    return render(request, "credits/simulation_persons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person(request: SignedInRequest, pk: int, person_pk: int) -> HttpResponse:
    """Show one person's standings and hours before and after, with the reasons of both, once a purpose is stated."""
    at = timezone.now()
    row = access.simulation(user=request.user, pk=pk, on=timezone.localdate(at))
    asked, _organisation = access.regulated_record(user=request.user, pk=person_pk, on=timezone.localdate(at))
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            access.note_look(user=request.user, pk=person_pk, purpose=form.cleaned_data["purpose"], at=at)
            return redirect("credits:simulation-person", pk, person_pk)
    whose = {"simulation": row, **_person(asked.person)}
    if access.look_in_force(user=request.user, record=asked, at=at) is None or form.is_bound:
        return render(request, "credits/purpose.html", {"form": form, **whose})
    found = simulation.explained(row, person_id=person_pk)
    return render(request, "credits/simulation_person.html", {**tried.person(row, found), **whose})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def redecide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the hours decided again of those whom the simulation showed, after asking once more."""
    at = timezone.now()
    row = access.simulation(user=request.user, pk=pk, on=timezone.localdate(at))
    form = RedecideForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            simulation.redecide(simulation=row, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, _("The hours are being decided again. You may leave this page and come back."))
            return redirect("credits:simulation", pk)
    context = {"simulation": row, "form": form, "people": simulation.people_to_redecide(row)}
    return render(request, "credits/redecide.html", context)


def _progress(request: SignedInRequest, row: Simulation, at: datetime) -> HttpResponse:
    """Answer the part of the page that asks for itself; once the work is done, have the page loaded again."""
    work = _work(row, at)
    response = render(request, "credits/parts/simulation_work.html", {"simulation": row, **work})
    if not work["is_busy"]:
        response["HX-Refresh"] = "true"
    return response


def _work(row: Simulation, at: datetime) -> dict[str, Any]:
    order = _redecision(row)
    works = [_one_work(row, row.asked_at, at), *([_one_work(order, order.at, at)] if order else [])]
    return {
        "work": works[0],
        "redecision": order,
        "redecision_work": works[1] if order else None,
        "is_busy": any(work["is_busy"] for work in works),
    }


def _one_work(row: Simulation | Redecision, began: datetime, at: datetime) -> dict[str, Any]:
    is_busy = row.state == WorkState.WAITING
    return {
        "is_busy": is_busy,
        "is_done": row.state == WorkState.DONE,
        "has_failed": row.state == WorkState.FAILED,
        "left": _left(row, began, at) if is_busy else "",
    }


def _left(row: Simulation | Redecision, began: datetime, at: datetime) -> str:
    """Return how long the work will take yet, in words; nothing where nobody can tell."""
    if not row.done:
        return ""
    seconds = (at - began).total_seconds() / row.done * max(0, row.total - row.done)
    minutes = max(1, round(seconds / 60))
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def _after(row: Simulation, at: datetime) -> dict[str, Any]:
    """Return what may follow from the result."""
    people_moved = simulation.people_to_redecide(row)
    is_law = row.version.status == RulebookStatus.PUBLISHED
    as_tried = is_law and row.version.digest == row.digest
    return {
        "people_moved": people_moved,
        "may_redecide": as_tried and people_moved and _redecision(row) is None,
        "is_law": is_law,
        "is_stale": row.version.digest != row.digest,
        "seen_at": row.seen_at or at,
    }


def _redecision(row: Simulation) -> Redecision | None:
    return getattr(row, "redecision", None)


def _person(whose: Person) -> dict[str, Any]:
    return {
        "person": whose,
        "name": people.current_names([whose.pk]).get(whose.pk, ""),
        "number": people.masked_numbers([whose.pk])[whose.pk],
    }


urlpatterns = [
    path("rulebooks/<int:pk>/simulations/", of_version, name="simulations"),
    path("rulebooks/<int:pk>/simulate/", start, name="simulate"),
    path("simulations/<int:pk>/", result, name="simulation"),
    path("simulations/<int:pk>/persons/", persons, name="simulation-persons"),
    path("simulations/<int:pk>/persons/<int:person_pk>/", person, name="simulation-person"),
    path("simulations/<int:pk>/redecide/", redecide, name="redecide"),
]
