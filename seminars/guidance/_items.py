"""Versions of the catalogue and their items: which is in force, and how one takes the place of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from seminars.enums import CatalogueState
from seminars.models import GuidanceCatalogue, GuidanceItem


@dataclass(frozen=True, kw_only=True)
class GuidanceFacts:
    """An item of a catalogue; `parent` is the code of an item before it."""

    code: str
    name: str
    parent: str | None = None
    note: str = ""


@transaction.atomic
def publish_guidance(
    *, name: str, reference: str, valid_from: date, items: Sequence[GuidanceFacts]
) -> GuidanceCatalogue:
    """Publish a version of the catalogue at once; the one before it ends on that day."""
    lock_versions()
    end_before(valid_from)
    catalogue = GuidanceCatalogue.objects.create(name=name, reference=reference, valid_from=valid_from)
    enter(catalogue, items)

    return catalogue


def lock_versions() -> None:
    """Let whoever else publishes a version wait until the transaction ends, also where there is none yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('versions of the guidance catalogue', 0))")


def end_before(day: date) -> None:
    """Let the version that has no end yet end before `day`."""
    GuidanceCatalogue.objects.filter(state=CatalogueState.PUBLISHED, valid_before=None).update(valid_before=day)


def enter(catalogue: GuidanceCatalogue, items: Sequence[GuidanceFacts]) -> None:
    """Enter `items` into `catalogue`, parents before their children."""
    made: dict[str, GuidanceItem] = {}
    for item in items:
        parent = made[item.parent] if item.parent else None
        made[item.code] = GuidanceItem.objects.create(
            catalogue=catalogue, code=item.code, name=item.name, parent=parent, note=item.note
        )


def versions() -> QuerySet[GuidanceCatalogue]:
    """Return all versions, drafts too, the newest first."""
    return GuidanceCatalogue.objects.order_by("-valid_from", "-pk")


def in_force(on: date) -> GuidanceCatalogue | None:
    """Return the version in force on a day."""
    return versions().filter(_holding(on)).first()


def guidance_items(on: date, *, also: int | None = None) -> QuerySet[GuidanceItem]:
    """Return the items of the catalogue in force on a day, parents with their children, by code; and the item of key `also`."""
    return (
        GuidanceItem.objects.filter(_holding(on, "catalogue__") | Q(pk=also))
        .select_related("parent")
        .order_by(F("parent__code").asc(nulls_first=True), "code", "pk")
    )


def _holding(on: date, of: str = "") -> Q:
    began = Q(**{f"{of}state": CatalogueState.PUBLISHED, f"{of}valid_from__lte": on})
    return began & (Q(**{f"{of}valid_before": None}) | Q(**{f"{of}valid_before__gt": on}))
