"""Gateways that carry text messages."""

from dataclasses import dataclass
from typing import Protocol

import httpx
from django.conf import settings


class GatewayRefused(Exception):
    """The message was not taken. `is_final` says whether trying again is of no use."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Gateway(Protocol):
    """Whoever carries text messages."""

    def send(self, *, to: str, body: str, reference: str) -> None:
        """
        Hand the message over. `reference` is the same at every try of one message.

        :raises GatewayRefused: if it was not taken
        """


class Outbox:
    """Keeps messages where they are, in the table; the demo shows them."""

    def send(self, *, to: str, body: str, reference: str) -> None:
        """Do nothing: the row is the message."""


@dataclass(frozen=True)
class HttpGateway:
    """
    Posts messages as JSON: `{"to": "+86…", "body": "…", "reference": "…"}`, answered by any 2xx.

    `reference` is sent as `Idempotency-Key`, too: a gateway that honours it delivers a repeated message once.
    """

    url: str
    token: str = ""
    timeout: float = 5.0

    def send(self, *, to: str, body: str, reference: str) -> None:
        """Post, and tell a refusal for good (4xx) from one that may pass (no answer, 408, 429, 5xx)."""
        headers = {"Idempotency-Key": reference}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = httpx.post(
                self.url, json={"to": to, "body": body, "reference": reference}, headers=headers, timeout=self.timeout
            )
        except httpx.HTTPError as error:
            raise GatewayRefused(type(error).__name__, is_final=False) from error
        if not answer.is_success:
            is_final = answer.is_client_error and answer.status_code not in {408, 425, 429}
            raise GatewayRefused(f"HTTP {answer.status_code}", is_final=is_final)


def gateway() -> Gateway:
    """Return the gateway that `SMS_URL` names."""
    if settings.SMS_URL.startswith("outbox:"):
        return Outbox()
    return HttpGateway(url=settings.SMS_URL, token=settings.SMS_TOKEN)
