"""Kinds that come with the product."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from credits.models import ReminderKind, ReminderVersion
from credits.reminders._bodies import body
from credits.reminders._checking import complaints, digest_of

SHIPPED = Path(__file__).parent / "kinds.toml"


class KindNotImportable(ValueError):
    """The file says something that may not be published."""


@transaction.atomic
def import_kinds(*, at: datetime, path: Path = SHIPPED) -> list[ReminderVersion]:
    """
    Add the kinds of the shipped file that are not here yet, and new versions of those that say something else now; return the new versions.

    Where the version in force was published by a regulator, what is shipped becomes a draft, unless there is one: a person decides.
    Nothing else that is here already changes.

    :raises KindNotImportable: if a kind has a fault
    """
    stated = {code: body(given) for code, given in tomllib.loads(path.read_text("utf-8")).items()}
    for code, said in stated.items():
        _require_sound(code, said)
    return [version for code, said in stated.items() if (version := _import(code, said, at=at))]


def _require_sound(code: str, said: Mapping[str, Any]) -> None:
    if wrong := complaints(said):
        raise KindNotImportable(f"{code}: { {field: [str(one) for one in found] for field, found in wrong.items()} }")


def _import(code: str, said: dict[str, Any], *, at: datetime) -> ReminderVersion | None:
    kind, _is_new = ReminderKind.objects.get_or_create(
        code=code, defaults={"source": said["source"], "weight": said["weight"]}
    )
    versions, digest = kind.versions.order_by("-number"), digest_of(said)
    if versions.filter(is_shipped=True, digest=digest).exists():
        return None
    newest, in_force = versions.first(), versions.filter(published_at__isnull=False).first()
    is_ours = in_force is None or in_force.is_shipped
    if newest and newest.published_at is None:
        return None
    number = newest.number + 1 if newest else 1
    made = ReminderVersion.objects.create(
        kind=kind, number=number, body=said, digest=digest, is_shipped=True, created_at=at,
        published_at=at if is_ours else None,
    )  # fmt: skip
    if is_ours:
        ReminderKind.objects.filter(pk=kind.pk).update(source=said["source"], weight=said["weight"])
    return made
