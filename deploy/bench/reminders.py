"""Reminders: planning the ends of cycles against COPY of the standings, sending against a bare smtplib loop with the same connections."""

import argparse
import smtplib
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from deploy.bench.tools import databases, letters, processes, standings
from deploy.bench.tools.figures import Figure, Spent, alternated, peak_memory, spent

CONNECTIONS, ROUNDS = 2, 3
PLANNING_AT_MOST, SENDING_AT_LEAST = 3, 0.6
# Of ten people so many are short a month before the year ends.
SHORT_OF_TEN = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=20_000, help="people with a standing (default 20,000)")
    parser.add_argument("--mails", type=int, default=1_000, help="mails a round (default 1,000)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield both figures."""
    with databases.throw_away() as environment:
        yield _planning(options.people)
        yield _sending(environment, options.mails)


def _planning(people: int) -> Figure:
    from django.db import connection  # noqa: PLC0415  (needs settings)

    from credits import reminders  # noqa: PLC0415

    standings.stand(letters.settle(people), year=2026, missing=_missing)
    copying, planning = Spent(), Spent()
    with spent(copying), connection.cursor() as cursor, cursor.copy("COPY credits_standing TO STDOUT") as out:
        size = sum(map(len, out))
    with spent(planning):
        planned = reminders.plan_cycle_ends(at=letters.AT)
    more = {"people": people, "planned": planned, "copied_mib": round(size / 2**20, 1), **peak_memory()}
    return Figure(
        name="reminders-plan",
        value=planning.seconds,
        baseline=copying.seconds,
        unit="s",
        at_most=PLANNING_AT_MOST,
        more=more,
    )


def _sending(environment: dict[str, str], mails: int) -> Figure:
    ids = letters.settle(mails)
    turns = iter(range(2 * ROUNDS))
    with letters.sink() as port:

        def ours() -> float:
            key = f"bench:{next(turns)}"
            assert letters.plan(ids, key=key) == mails
            return processes.together(send, [(environment, port, ids[0])] * CONNECTIONS)

        def bare() -> float:
            share = mails // CONNECTIONS
            return processes.together(send_bare, [(environment, port, ids[0], share)] * CONNECTIONS)

        rate, baseline = alternated(ours, bare, rounds=ROUNDS)
    more = {"mails": mails, "connections": CONNECTIONS}
    return Figure(
        name="reminders-send", value=rate, baseline=baseline, unit="mails/s", at_least=SENDING_AT_LEAST, more=more
    )


def send(ready: Callable[[], Any], environment: dict[str, str], port: int, person: int) -> tuple[int, float]:
    """Send what is due, as one of several workers does that has been at work for a while."""
    databases.set_up(environment)
    from credits import reminders  # noqa: PLC0415  (needs settings)

    _through(port)
    reminders.send_due(at=letters.AT.replace(year=2000))  # nothing is due then
    _letter(person)  # as the bare loop did: the site's addresses are read with the first letter of a process
    ready()
    start = perf_counter()
    sent = reminders.send_due(at=letters.AT)
    return sent, perf_counter() - start


def send_bare(
    ready: Callable[[], Any], environment: dict[str, str], port: int, person: int, mails: int
) -> tuple[int, float]:
    """Send the bytes of one such mail, made before, as often."""
    databases.set_up(environment)
    to, content = _letter(person)
    ready()
    start = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _number in range(mails):
            server.sendmail("noreply@xueshi.example", [to], content)
    return mails, perf_counter() - start


def _letter(person: int) -> tuple[str, bytes]:
    from credits.models import Delivery  # noqa: PLC0415  (needs settings)
    from credits.reminders import _letters, _readers, _wording  # noqa: PLC0415  (the bytes that are sent)

    row = Delivery.objects.filter(reminder__person=person, channel="EMAIL").select_related("reminder__version")[0]
    made = _letters.letter(
        row, _wording.message(row.reminder), reader=_readers.readers([row])[row.pk], may_end=True, at=letters.AT
    )
    return made.to, made.content


def _through(port: int) -> None:
    from django.conf import settings  # noqa: PLC0415  (needs settings)

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_USE_SSL = (
        "127.0.0.1",
        port,
        "",
        False,
    )


def _missing(pk: int) -> int:
    """Let three of ten be short."""
    return 1550 if pk % 10 < SHORT_OF_TEN else 0
