"""Certificates of which the register counts less than they state: revoking each is proposed, and an officer of the region decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import access, certificates
from credits.enums import ProposalOutcome
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown

ROWS_MOST = 200
REVOKE, REPLACE, KEEP = "revoke", "replace", "keep"
OUTCOMES = {
    REVOKE: ProposalOutcome.REVOKED,
    REPLACE: ProposalOutcome.REPLACED,
    KEEP: ProposalOutcome.KEPT,
}
DONE = {
    REVOKE: gettext_lazy("Certificate %(number)s is revoked."),
    REPLACE: gettext_lazy("Another certificate takes the place of %(number)s as soon as it is made."),
    KEEP: gettext_lazy("Certificate %(number)s stays valid."),
}


class DecisionForm(forms.Form):
    """Whether a certificate is revoked, replaced or kept, and why."""

    deed = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=[
            (REVOKE, gettext_lazy("Revoke it: whoever checks it is told that it is not valid")),
            (REPLACE, gettext_lazy("Issue a new one in its place, which states what the register counts now")),
            (KEEP, gettext_lazy("Keep it valid: it is not proposed again for the same hours")),
        ],
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


@require_safe
@login_required
def fallen(request: SignedInRequest) -> HttpResponse:
    """Show the certificates of the own region that state more hours than the register counts now."""
    persons = access.regulated_people(
        user=request.user, persons=certificates.people_with_proposals(), on=timezone.localdate()
    )
    rows = certificates.proposals(persons)
    page = list(rows[:ROWS_MOST])
    names = people.current_names([row.certificate.person_id for row in page])
    shown = [(row, names[row.certificate.person_id], certificates.hours_stated(row.certificate)) for row in page]
    return render(request, "credits/fallen_certificates.html", {"rows": shown, "count": rows.count()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke a certificate whose hours fell, replace it, or keep it valid."""
    at = timezone.now()
    everybody = certificates.people_with_proposals()
    row: Any = get_object_or_404(certificates.proposals(everybody), pk=pk)
    person = row.certificate.person_id
    access.regulated_record(user=request.user, pk=person, on=timezone.localdate(at), deciding=True)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            deed, reason = form.cleaned_data["deed"], form.cleaned_data["reason"]
            certificates.decide(proposal=row, outcome=OUTCOMES[deed], by=request.user, at=at, reason=reason)
            messages.success(request, DONE[deed] % {"number": row.certificate.number})
            return redirect("credits:fallen-certificates")
    name = people.current_names([person])[person]
    context = {"form": form, "row": row, "name": name, "stated": certificates.hours_stated(row.certificate)}
    return render(request, "credits/decide_fallen.html", context)


urlpatterns = [
    path("register/certificates/fallen/", fallen, name="fallen-certificates"),
    path("register/certificates/fallen/<int:pk>/", decide, name="decide-fallen"),
]
