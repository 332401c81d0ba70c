"""A new password for somebody who just signed in by a code: the old one is forgotten."""

import time

from allauth.account import app_settings
from allauth.account.forms import SetPasswordForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.password_change import finalize_password_set
from allauth.utils import get_form_class
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from learning.accounts.http import SignedInRequest

LASTS = 15 * 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: SignedInRequest) -> HttpResponse:
    """Set a password without the old one, within a quarter of an hour after signing in by a code."""
    if not _just_signed_in_by_code(request):
        return redirect("account_change_password")
    form_class = get_form_class(app_settings.FORMS, "set_password", SetPasswordForm)  # ours: the settings name it
    form = form_class(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        finalize_password_set(request, request.user)
        return redirect("home")
    return render(request, "accounts/new_password.html", {"form": form})


def _just_signed_in_by_code(request: SignedInRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and record["at"] > time.time() - LASTS for record in records)


urlpatterns = [path("password/new/", new_password, name="new-password")]
