"""The industry guidance catalogue (产业引导目录): a tree of items, one version in force at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from seminars.models import GuidanceCatalogue, GuidanceItem


@dataclass(frozen=True, kw_only=True)
class GuidanceFacts:
    """An item of a catalogue; `parent` is the code of an item before it."""

    code: str
    name: str
    parent: str | None = None


@transaction.atomic
def publish_guidance(
    *, name: str, reference: str, valid_from: date, items: Sequence[GuidanceFacts]
) -> GuidanceCatalogue:
    """Publish a version of the catalogue; the one before it ends on that day."""
    GuidanceCatalogue.objects.filter(valid_before=None).update(valid_before=valid_from)
    catalogue = GuidanceCatalogue.objects.create(name=name, reference=reference, valid_from=valid_from)
    made: dict[str, GuidanceItem] = {}
    for item in items:
        parent = made[item.parent] if item.parent else None
        made[item.code] = GuidanceItem.objects.create(
            catalogue=catalogue, code=item.code, name=item.name, parent=parent
        )

    return catalogue


def guidance_items(on: date, *, also: int | None = None) -> QuerySet[GuidanceItem]:
    """Return the items of the catalogue in force on a day, parents with their children, by code; and the item of key `also`."""
    in_force = Q(catalogue__valid_from__lte=on) & (Q(catalogue__valid_before=None) | Q(catalogue__valid_before__gt=on))
    return (
        GuidanceItem.objects.filter(in_force | Q(pk=also))
        .select_related("parent")
        .order_by(F("parent__code").asc(nulls_first=True), "code", "pk")
    )
