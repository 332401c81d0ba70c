"""
A person's record, as the regulator of the person's region changes it: facts, names, records of one person.

Nothing is overwritten: a fact is replaced or taken away by a further row, names and joins are rows with a reason.
The purpose of the look is stated on the register's page first (`access.person_to_decide`).
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts import access, joining, people
from learning.accounts.enums import FactKind
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Person, PersonFact
from learning.accounts.web.fact_forms import (
    FactForm,
    JoinRecordsForm,
    KindForm,
    ReasonForm,
    RenameForm,
    UnjoinRecordsForm,
    stated,
)
from learning.accounts.web.showing import fact_rows, login_of, partner_rows
from learning.web import refusals_shown, whole_number


@login_required
@require_safe
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what may be changed in a person's record."""
    person = access.person_to_decide(request.user, pk, timezone.now())
    context = {
        **_person(person),
        "facts": fact_rows(person),
        "names": people.names(person),
        "partners": partner_rows(person),
        "login": login_of(person),
        "kind_form": KindForm(),
    }
    return render(request, "accounts/record.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def state_fact(request: SignedInRequest, pk: int) -> HttpResponse:
    """State a fact, in place of another if the address names one."""
    at = timezone.now()
    person = access.person_to_decide(request.user, pk, at)
    replaced = _replaced(request, person)
    kind = replaced.kind if replaced else request.GET.get("kind", "")
    if kind not in FactKind.values:
        return _page(
            request, person, KindForm(request.GET if "kind" in request.GET else None), _("State a fact"), by="get"
        )
    form = FactForm(request.POST or None, kind=kind, initial=stated(replaced) if replaced else None)
    if form.is_valid():
        with refusals_shown(request, form):
            people.state_fact(person=person, kind=kind, **form.facts(), replaces=replaced, by=request.user, at=at)
            messages.success(request, _("Recorded. What follows from it is counted within a minute."))
            return redirect("accounts:record", pk)
    return _page(request, person, form, FactKind(kind).label, replaced=replaced)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void_fact(request: SignedInRequest, pk: int, fact_pk: int) -> HttpResponse:
    """Take a fact away that was never so."""
    at = timezone.now()
    person = access.person_to_decide(request.user, pk, at)
    fact = _fact(person, fact_pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            people.void_fact(fact=fact, source=form.cleaned_data["reason"][:200], by=request.user, at=at)
            messages.success(request, _("Taken away. The row stays in the history."))
            return redirect("accounts:record", pk)
    return _page(request, person, form, _("Take a fact away"), replaced=fact)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record a new name; the old one stays known."""
    at = timezone.now()
    person = access.person_to_decide(request.user, pk, at)
    form = RenameForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            people.rename(person=person, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("The new name is recorded. The names before stay known."))
            return redirect("accounts:record", pk)
    return _page(request, person, form, _("Record a new name"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_records(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide that another record is of the same person."""
    at = timezone.now()
    person = access.person_to_decide(request.user, pk, at)
    form = JoinRecordsForm(request.POST or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        with refusals_shown(request, form):
            reason, among = facts.pop("reason"), access.people_decided(request.user, timezone.localdate(at))
            other = people.other_record(**facts, among=among)
            joining.join_records(first=person, second=other, reason=reason, by=request.user, at=at)
            messages.success(request, _("The two records are read together from now on. The person was told."))
            return redirect("accounts:record", pk)
    return _page(request, person, form, _("Join with another record"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unjoin_records(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide that a joined record is of somebody else after all."""
    at = timezone.now()
    person = access.person_to_decide(request.user, pk, at)
    partners = {row["pk"]: row for row in partner_rows(person)}
    choices = [(key, f"{row['name']} {row['number']}") for key, row in partners.items()]
    form = UnjoinRecordsForm(request.POST or None, choices=choices)
    if form.is_valid():
        other = Person.objects.get(pk=form.cleaned_data["other"])
        with refusals_shown(request, form):
            reason = form.cleaned_data["reason"]
            joining.part_records(first=person, second=other, reason=reason, by=request.user, at=at)
            messages.success(request, _("The two records are apart again. Whoever they are of was told."))
            return redirect("accounts:record", pk)
    return _page(request, person, form, _("Part joined records"), is_empty=not partners)


def _page(request: SignedInRequest, person: Person, form: Any, title: Any, **more: Any) -> HttpResponse:
    replaced = more.get("replaced")
    shown = [row for row in fact_rows(person) if replaced and row["pk"] == replaced.pk]
    context = {**_person(person), **more, "form": form, "title": title, "replaced": shown[0] if shown else None}
    return render(request, "accounts/record_form.html", context)


def _person(person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "name": people.current_names([person.pk]).get(person.pk, ""),
        "number": people.masked_numbers([person.pk])[person.pk],
    }


def _replaced(request: SignedInRequest, person: Person) -> PersonFact | None:
    if "replaces" not in request.GET:
        return None
    return _fact(person, whole_number(request.GET["replaces"]))


def _fact(person: Person, pk: int | None) -> PersonFact:
    for fact in people.facts([person.pk]):
        if fact.pk == pk:
            return fact
    raise Http404


urlpatterns = [
    path("records/<int:pk>/", record, name="record"),
    path("records/<int:pk>/facts/", state_fact, name="state-fact"),
    path("records/<int:pk>/facts/<int:fact_pk>/void/", void_fact, name="void-fact"),
    path("records/<int:pk>/name/", rename, name="rename"),
    path("records/<int:pk>/join/", join_records, name="join-records"),
    path("records/<int:pk>/unjoin/", unjoin_records, name="unjoin-records"),
]
