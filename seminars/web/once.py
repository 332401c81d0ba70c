"""
Once: a form that is sent twice (double click, back button, a page that was killed) does its deed once and leads to the same place.

The mark is a row in the transaction of the deed. Whoever is killed in between leaves neither; whoever sends again while the first
is still at work waits for it at the unique key, and then finds what became of it.
"""

import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import SentForm

_TOKEN = re.compile(r"[0-9a-f]{32}")
_KEPT = timedelta(days=7)

View = Callable[..., HttpResponse]


def token(request: HttpRequest) -> str:
    """Return the token of the form that is shown: its own again where it comes back with errors."""
    typed = request.POST.get("once", "")
    return typed if _TOKEN.fullmatch(typed) else secrets.token_hex(16)


def only_once(view: View) -> View:
    """Do the deed of a form with a given token once; send whoever repeats it to where the first one led."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        typed = request.POST.get("once", "")
        if request.method != "POST" or not _TOKEN.fullmatch(typed):
            return view(request, *args, **named)
        with transaction.atomic():
            mark, is_first = _marked(request, typed)
            if is_first:
                return _kept(mark, view(request, *args, **named))

        messages.info(request, _("This form had been sent already. Nothing was done twice."))
        return redirect(mark.led_to)

    return guarded


def _marked(request: HttpRequest, typed: str) -> tuple[SentForm, bool]:
    at = timezone.now()
    SentForm.objects.filter(user=request.user.pk, sent_at__lt=at - _KEPT).delete()
    return SentForm.objects.get_or_create(user_id=request.user.pk, token=typed, defaults={"sent_at": at})


def _kept(mark: SentForm, response: HttpResponse) -> HttpResponse:
    mark.led_to = response.headers.get("Location", "")
    if mark.led_to:
        mark.save(update_fields=["led_to"])
    else:
        # Whatever did not lead anywhere was not done: the same form may be mended and sent again.
        mark.delete()
    return response
