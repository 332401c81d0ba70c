"""Pages of the demo only: messages that were sent, and the code that the demo's staff are asked for."""

import email
import email.policy
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from learning.accounts import texts

# The second factor of every demo login. Known to everybody, so it opens nothing but the demo.
FACTOR_SECRET = "XUESHIDEMOXUESHIDEMOXUESHIDEMOXU"  # noqa: S105
SHOWN = 50
View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Mail:
    """A mail that the demo wrote to a file."""

    subject: str
    to: str
    sent: datetime | None
    body: str


def demo_only(view: View) -> View:
    """Answer 404 wherever this is not the demo."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return shown


@demo_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest text messages and mails."""
    return render(request, "accounts/outbox.html", {"texts": texts.recent()[:SHOWN], "mails": _mails()})


@demo_only
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """Show the present code of the demo's second factor."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    left = app_settings.TOTP_PERIOD - int(time.time()) % app_settings.TOTP_PERIOD
    return render(
        request,
        "accounts/demo_code.html",
        {"code": format_hotp_value(hotp_value(FACTOR_SECRET, counter)), "left": left},
    )


def _mails() -> list[Mail]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return []
    newest = sorted(Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    return [mail for file in newest for mail in reversed(_mails_in(file))][:SHOWN]


def _mails_in(file: Path) -> list[Mail]:
    # Django's file backend writes a line of dashes after each mail.
    parts = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [_mail(part) for part in parts if part.strip()]


def _mail(content: bytes) -> Mail:
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    sent = message["Date"].datetime if message["Date"] else None
    return Mail(str(message["Subject"]), str(message["To"]), sent, str(body.get_content()) if body else "")


urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("demo-code/", code, name="demo-code"),
]
