"""The notice on personal information: read by anybody, agreed to at sign-up, asked again when it changed."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts import consents
from learning.accounts.enums import ConsentKind
from learning.accounts.http import CONSENT_DUE, SignedInRequest


class ConsentForm(forms.Form):
    """Agreeing."""

    agrees = forms.BooleanField(
        label=_("I have read this notice and agree"),
        error_messages={
            "required": _("Tick the box if you agree. If you do not, sign out; your record stays as it is.")
        },
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what happens with personal information; earlier versions stay readable."""
    version = request.GET.get("version", consents.NOTICES[-1])
    if version not in consents.NOTICES:
        raise Http404
    return render(request, "accounts/privacy.html", _notice(version))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedInRequest) -> HttpResponse:
    """Ask for agreement to the notice in force."""
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        consents.agree(user=request.user, kind=ConsentKind.NOTICE, at=timezone.now())
        return redirect(request.session.pop(CONSENT_DUE, "home"))
    return render(request, "accounts/consent.html", {"form": form, **_notice(consents.NOTICES[-1])})


def _notice(version: str) -> dict[str, object]:
    return {
        "notice": f"accounts/notices/{version}.html",
        "version": version,
        "earlier": [other for other in reversed(consents.NOTICES) if other != version],
    }


urlpatterns = [
    path("privacy/", privacy, name="privacy"),
    path("consent/", consent, name="consent"),
]
