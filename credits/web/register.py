"""
The register: a regulator finds a person and reads the whole record, as of any day, for a stated purpose.

Numbers are searched by POST, so that none ever stands in an address, a log or a history. A purpose opens a record for half an hour
(`access.LOOK_LASTS`); every look is a row that the person can read.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, certificates, openings, posting
from credits.models import Claim
from credits.web import explaining, records, ties
from credits.web.days import as_of_day
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Person, Region, User
from learning.deeds import deed
from learning.web import page_after, refusals_shown, whole_number

FOUND_AT_MOST = 20
PAGE = 50


class SearchForm(forms.Form):
    """Whom to look for."""

    text = forms.CharField(
        label=gettext_lazy("Whole document number, or name with the last four characters of the number"),
        help_text=gettext_lazy("For example: 张三 1234"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Type a number, or a name with the last four characters of the number.")
        },
    )


class PurposeForm(forms.Form):
    """What a look is for."""

    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy("For example: review of titles 2026, a dispute, an audit. The person can read it."),
        max_length=200,
        error_messages={"required": access.PurposeMissing.sentence},
    )


class ReversalForm(forms.Form):
    """Why hours are taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it beside the reversal."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why these hours are reversed.")},
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("I have checked the record: these hours are to be reversed"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box if the hours are really to be reversed.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: SignedInRequest) -> HttpResponse:
    """Find people of the own regions by number, or by name and last four characters."""
    today = timezone.localdate()
    access.regulated_regions(user=request.user, on=today)
    form = SearchForm(request.POST or None)
    found = _found(request, form.cleaned_data["text"], today) if form.is_valid() else None
    opens_balances = openings.may_open(user=request.user, on=today)
    return render(request, "credits/register.html", {"form": form, "found": found, "opens_balances": opens_balances})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the whole record of a person as of a day, once a purpose is stated."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            access.note_look(user=request.user, pk=pk, purpose=form.cleaned_data["purpose"], at=at)
            return _opened(request, pk)
    look = access.look_in_force(user=request.user, record=asked, at=at)
    if look is None or form.is_bound:
        return render(request, "credits/purpose.html", {"form": form, **_person(asked.person)})
    context = {"look": look, "may_decide": _may_decide(request, pk, at), **_record(request, asked, at)}
    return render(request, "credits/record.html", context)


@require_safe
@login_required
def standing(request: SignedInRequest, pk: int, standing_pk: int) -> HttpResponse:
    """Explain one standing of a record that is being looked at; ask for the purpose first where none is stated."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    row = access.standing(record=asked, pk=standing_pk)
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect(f"{reverse('credits:register-record', args=[pk])}?standing={standing_pk}")
    lines = access.entries(asked).filter(family=row.family, cycle_starts_on=row.cycle_starts_on).order_by("-pk")
    context = {
        "card": explaining.standings([row])[0],
        "categories": explaining.standing_categories(row),
        "reasons": explaining.standing_reasons(row),
        "beside": ties.beside(row),
        "lines": explaining.lines(lines[:PAGE]),
        **_person(asked.person),
    }
    return render(request, "credits/register_standing.html", context)


@require_safe
@login_required
def entry(request: SignedInRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Explain one line of a record that is being looked at."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    row = access.entry(record=asked, pk=entry_pk)
    context = {
        "explained": explaining.entry(row),
        "may_reverse": _may_decide(request, pk, at),
        **_person(asked.person),
    }
    return render(request, "credits/register_entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reverse_claim(request: SignedInRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Reverse what one claim was given, with a reason, after asking once more."""
    at = timezone.now()
    claim = access.claim_to_reverse(user=request.user, person_pk=pk, pk=claim_pk, on=timezone.localdate(at))
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    form = ReversalForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            _reverse(claim, by=request.user, at=at, reason=form.cleaned_data["reason"])
            messages.success(
                request,
                _("The hours of “%(title)s” are reversed. The reversal is a line of its own.") % {"title": claim.title},
            )
            return redirect("credits:register-record", pk)
    return render(
        request, "credits/reverse.html", {"form": form, "claim": claim, "given": _given(claim), **_person(claim.person)}
    )


@deed
def _reverse(claim: Claim, *, by: User, at: datetime, reason: str) -> None:
    receipt = posting.reverse(claim=claim, by=by, at=at, reason=reason)
    # A certificate states hours: without them it is worth nothing.
    certificates.follow(receipt=receipt, by=by, at=at, reason=reason)


def _opened(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the record, or to the standing that was asked for."""
    wanted = whole_number(request.GET.get("standing"))
    return redirect("credits:register-standing", pk, wanted) if wanted else redirect("credits:register-record", pk)


def _found(request: SignedInRequest, text: str, today: date) -> list[dict[str, Any]]:
    seen = access.regulated_people(user=request.user, persons=people.search(text=text, on=today), on=today)
    keys = list(seen.values_list("pk", flat=True)[:FOUND_AT_MOST])
    names, numbers, facts = people.current_names(keys), people.masked_numbers(keys), people.on_day(keys, today)
    regions = dict(Region.objects.filter(pk__in=[fact.region_id for fact in facts.values()]).values_list("pk", "name"))
    return [
        {
            "pk": pk,
            "name": names.get(pk, ""),
            "number": numbers[pk],
            "region": regions.get(facts[pk].region_id or "", ""),
        }
        for pk in keys
    ]


def _person(person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "name": people.current_names([person.pk]).get(person.pk, ""),
        "number": people.masked_numbers([person.pk])[person.pk],
    }


def _record(request: SignedInRequest, asked: access.Record, at: datetime) -> dict[str, Any]:
    today = timezone.localdate(at)
    form, on = as_of_day(request.GET.get("on"), today=today)
    # What was recorded by the end of that day, as it was known then: later lines, reversals too, are left out.
    known = access.entries(asked).filter(recorded_at__lt=_end_of(on))
    page, next_key = page_after(known, after=whole_number(request.GET.get("after")), size=PAGE)
    return {
        **_person(asked.person),
        "form": form,
        "on": on,
        "is_today": on == today,
        "facts": records.person_facts(asked.ids, on=on, known_before=_end_of(on)),
        "sums": records.sums(known),
        "standings": explaining.standings(access.standings(asked)) if on == today else [],
        "lines": explaining.lines(page),
        "next_key": next_key,
        "query": f"on={on:%Y-%m-%d}",
        "joined": [pk for pk in asked.ids if pk != asked.person.pk],
    }


def _may_decide(request: SignedInRequest, pk: int, at: datetime) -> bool:
    return access.may_decide(user=request.user, pk=pk, on=timezone.localdate(at))


def _given(claim: Claim) -> list[dict[str, Any]]:
    """Return what the claim gives now, by rulebook, cycle and category."""
    return records.sums(claim.entries.all())


def _end_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), datetime.min.time()))


urlpatterns = [
    path("register/", search, name="register"),
    path("register/<int:pk>/", record, name="register-record"),
    path("register/<int:pk>/standings/<int:standing_pk>/", standing, name="register-standing"),
    path("register/<int:pk>/entries/<int:entry_pk>/", entry, name="register-entry"),
    path("register/<int:pk>/claims/<int:claim_pk>/reverse/", reverse_claim, name="reverse-claim"),
]
