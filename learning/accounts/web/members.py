"""Who acts for an organisation."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts import access, organisations
from learning.accounts.http import SignedInRequest, need_second_factor
from learning.accounts.models import Organisation
from learning.accounts.web.forms import AppointForm
from learning.web import refusals_shown


@login_required
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """List what `request.user` acts for."""
    today = timezone.localdate()
    return render(request, "accounts/organisations.html", {"memberships": access.memberships(request.user, today)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who acts for an organisation; whoever manages it appoints."""
    today = timezone.localdate()
    organisation, may_manage = _organisation(request, pk, must_manage=request.method == "POST")
    if request.method == "POST":
        need_second_factor(request)
    form = AppointForm(request.POST or None, organisation=organisation, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            organisations.invite(organisation=organisation, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(
                request, _("Invited. The invitation takes effect when somebody signs in with this mobile number.")
            )
            return redirect("accounts:organisation", pk)
    facts = {
        "organisation": organisation,
        "members": organisations.members(organisation),
        "invitations": organisations.invitations(organisation) if may_manage else (),
        "form": form if may_manage else None,
        "today": today,
        "now": timezone.now(),
    }
    return render(request, "accounts/organisation.html", facts)


@login_required
@require_POST
def dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a membership; today is its last day."""
    today = timezone.localdate()
    membership = access.membership_to_end(request.user, pk, today)
    need_second_factor(request)
    with refusals_shown(request):
        organisations.dismiss(membership=membership, ends_before=today + timedelta(days=1), by=request.user)
        messages.success(request, _("The membership ends today."))
    return redirect("accounts:organisation", membership.organisation_id)


@login_required
@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = access.invitation_to_withdraw(request.user, pk, timezone.localdate())
    need_second_factor(request)
    organisations.withdraw_invitation(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("accounts:organisation", invitation.organisation_id)


def _organisation(request: SignedInRequest, pk: int, *, must_manage: bool) -> tuple[Organisation, bool]:
    today = timezone.localdate()
    try:
        return access.organisation_to_manage(request.user, pk, today), True
    except Http404:
        if must_manage:
            raise
        return access.own_organisation(request.user, pk, today), False


urlpatterns = [
    path("organisations/", own, name="organisations"),
    path("organisations/<int:pk>/", members, name="organisation"),
    path("invitations/<int:pk>/withdraw/", withdraw_invitation, name="withdraw-invitation"),
    path("memberships/<int:pk>/dismiss/", dismiss, name="dismiss"),
]
