"""Gateways that carry text messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from django.conf import settings

# Why a message is over, as a gateway says it: the number takes none; the operator has not approved the words.
NUMBER, TEMPLATE = "NUMBER", "TEMPLATE"
_MEANINGS = {
    "NUMBER_REFUSED": NUMBER,
    "NUMBER_UNKNOWN": NUMBER,
    "NUMBER_UNSUBSCRIBED": NUMBER,
    "TEMPLATE_REFUSED": TEMPLATE,
    "SIGNATURE_REFUSED": TEMPLATE,
    "PARAMETERS_REFUSED": TEMPLATE,
}
_MAY_PASS = {408, 425, 429}


class GatewayRefused(Exception):
    """The message was not taken. `is_final` says whether trying again is of no use, `about` what is wrong where that is known."""

    def __init__(self, reason: str, *, is_final: bool, about: str = "") -> None:
        super().__init__(reason)
        self.is_final, self.about = is_final, about


class GatewayAway(GatewayRefused):
    """Nobody answered, or nothing that could be understood: the next message would fare no better."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_final=False)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What is handed over. `reference` is the same at every try of one message."""

    to: str
    body: str
    reference: str
    signature: str = ""
    template: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Gateway(Protocol):
    """Whoever carries text messages."""

    def send(self, text: Text) -> str:
        """
        Hand the message over and return the answer.

        :raises GatewayRefused: if it was not taken
        """


class Outbox:
    """Keeps messages where they are, in the table; the demo shows them."""

    def send(self, text: Text) -> str:
        """Do nothing: the row is the message."""
        return ""


class HttpGateway:
    """
    Posts messages as JSON: `{"to": "+86…", "body": "【…】…", "reference": "…", "signature": "…", "template": "…", "parameters": {…}}`.

    A 2xx says that it was taken, unless its JSON names another `code` than "OK". `reference` is sent as `Idempotency-Key`, too: a gateway that
    honours it delivers a repeated message once. The adapter to an operator's own protocol stands behind this address.
    """

    def __init__(self, *, url: str, token: str = "", timeout: float = 5.0) -> None:
        self.url = url
        self.client = httpx.Client(timeout=timeout, headers={"Authorization": f"Bearer {token}"} if token else {})

    def send(self, text: Text) -> str:
        """Post, and tell a refusal for good (4xx, a code) from one that may pass (no answer, 408, 429, 5xx)."""
        if not (text.signature and text.template):
            raise GatewayRefused("no approved signature or template", is_final=True, about=TEMPLATE)
        said = {
            "to": text.to,
            "body": text.body,
            "reference": text.reference,
            "signature": text.signature,
            "template": text.template,
            "parameters": dict(text.parameters),
        }
        try:
            answer = self.client.post(self.url, json=said, headers={"Idempotency-Key": text.reference})
        except httpx.HTTPError as error:
            raise GatewayAway(type(error).__name__) from error
        return _understood(answer)


def gateway() -> Gateway:
    """Return the gateway that `SMS_URL` names."""
    if settings.SMS_URL.startswith("outbox:"):
        return Outbox()
    return HttpGateway(url=settings.SMS_URL, token=settings.SMS_TOKEN)


def _understood(answer: httpx.Response) -> str:
    code = _code(answer)
    said = f"HTTP {answer.status_code}{f' {code}' if code else ''}"
    if answer.is_server_error:
        raise GatewayAway(said)
    if answer.status_code in _MAY_PASS:
        raise GatewayRefused(said, is_final=False)
    if answer.is_success and code in {"", "OK"}:
        return said
    if code in _MEANINGS or answer.is_client_error:
        raise GatewayRefused(said, is_final=True, about=_MEANINGS.get(code, ""))
    raise GatewayRefused(said, is_final=False)


def _code(answer: httpx.Response) -> str:
    """Return the code that an answer names, "" where it is empty or names none; a page of somebody else is no answer."""
    if not answer.content.strip():
        return ""
    try:
        said = answer.json()
    except ValueError:
        if answer.is_success:
            raise GatewayAway(f"HTTP {answer.status_code} not understood") from None
        return ""
    return str(said.get("code", ""))[:60] if isinstance(said, dict) else ""
