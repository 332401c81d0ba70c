"""How the site is, for whoever watches it: no secret, no sign-in, nothing kept."""

import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.exceptions import HealthCheckException, ServiceUnavailable
from kombu.connection import Connection

from cms import search
from learning.accounts import sweeps
from learning.queues import QUICK, queue_of

ANSWERS, AWAY = "answers", "away"
# The shortest ticks come every few seconds: whoever ended none for so long is away, or stuck.
WORKER_SILENT = timedelta(minutes=2)
# Strangers may ask: a broker is not connected to for each of them.
BROKER_ASKED_SECONDS = 5.0


@dataclass
class Database(HealthCheck):
    """PostgreSQL answers."""

    def run(self) -> None:
        """Ask it for nothing."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError as error:
            raise ServiceUnavailable(AWAY) from error


@dataclass
class Cache(HealthCheck):
    """The cache, without which nobody's tries can be counted, keeps what it is given."""

    def run(self) -> None:
        """Let it keep a word."""
        try:
            cache.set("health", ANSWERS, timeout=60)
            found = cache.get("health")
        except Exception as error:  # whatever a client of a cache raises
            raise ServiceUnavailable(AWAY) from error
        if found != ANSWERS:
            raise ServiceUnavailable(AWAY)


@dataclass
class Broker(HealthCheck):
    """The broker takes ticks."""

    def run(self) -> None:
        """Connect to it, unless that was done a moment ago."""
        if time.monotonic() - _Asked.at > BROKER_ASKED_SECONDS:
            _Asked.answers, _Asked.at = self._connects(), time.monotonic()
        if not _Asked.answers:
            raise ServiceUnavailable(AWAY)

    def _connects(self) -> bool:
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        try:
            with Connection(settings.CELERY_BROKER_URL, transport_options=options, connect_timeout=1) as there:
                there.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        except Exception:  # whatever a transport raises
            return False
        return True


@dataclass
class Worker(HealthCheck):
    """Somebody does the later work that people wait for."""

    def run(self) -> None:
        """Look when the last tick ended that does not take long: those that do may have a worker of their own."""
        quick = [row for row in sweeps.states() if queue_of(row.name) == QUICK]
        ended = max((row.ended_at for row in quick if row.ended_at), default=None)
        if ended is None or ended < timezone.now() - WORKER_SILENT:
            raise ServiceUnavailable(AWAY)


class _Asked:
    """What the broker said when it was asked last."""

    at = -BROKER_ASKED_SECONDS
    answers = False


@require_safe
@never_cache
def show_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while pages can be answered, 503 while not. Without broker, worker or cluster they can: things come later, PostgreSQL finds."""
    database = _state(Database())
    if database == AWAY:
        return JsonResponse({"state": "down", "database": database}, status=503)
    found = {"database": database, "cache": _state(Cache()), "broker": _state(Broker()), "worker": _state(Worker())}
    state = "down" if found["cache"] == AWAY else "impaired" if AWAY in found.values() else "well"
    return JsonResponse({"state": state, **found, "search": _search()}, status=503 if state == "down" else 200)


def _state(check: HealthCheck) -> str:
    try:
        check.run()
    except HealthCheckException:
        return AWAY
    return ANSWERS


def _search() -> dict[str, Any]:
    found = asdict(search.health(at=timezone.now()))
    # Why the cluster does not answer stands in the log: it may name places that are nobody's business.
    found["reason"] = found["reason"].partition(":")[0]
    return found
