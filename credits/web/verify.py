"""Verification: anybody who was shown a certificate may ask what it says and what it is worth today."""

from dataclasses import asdict
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import certificates, seals
from credits.enums import CertificateKind
from credits.web import kept
from credits.web.dropped import FilesForm
from credits.web.stated import facts
from credits.web.tries import count_try
from learning import tags

TRIES_MAX = 30
TRIES_SECONDS = 300
_TOO_MANY = gettext_lazy("Too many tries from here. Wait five minutes, then try again.")


class VerifyForm(forms.Form):
    """Number and name, as they stand on the paper."""

    number = forms.CharField(
        label=gettext_lazy("Number of the certificate"),
        max_length=60,
        help_text=gettext_lazy("Such as JS-2026-JY-000012-0000034-K."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the number; it stands below the title of the certificate.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the holder"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the name as it stands on the certificate.")},
    )


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for number and name; show what was issued. The answer to a wrong number and to a wrong name is the same."""
    form = VerifyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "credits/verify.html", {"form": form, "files": FilesForm()})
    if _too_many(request):
        told = {"form": form, "files": FilesForm(), "verdict": _("Not checked"), "refusal": _TOO_MANY}
        return render(request, "credits/verify.html", told, status=429)
    try:
        found = certificates.verify(number=form.cleaned_data["number"], name=form.cleaned_data["name"])
    except certificates.NoSuchCertificate as refusal:
        told = {"form": form, "files": FilesForm(), "verdict": _("No such certificate"), "refusal": str(refusal)}
        return render(request, "credits/verify.html", told)

    return _verdict(request, found)


@require_safe
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """Show the certificate whose QR code was scanned. Only tries that find nothing are counted: the code itself cannot be guessed."""
    try:
        found = certificates.by_token(token)
    except certificates.NoSuchCertificate:
        if _too_many(request):
            return render(request, "credits/verified.html", {"found": None, "is_throttled": True}, status=429)
        return render(request, "credits/verified.html", {"found": None}, status=404)

    return _verdict(request, found)


@require_safe
def verify_statement(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a machine: the signed statement of the certificate whose QR code was scanned, and what it is worth today."""
    try:
        found = certificates.by_token(token)
    except certificates.NoSuchCertificate as refusal:
        if _too_many(request):
            return JsonResponse({"code": "TooManyTries"}, status=429)
        return JsonResponse({"code": refusal.code}, status=404)

    return JsonResponse(
        {
            "statement": found.stated,
            "digest": found.digest,
            "signature": found.signature,
            "is_valid": found.verdict(on=timezone.localdate()) == certificates.Verdict.VALID,
            "state": found.state,
            "reason": found.reason,
            "changed_at": found.changed_at,
            "replaced_by": found.replaced_by,
            "key_ended": found.key_ended and asdict(found.key_ended),
            "checked_at": timezone.now(),
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def ended_keys(_request: HttpRequest) -> JsonResponse:
    """Answer whoever checks files without the register: the keys of seals that are not to be trusted any more, since when, and why."""
    return JsonResponse(seals.told_ends(seals.ends()), json_dumps_params={"ensure_ascii": False})


def _verdict(request: HttpRequest, found: certificates.Verified) -> HttpResponse:
    verdict = found.verdict(on=timezone.localdate())

    def told() -> dict[str, Any]:
        return {
            "found": found,
            "verdict": verdict,
            "facts": facts(found.stated),
            "kind": CertificateKind(found.stated["kind"]).label,
        }

    # Whatever changes what a certificate is worth is in the name under which its page is kept.
    worth = f"{found.digest} {found.state} {found.changed_at} {found.replaced_by} {found.key_ended} {verdict}"
    moment = tags.moment(timezone.now())
    return kept.answer(request, "credits/verified.html", name=worth, context=told, filled={"at": moment})


def _too_many(request: HttpRequest) -> bool:
    caller = get_adapter().get_client_ip(request)
    return count_try(f"verify:{caller}", seconds=TRIES_SECONDS, at=timezone.now()) > TRIES_MAX


urlpatterns = [
    path("verify/", verify, name="verify"),
    path("verify/ended-keys/", ended_keys, name="ended-keys"),
    path("verify/<str:token>/", verify_token, name="verify-token"),
    path("verify/<str:token>/statement/", verify_statement, name="verify-statement"),
]
