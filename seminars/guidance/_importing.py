"""A version from a sheet or from TOML: read whole or refused with every fault, kept as a draft, then published or thrown away."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.errors import Refusal
from learning.sheets import Cells, Raw, SheetUnreadable, TooManyRows, Upload, content_of, name_of, take
from seminars.enums import CatalogueState
from seminars.guidance._items import GuidanceFacts, end_before, enter, lock_versions, versions
from seminars.guidance._layout import LAYOUT
from seminars.models import GuidanceCatalogue

FAULTS_SHOWN = 10
DEPTH_MOST = 5
BITS_MOST = 64  # TOML promises no more, and longer ones may not be printable


class RowsWrong(Refusal):
    """Some rows cannot be items of a tree."""

    field = "file"
    sentence = _("%(count)d rows are wrong; nothing was imported. %(faults)s")


class NameTaken(Refusal):
    """Another version is called so."""

    field = "name"
    sentence = _("Another version is called “%(name)s”. Give this one a name of its own.")


class BeginsTooEarly(Refusal):
    """A version may not begin before the one that it follows, nor in the past."""

    field = "valid_from"
    sentence = _("A new version begins on %(first)s or later: after the one before it, and not in the past.")


class NoDraft(Refusal):
    """It is published."""

    sentence = _("“%(name)s” is published already. A published version does not change; import the next one.")


class ItemTwice(Refusal):
    """Two items of one code."""

    field = "code"
    sentence = _("the code “%(code)s” stands in row %(row)d already.")


class NoSuchParent(Refusal):
    """Nothing stands above."""

    field = "parent"
    sentence = _("no item has the code “%(code)s”, which should stand above.")


class InCircles(Refusal):
    """An item stands above itself, or too deep."""

    field = "parent"
    sentence = _("the item stands above itself, or deeper than %(most)d levels.")


class NeitherTextNorNumber(Refusal):
    """TOML knows more kinds of values than an item has."""

    sentence = _("the value is neither a text nor a whole number. Put it in quotation marks.")


@transaction.atomic
def draft(*, file: Upload, name: str, reference: str, valid_from: date, by: User, at: datetime) -> GuidanceCatalogue:
    """
    Keep what `file` holds as a draft of the next version; nobody may cite it yet.

    :raises RowsWrong: naming each row that is wrong
    :raises NameTaken, BeginsTooEarly: if the version cannot be called so, or begin then
    :raises SheetTooLarge: and the other refusals of `learning.sheets`, if the file as a whole cannot be taken
    """
    is_toml = name_of(file).lower().endswith(".toml")
    items = _items_in(_tables(content_of(file, LAYOUT)) if is_toml else take(file, LAYOUT).rows, is_toml=is_toml)
    if GuidanceCatalogue.objects.filter(name=name).exists():
        raise NameTaken(name=name)
    _require_later(valid_from, today=timezone.localdate(at))
    catalogue = GuidanceCatalogue.objects.create(
        name=name,
        reference=reference,
        valid_from=valid_from,
        state=CatalogueState.DRAFT,
        imported_at=at,
        imported_by=by,
    )
    enter(catalogue, items)
    return catalogue


@transaction.atomic
def publish(*, catalogue: GuidanceCatalogue, by: User, at: datetime) -> GuidanceCatalogue:
    """
    Let a draft be the version from its first day on; the one before it ends on that day.

    :raises NoDraft: if it is published
    :raises BeginsTooEarly: if its first day has passed meanwhile, or another version begins later
    """
    lock_versions()
    kept = _taken(catalogue)
    _require_later(kept.valid_from, today=timezone.localdate(at))
    end_before(kept.valid_from)
    kept.state, kept.published_at, kept.published_by = CatalogueState.PUBLISHED, at, by
    kept.save(update_fields=["state", "published_at", "published_by"])
    return kept


@transaction.atomic
def discard(*, catalogue: GuidanceCatalogue) -> None:
    """
    Throw a draft away.

    :raises NoDraft: if it is published
    """
    kept = _taken(catalogue)
    for item in kept.items.order_by("-pk"):
        item.delete()  # children were entered after their parents
    kept.delete()


def _items_in(rows: Iterable[Cells], *, is_toml: bool) -> list[GuidanceFacts]:
    """Return the items of `rows`, parents before their children, or refuse all of them, naming each that is wrong."""
    faults: list[str] = []
    found: dict[str, tuple[int, GuidanceFacts]] = {}
    for cells in rows:
        try:
            if is_toml:
                _require_plain(cells)
            item = _item(cells)
            if item.code in found:
                raise ItemTwice(code=item.code, row=found[item.code][0])
            found[item.code] = (cells.number, item)
        except Refusal as refusal:
            faults.append(_fault(cells.number, refusal))
    ordered = _in_order(found, faults)
    if faults:
        raise RowsWrong(count=len(faults), faults=" ".join(faults[:FAULTS_SHOWN]))
    return ordered


def _item(cells: Cells) -> GuidanceFacts:
    return GuidanceFacts(
        code=cells.code("code", most=20),
        name=cells.text("name", most=100, is_prose=True),
        parent=cells.code("parent", most=20, is_needed=False) or None,
        note=cells.text("note", most=300, is_needed=False, is_prose=True),
    )


def _in_order(found: Mapping[str, tuple[int, GuidanceFacts]], faults: list[str]) -> list[GuidanceFacts]:
    depths: dict[str, int] = {}
    for code, (row, _facts) in found.items():
        try:
            depths[code] = _depth(code, found)
        except Refusal as refusal:
            faults.append(_fault(row, refusal))
    return [found[code][1] for code in sorted(depths, key=lambda code: (depths[code], code))]


def _depth(code: str, found: Mapping[str, tuple[int, GuidanceFacts]]) -> int:
    depth, parent = 0, found[code][1].parent
    while parent:
        depth += 1
        if parent not in found:
            raise NoSuchParent(code=parent)
        if depth >= DEPTH_MOST:
            raise InCircles(most=DEPTH_MOST)
        parent = found[parent][1].parent
    return depth


def _fault(row: int, refusal: Refusal) -> str:
    column: str | Promise = LAYOUT.labels.get(refusal.field or "", "")
    return now_in_words("Row %(row)d, %(column)s: %(why)s") % {"row": row, "column": column, "why": refusal}


def _tables(content: bytes) -> Sequence[Cells]:
    """Return the tables `[[items]]` of a TOML file as rows."""
    try:
        items = tomllib.loads(content.decode()).get("items")
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, or a number of thousands of digits
        raise SheetUnreadable(why=_("it is no TOML.")) from error
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise SheetUnreadable(why=_("it holds no [[items]].")) from None
    if len(items) > LAYOUT.rows_max:
        raise TooManyRows(most=LAYOUT.rows_max)
    return [Cells(Raw(number=number, cells=_known(item)), LAYOUT) for number, item in enumerate(items, 1)]


def _known(item: Mapping[str, Any]) -> dict[str, Any]:
    names: Iterable[str] = LAYOUT.labels
    return {name: item[name] for name in names if name in item}


def _require_plain(cells: Cells) -> None:
    for name in LAYOUT.labels:
        value = cells.value(name)
        is_whole = type(value) is int and value.bit_length() <= BITS_MOST
        if value is not None and not is_whole and not isinstance(value, str):
            raise NeitherTextNorNumber(field=name)


def _require_later(day: date, *, today: date) -> None:
    newest = versions().filter(state=CatalogueState.PUBLISHED).values_list("valid_from", flat=True).first()
    after = date.fromordinal(newest.toordinal() + 1) if newest else today
    if day < max(after, today):
        raise BeginsTooEarly(first=max(after, today))


def _taken(catalogue: GuidanceCatalogue) -> GuidanceCatalogue:
    kept = GuidanceCatalogue.objects.select_for_update().get(pk=catalogue.pk)
    if kept.state != CatalogueState.DRAFT:
        raise NoDraft(name=kept.name)
    return kept
