"""Kinds: what is in force of each, as planning, wording and sending ask for it."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from credits.enums import Weight
from credits.models import ReminderKind, ReminderVersion

# A sweep asks once; within it, and between two of them, a few seconds old is new enough.
FRESH_SECONDS = 5.0
Body = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind as its version in force says it."""

    code: str
    weight: str
    is_paused: bool
    version_id: int
    body: Body

    @property
    def source(self) -> str:
        """Return the code of its source."""
        return str(self.body["source"])

    @property
    def flags(self) -> frozenset[str]:
        """Return what a due must carry."""
        return frozenset(self.body["flags"])

    @property
    def offsets(self) -> tuple[int, ...]:
        """Return how many days before it is told, the nearest first."""
        return tuple(sorted(self.body["offsets"]))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What sending asks of a kind."""

    weight: str
    is_paused: bool
    channels: frozenset[str]
    sms_template: str
    survives: frozenset[str]


def in_force() -> dict[str, Kind]:
    """Return every kind that has a version in force, by its code; at most a few seconds old."""
    now, database = time.monotonic(), str(connection.settings_dict["NAME"])
    if _Kept.database != database or now - _Kept.since > FRESH_SECONDS or connection.in_atomic_block:
        _Kept.kinds, _Kept.since, _Kept.database = _read(), now, database
    return _Kept.kinds


def paused() -> list[str]:
    """Return the kinds of which nothing goes out now: asked each time, and no words read for it."""
    return list(ReminderKind.objects.filter(is_paused=True).order_by("code").values_list("code", flat=True))


def rules(codes: Iterable[str], *, known: Mapping[str, Kind] | None = None) -> dict[str, Rule]:
    """Return what sending asks of each kind (of `known`, else of those in force); of one that is not known any more, that it is usual."""
    known = in_force() if known is None else known
    return {code: _rule(known.get(code)) for code in set(codes)}


def body_of(code: str) -> Body | None:
    """Return what is in force of a kind."""
    kind = in_force().get(code)
    return kind.body if kind else None


class _Kept:
    database = ""
    since = 0.0
    kinds: dict[str, Kind] = {}


def _read() -> dict[str, Kind]:
    newest = ReminderVersion.objects.filter(kind=OuterRef("kind"), published_at__isnull=False).order_by("-number")
    rows = ReminderVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("kind")
    return {row.kind.code: _kind(row.kind, row) for row in rows.order_by("kind__code")}


def _kind(row: ReminderKind, version: ReminderVersion) -> Kind:
    return Kind(code=row.code, weight=row.weight, is_paused=row.is_paused, version_id=version.pk, body=version.body)


def _rule(kind: Kind | None) -> Rule:
    if kind is None:
        return Rule(weight=Weight.OTHER, is_paused=False, channels=frozenset(), sms_template="", survives=frozenset())
    return Rule(
        weight=kind.weight,
        is_paused=kind.is_paused,
        channels=frozenset(kind.body["channels"]),
        sms_template=kind.body["sms_template"],
        survives=frozenset(kind.body["survives"]),
    )
