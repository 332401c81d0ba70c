"""Two versions beside each other, the tree of one, and who cites what is no longer there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from learning import sheets
from seminars.enums import ProgrammeKind
from seminars.guidance._items import guidance_items, in_force
from seminars.guidance._layout import LAYOUT
from seminars.models import GuidanceCatalogue, GuidanceItem, PlannedSeminar, Programme


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An item and what stands below it."""

    item: GuidanceItem
    below: "tuple[Branch, ...]"


@dataclass(frozen=True, kw_only=True)
class Changed:
    """An item of both versions that differs: what it is called, where it stands, what it says."""

    before: GuidanceItem
    after: GuidanceItem

    @property
    def is_renamed(self) -> bool:
        """Return whether it is called otherwise."""
        return self.before.name != self.after.name

    @property
    def is_moved(self) -> bool:
        """Return whether it stands below another item."""
        return _above(self.before) != _above(self.after)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What a version adds to another one, retires of it, and changes in it, by code."""

    added: tuple[GuidanceItem, ...]
    retired: tuple[GuidanceItem, ...]
    changed: tuple[Changed, ...]
    same: int


def tree(catalogue: GuidanceCatalogue) -> tuple[Branch, ...]:
    """Return the items of a version as a tree, by code."""
    below: dict[int | None, list[GuidanceItem]] = {}
    for item in catalogue.items.order_by("code", "pk"):
        below.setdefault(item.parent_id, []).append(item)
    return _branches(below, None)


def compare(*, before: GuidanceCatalogue, after: GuidanceCatalogue) -> Comparison:
    """Return what `after` changes of `before`."""
    old, new = _by_code(before), _by_code(after)
    both = [Changed(before=old[code], after=new[code]) for code in old if code in new]
    changed = tuple(one for one in both if one.is_renamed or one.is_moved or one.before.note != one.after.note)
    return Comparison(
        added=tuple(item for code, item in new.items() if code not in old),
        retired=tuple(item for code, item in old.items() if code not in new),
        changed=changed,
        same=len(both) - len(changed),
    )


def citing_retired(programmes: QuerySet[Programme], *, on: date) -> QuerySet[Programme]:
    """Return those of `programmes` whose version in force cites an item that the catalogue of that day has no longer."""
    return _citing(programmes, present=guidance_items(on), on=on)


def citing_what_ends(programmes: QuerySet[Programme], *, after: GuidanceCatalogue, on: date) -> QuerySet[Programme]:
    """Return those of `programmes` that will cite a retired item once `after` is in force."""
    return _citing(programmes, present=GuidanceItem.objects.filter(catalogue=after), on=on)


def planned_citing_retired(*, on: date) -> QuerySet[PlannedSeminar]:
    """Return the rows of the plans of this year and later that cite an item that the catalogue has no longer."""
    codes = list(guidance_items(on).values_list("code", flat=True))
    rows = PlannedSeminar.objects.filter(withdrawn_at=None, year__gte=on.year).exclude(guidance_item__code__in=codes)
    return rows.select_related("base", "guidance_item").order_by("year", "code")


def version_before(catalogue: GuidanceCatalogue) -> GuidanceCatalogue | None:
    """Return the version that `catalogue` takes, or took, the place of."""
    return in_force(date.fromordinal(catalogue.valid_from.toordinal() - 1))


def as_sheet(catalogue: GuidanceCatalogue | None, *, kind: str) -> bytes:
    """Return a version as the sheet with which the next one is begun; without one, rows that show how."""
    if catalogue is None:
        return sheets.template(LAYOUT, EXAMPLES, kind)
    items = catalogue.items.select_related("parent").order_by("code", "pk")
    return sheets.template(LAYOUT, [_line(item) for item in items], kind)


EXAMPLES = (
    {"code": "A", "name": "（示例，请删除）战略性新兴产业"},
    {"code": "A01", "name": "（示例，请删除）集成电路", "parent": "A", "note": "先进封装；芯粒互连"},
)


def _citing(programmes: QuerySet[Programme], *, present: QuerySet[GuidanceItem], on: date) -> QuerySet[Programme]:
    codes = list(present.order_by().values_list("code", flat=True))
    rows = programmes.filter(
        Programme.approved_on(on),
        current__kind=ProgrammeKind.ADVANCED_SEMINAR,
        current__guidance_item__isnull=False,
    ).exclude(current__guidance_item__code__in=codes)
    return rows.select_related("current__guidance_item__catalogue", "base").order_by("base__name", "pk")


def _branches(below: dict[int | None, list[GuidanceItem]], parent: int | None) -> tuple[Branch, ...]:
    return tuple(Branch(item=item, below=_branches(below, item.pk)) for item in below.get(parent, ()))


def _by_code(catalogue: GuidanceCatalogue) -> dict[str, GuidanceItem]:
    items: Iterable[GuidanceItem] = catalogue.items.select_related("parent").order_by("code", "pk")
    return {item.code: item for item in items}


def _above(item: GuidanceItem) -> str:
    return item.parent.code if item.parent else ""


def _line(item: GuidanceItem) -> dict[str, str]:
    return {"code": item.code, "name": item.name, "parent": _above(item), "note": item.note}
