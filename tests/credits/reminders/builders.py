"""Builders for tests about reminders: somebody with addresses, what is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from credits import reminders
from credits.enums import StandingState
from credits.models import RulebookVersion, Standing
from deploy.native import free_port
from learning.accounts.enums import ContactKind
from learning.accounts.models import Person, PersonContact
from tests.credits import builders
from tests.rigs import Mailbox

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)  # ten in the morning, in Nanjing


def person(
    *, name: str = "张三", mobile: str | None = "+8613800000001", email: str | None = "zhang@example.cn"
) -> Person:
    """Record somebody with contacts that a base stored."""
    made = builders.person(name=name)
    for kind, value in ((ContactKind.MOBILE, mobile), (ContactKind.EMAIL, email)):
        if value:
            PersonContact.objects.create(person=made, kind=kind, value=value, recorded_at=AT)
    return made


def due(who: Person, *, key: str = "run:81:tomorrow", source: str = "runs.beginning", **stated: Any) -> reminders.Due:
    """Return that `who` is due word of a run tomorrow, but for what is stated."""
    facts = {
        "title": "数据治理研修班",
        "starts_on": "2026-09-21",
        "place": "南京市玄武区北京西路70号",
        "days_left": 1,
    } | stated
    return reminders.Due(source=source, key=f"{key}:{who.pk}", person_id=who.pk, anchor="run:81", facts=facts)


def standing(
    who: Person, *, state: str = StandingState.SHORT, ends_before: date = date(2027, 1, 1), missing: int = 1550
) -> Standing:
    """Keep that `who` misses 15.5 hours, 12 of them professional, until the end of the year."""
    version, _is_new = RulebookVersion.objects.get_or_create(
        family="nanjing-general", code="nanjing-general@2023-01-01",
        defaults={
            "title": "南京市专业技术人员继续教育办法", "basis": "sourced", "digest": "0" * 64, "created_at": AT,
            "body": {"categories": [{"code": "professional", "zh": "专业科目", "en": "Professional subject"}]},
        },
    )  # fmt: skip
    return Standing.objects.create(
        person=who, family="nanjing-general", version=version, state=state, required=9000, counted=9000 - missing, missing=missing,
        cycle_starts_on=date(2026, 1, 1), cycle_ends_before=ends_before, deadline=date(2026, 12, 31), decided_at=AT,
        categories=[{"code": "professional", "required": 6000, "counted": 4800, "missing": 1200}],
    )  # fmt: skip


class Server(Mailbox):
    """A mail server that keeps what it takes, refuses some addresses, and may fall silent after taking a mail; and takes commands at once."""

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self.at_once = at_once
        self.envelopes = 0
        self.refused: dict[str, str] = {}
        self.dies_after_taking = False
        self.hangs_up_on_reset = False
        self.contents: list[bytes] = []

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say whether several commands may come at once."""
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.at_once else responses

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        """Refuse or take an address."""
        self.envelopes += 1
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: Any, _session: Any, _envelope: Any) -> str:
        """Forget what was begun, or break the line, as servers do after a refusal."""
        if self.hangs_up_on_reset:
            server.transport.abort()
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail; then answer, or break the line before the answer goes out."""
        self.contents.append(bytes(envelope.content))
        answer = await super().handle_DATA(server, session, envelope)
        if self.dies_after_taking:
            server.transport.abort()
        return answer

    @property
    def message_ids(self) -> list[str]:
        """Return the Message-ID of every mail taken, in order."""
        return [str(mail["Message-ID"]) for mail in self.messages]


@contextmanager
def mail_server(*, at_once: bool = False) -> Iterator[Server]:
    """Run a real SMTP server and send there."""
    server = Server(at_once=at_once)
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port,
            EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD="", EMAIL_USE_SSL=False, EMAIL_TIMEOUT=5,
        ):  # fmt: skip
            yield server
    finally:
        controller.stop()
