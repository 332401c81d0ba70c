"""
The public side of the ledger: its newest head and key, all heads as a page and as a feed, and whether a transcript holds.

Whoever keeps the feed (`heads.json`, page by page with `after`) can prove later what the ledger held: see `manage.py verify-ledger`.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import certificates, ledger, seals, transcripts
from credits.models import TreeHead
from credits.web.tries import count_try
from learning.web import page_after, whole_number

PAGE, FEED_PAGE = 50, 500
SIZE_MAX = 5 * 1024 * 1024
TRIES_MAX, TRIES_SECONDS = 20, 300


class TranscriptForm(forms.Form):
    """A transcript that somebody was shown."""

    file = forms.FileField(
        label=gettext_lazy("File of the transcript"),
        help_text=gettext_lazy("The PDF or JSON as it was downloaded, at most 5 MB. It is checked and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.json"}),
        error_messages={"required": gettext_lazy("Choose the file of the transcript.")},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a transcript."""
        file = self.cleaned_data["file"]
        if file.size > SIZE_MAX:
            raise forms.ValidationError(gettext_lazy("This file is larger than 5 MB: it is no transcript of ours."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Show the newest head, the keys and how to check; check a transcript that is handed in."""
    form = TranscriptForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "head": ledger.newest_head(), "keys": _keys(), "at": timezone.now()}
    if request.method == "POST" and form.is_valid():
        context |= _verdict(request, form.cleaned_data["file"].read())
    return render(request, "credits/ledger.html", context, status=429 if context.get("is_throttled") else 200)


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """List all heads, the newest first."""
    page, next_key = page_after(ledger.heads(), after=whole_number(request.GET.get("after")), size=PAGE)
    return render(request, "credits/heads.html", {"heads": map(ledger.head_of, page), "next_key": next_key})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Publish all heads, the oldest first: pages by `after`, the number of the last head that one has."""
    after = whole_number(request.GET.get("after")) or 0
    page = list(ledger.heads().filter(pk__gt=after)[: FEED_PAGE + 1])
    told = {
        "keys": _keys(),
        "heads": [ledger.head_of(row).to_json() for row in page[:FEED_PAGE]],
        "next": page[FEED_PAGE - 1].pk if len(page) > FEED_PAGE else None,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    """Publish what shows that the tree under one head begins with that under an earlier one (RFC 6962, consistency proof)."""
    asked = {whole_number(request.GET.get(name)) for name in ("first", "second")} - {None}
    found = [ledger.head_of(row) for row in ledger.heads().filter(pk__in=asked)]
    if len(found) != 2:
        return JsonResponse({"detail": "first and second are the numbers of two heads"}, status=400)
    hashes = ledger.consistency(first=found[0].size, second=found[1].size)
    told = {"first": found[0].to_json(), "second": found[1].to_json(), "proof": [one.hex() for one in hashes]}
    return JsonResponse(told)


def _keys() -> list[dict[str, str]]:
    return [{"id": name, "public": public.hex()} for name, public in ledger.keys().items()]


def _verdict(request: HttpRequest, content: bytes) -> dict[str, Any]:
    caller = get_adapter().get_client_ip(request)
    if count_try(f"transcript:{caller}", seconds=TRIES_SECONDS, at=timezone.now()) > TRIES_MAX:
        return {"is_throttled": True}
    try:
        kept = ledger.Kept(tuple(map(ledger.head_of, _stated_head(content))), {})
        return {"checked": transcripts.check(content, kept=kept, keys=ledger.keys(), is_sealed=_is_issued)}
    except transcripts.NoStatement:
        return {"is_unreadable": True}


def _is_issued(content: bytes) -> bool:
    """Say whether a certificate is one of ours, to the last byte; what it is worth by now is told where certificates are verified."""
    checked = certificates.check_file(content, roots=seals.roots(), at=timezone.now())
    return checked.verdict not in {certificates.Verdict.UNKNOWN, certificates.Verdict.DOUBTFUL}


def _stated_head(content: bytes) -> QuerySet[TreeHead]:
    """Return our head of the number that the transcript in `content` states, if we have it."""
    stated = transcripts.statement_in(content).get("head")
    number = stated.get("number") if isinstance(stated, dict) else None
    return ledger.heads().filter(pk=number if type(number) is int and 0 < number < 2**31 else 0)


urlpatterns = [
    path("ledger/", proof, name="ledger"),
    path("ledger/heads/", heads, name="heads"),
    path("ledger/heads.json", feed, name="heads-feed"),
    path("ledger/growth.json", growth, name="heads-growth"),
]
