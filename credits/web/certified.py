"""Certificates of a record that a regulator looks at: what became of each, and revoking, reinstating and reissuing them with a reason."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, certificates
from credits.enums import CertificateState
from credits.models import Certificate
from credits.web.certificates import asked_again
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Person, User
from learning.web import refusals_shown

STOPPED_MOST = 200
REVOKE, REINSTATE, REISSUE, ANEW = "revoke", "reinstate", "reissue", "anew"
DEEDS = {
    REVOKE: gettext_lazy("Revoke it: whoever checks it is told that it is not valid"),
    REINSTATE: gettext_lazy("Reinstate it: it is valid again"),
    REISSUE: gettext_lazy("Reissue it under the present name: a new one takes its place, both can be checked"),
    ANEW: gettext_lazy("Issue a new one in its place, which states what the register counts now"),
}
DONE = {
    REVOKE: gettext_lazy("Certificate %(number)s is revoked."),
    REINSTATE: gettext_lazy("Certificate %(number)s is valid again."),
    REISSUE: gettext_lazy("A new certificate is being made. %(number)s stays valid until it is there."),
    ANEW: gettext_lazy("Another certificate takes the place of %(number)s as soon as it is made."),
}


class ChangeForm(forms.Form):
    """What is to become of a certificate, and why."""

    deed = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is to be done.")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("certificate", "Reason"),
        help_text=gettext_lazy("In public words: the holder reads it, and so does whoever checks the certificate."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": certificates.ReasonMissing.sentence},
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("I have checked the record and the certificate"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box once you have checked both.")},
    )

    def __init__(self, data: Any = None, *, deeds: list[str]) -> None:
        super().__init__(data)
        self.fields["deed"].choices = [(deed, DEEDS[deed]) for deed in deeds]  # type: ignore[attr-defined]


@require_safe
@login_required
def of_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the certificates of a record that is being looked at, with what became of them, and those that could not be issued."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    on_the_way = list(certificates.on_the_way(asked.ids))
    if on_the_way and asked_again(request):
        return HttpResponse(status=204)
    context = {
        "certificates": certificates.of_person(asked.ids).prefetch_related("changes__by"),
        "on_the_way": on_the_way,
        "held_back": certificates.held_back(asked.ids),
        "replacing": certificates.being_replaced(asked.ids),
        "may_decide": access.may_decide(user=request.user, pk=pk, on=timezone.localdate(at)),
        **_person(asked.person),
    }
    return render(request, "credits/register_certificates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stopped(request: SignedInRequest) -> HttpResponse:
    """Show the certificates of the own region that could not be issued and why; let all of them be tried again."""
    at = timezone.now()
    is_sent = request.method == "POST"
    persons = access.regulated_people(
        user=request.user, persons=certificates.people_kept_waiting(), on=timezone.localdate(at), deciding=is_sent
    )
    rows = certificates.stopped(persons)
    if is_sent:
        count = certificates.try_again(orders=list(rows.values_list("pk", flat=True)), at=at)
        told = ngettext("%(number)d certificate is tried again.", "%(number)d certificates are tried again.", count)
        messages.success(request, told % {"number": count})
        return redirect("credits:stopped-certificates")
    page = list(rows[:STOPPED_MOST])
    names = people.current_names([row.person_id for row in page])
    context = {"rows": [(row, names[row.person_id]) for row in page], "count": rows.count()}
    return render(request, "credits/stopped_certificates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedInRequest, pk: int, certificate_pk: int) -> HttpResponse:
    """Change what a certificate is worth, with a reason, after asking once more."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at), deciding=True)
    certificate: Any = access.certificate(record=asked, pk=certificate_pk)
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    is_replaced = certificate.pk in certificates.being_replaced(asked.ids)
    form = ChangeForm(
        request.POST or None, deeds=_possible(CertificateState(certificate.state), is_replaced=is_replaced)
    )
    if form.is_valid():
        with refusals_shown(request, form):
            deed = form.cleaned_data["deed"]
            _do(deed, certificate, by=request.user, at=at, reason=form.cleaned_data["reason"])
            messages.success(request, DONE[deed] % {"number": certificate.number})
            return redirect("credits:register-certificates", pk)
    context = {"form": form, "certificate": certificate, "is_replaced": is_replaced, **_person(asked.person)}
    return render(request, "credits/change_certificate.html", context)


def _possible(state: CertificateState, *, is_replaced: bool) -> list[str]:
    if state == CertificateState.ISSUED:
        return [REVOKE] if is_replaced else [REVOKE, REISSUE]
    return [REINSTATE, ANEW] if state == CertificateState.REVOKED else []


def _do(deed: str, certificate: Certificate, *, by: User, at: datetime, reason: str) -> None:
    verbs: dict[str, Any] = {
        REVOKE: certificates.revoke,
        REINSTATE: certificates.reinstate,
        REISSUE: certificates.reissue,
        ANEW: certificates.issue_anew,
    }
    verbs[deed](certificate=certificate, by=by, at=at, reason=reason)


def _person(person: Person) -> dict[str, Any]:
    return {"person": person, "name": people.current_names([person.pk]).get(person.pk, "")}


urlpatterns = [
    path("register/certificates/", stopped, name="stopped-certificates"),
    path("register/<int:pk>/certificates/", of_record, name="register-certificates"),
    path("register/<int:pk>/certificates/<int:certificate_pk>/", change, name="change-certificate"),
]
