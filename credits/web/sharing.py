"""Sharing an own certificate by a link for a purpose until a day, and what whoever has the link sees."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, certificates
from credits.enums import OpeningOf
from credits.models import CertificateShare, ShareOpening
from credits.web.stated import facts
from credits.web.tries import count_try
from learning.accounts.http import SignedInRequest
from learning.accounts.web.devices import device
from learning.tags import has_passed
from learning.web import page_after, refusals_shown, whole_number

# Drawing takes a moment: so often may one network ask for it.
TRIES_MAX = 60
TRIES_SECONDS = 300
PAGE, OPENINGS_SHOWN = 20, 20


class ShareForm(forms.Form):
    """What it is shared for, and how long."""

    purpose = forms.CharField(
        label=gettext_lazy("What you share it for"),
        help_text=gettext_lazy("Such as: title review 2026. It stands across the certificate, and so does the day."),
        max_length=40,
        error_messages={"required": certificates.PurposeMissing.sentence},
    )
    until_on = forms.DateField(
        label=gettext_lazy("Until the end of"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shares(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the links to an own certificate and who opened them; make another one."""
    at = timezone.now()
    certificate: Any = access.certificate(record=access.own_record(request.user), pk=pk)
    form = ShareForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            certificates.share(certificate=certificate, **form.cleaned_data, by=request.user, at=at)
            messages.success(
                request, _("The link is made. Copy it below and send it to whoever is to see the certificate.")
            )
            return redirect("credits:certificate-shares", pk)
    after = whole_number(request.GET.get("after"))
    page, next_key = page_after(certificates.shares_of(certificate), after=after, size=PAGE)
    context = {"certificate": certificate, "form": form, "rows": _rows(page, at), "next_key": next_key, "after": after}
    context["may_share"] = certificate.is_valid and not has_passed(certificate.valid_until)
    return render(request, "credits/shares.html", context)


@require_POST
@login_required
def end(request: SignedInRequest, pk: int, share_pk: int) -> HttpResponse:
    """End a link at once."""
    certificate = access.certificate(record=access.own_record(request.user), pk=pk)
    share = get_object_or_404(CertificateShare, certificate=certificate, pk=share_pk)
    certificates.end_share(share=share, at=timezone.now())
    messages.success(request, _("The link has ended: it shows nothing to anybody any more."))
    return redirect("credits:certificate-shares", pk)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is shared to whoever has the link."""
    found = _opened(request, token, OpeningOf.PAGE)
    if isinstance(found, HttpResponse):
        return found
    context = {"share": found, "token": token, "facts": facts(found.certificate.stated)}
    return _private(render(request, "credits/shared.html", context))


@require_safe
def shared_picture(request: HttpRequest, token: str) -> HttpResponse:
    """Show the picture of what is shared, with purpose and day across it."""
    found = _opened(request, token, OpeningOf.PICTURE)
    if isinstance(found, HttpResponse):
        return found
    return _private(HttpResponse(certificates.marked_picture(found, token=token), content_type="image/png"))


@require_safe
def shared_file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the marked picture as a file."""
    found = _opened(request, token, OpeningOf.FILE)
    if isinstance(found, HttpResponse):
        return found
    answer = HttpResponse(certificates.marked_file(found, token=token), content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=f"{found.certificate.number} {found.purpose}.pdf")
    answer["Content-Disposition"] = name or "attachment"
    return _private(answer)


def _opened(request: HttpRequest, token: str, what: OpeningOf) -> CertificateShare | HttpResponse:
    """Return what is shared and note that it was opened, or the page that says why it is not shown."""
    at, caller = timezone.now(), get_adapter().get_client_ip(request)
    if count_try(f"shared:{caller}", seconds=TRIES_SECONDS, at=at) > TRIES_MAX:
        return _private(render(request, "credits/shared.html", {"is_throttled": True}, status=429))
    try:
        found = certificates.shared(token, at=at)
    except certificates.NoSuchShare as refusal:
        return _private(render(request, "credits/shared.html", {"refusal": refusal}, status=404))
    # What the holder looks at tells the holder nothing.
    if request.user != found.by:
        browser = device(request.headers.get("user-agent", ""))
        certificates.note_opening(share=found, what=what, browser=browser, place=_network(caller), at=at)
    return found


def _rows(rows: Sequence[CertificateShare], at: datetime) -> list[dict[str, Any]]:
    seen: dict[int, list[ShareOpening]] = {}
    for opening in certificates.last_openings(rows, most=OPENINGS_SHOWN):
        seen.setdefault(opening.share_id, []).append(opening)
    return [_row(one, seen.get(one.pk, []), at) for one in rows]


def _row(share: CertificateShare, openings: list[ShareOpening], at: datetime) -> dict[str, Any]:
    token = certificates.share_token(share)
    return {
        "share": share,
        "is_open": certificates.is_open(share, at=at),
        "address": token and certificates.share_address(token),
        "openings": openings,
    }


def _network(address: str | None) -> str:
    """Return the network of an address: which machine it was is nobody's business."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # Whoever is linked to from there does not learn the link.
    answer["Referrer-Policy"] = "no-referrer"
    return answer


urlpatterns = [
    path("certificates/<int:pk>/shares/", shares, name="certificate-shares"),
    path("certificates/<int:pk>/shares/<int:share_pk>/end/", end, name="end-share"),
    path("shared/<str:token>/", shared, name="shared"),
    path("shared/<str:token>/picture/", shared_picture, name="shared-picture"),
    path("shared/<str:token>/file/", shared_file, name="shared-file"),
]
