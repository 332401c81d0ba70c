"""What the catalogue can be narrowed by, and how much each choice would leave."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.catalogue._choice import OF_PROGRAMME, Choice, Slot, month_span
from cms.catalogue._index import Index
from cms.catalogue._offers import Shelf
from learning import places

LABELS: dict[str, str | Promise] = {
    "category": _("Subject"),
    "kind": pgettext_lazy("of a programme", "Kind"),
    "city": pgettext_lazy("where a run is held", "City"),
    "month": pgettext_lazy("when a run begins", "Month"),
    "slot": pgettext_lazy("when sessions are", "Time"),
    "seats": _("Places"),
    "hours": _("Hours"),
    "fee": pgettext_lazy("of a programme", "Fee"),
    "mode": _("Mode"),
    "sector": _("Sector"),
    "cluster": _("Industrial cluster"),
}
_WORDED: dict[str, type[TextChoices]] = {**OF_PROGRAMME, "slot": Slot}
# So many values of a facet are shown at once, the others on demand.
SHOWN_AT_ONCE = 6


class Option(NamedTuple):
    """One value of a facet, and how many programmes it would leave. `url` chooses it, or takes it away where it is chosen."""

    value: str
    label: str
    left: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One thing to narrow by. Its counts leave its own choice aside."""

    name: str
    label: str
    options: tuple[Option, ...]

    @cached_property
    def first(self) -> tuple[Option, ...]:
        """Return the values shown at once, the chosen one among them."""
        return tuple(option for place, option in enumerate(self.options) if place < SHOWN_AT_ONCE or option.is_chosen)

    @cached_property
    def others(self) -> tuple[Option, ...]:
        """Return the values shown on demand."""
        return tuple(option for option in self.options[SHOWN_AT_ONCE:] if not option.is_chosen)


def facets(choice: Choice, *, candidates: int, held: Index, shelf: Shelf) -> list[Facet]:
    """Return the facets with the values that leave something of `candidates` (of `held`), the chosen one always."""
    return [facet for name in LABELS if (facet := _facet(name, choice, candidates, held, shelf)).options]


def label_of(name: str, value: str, *, shelf: Shelf) -> str:
    """Return one value of a facet in words."""
    return _labels(name, shelf, {value}).get(value, value)


def _facet(name: str, choice: Choice, candidates: int, held: Index, shelf: Shelf) -> Facet:
    own = choice.facets.get(name, "")
    others = {other: value for other, value in choice.facets.items() if other != name}
    found = held.fitting(others, among=candidates)
    counts = {value: left for value, bits in held.held[name].items() if (left := held.count(found & bits))}

    return Facet(
        name=name,
        label=str(LABELS[name]),
        options=tuple(
            Option(
                value=value,
                label=label,
                left=counts.get(value, 0),
                is_chosen=value == own,
                url=choice.address(without=(name,)) if value == own else choice.address({name: value}),
            )
            for value, label in _labels(name, shelf, {*counts, *filter(None, [own])}).items()
        ),
    )


@lru_cache(maxsize=100)
def _words(name: str, _language: str | None) -> tuple[tuple[str, str], ...]:
    """Return the values of a fact with their names in the language that is on."""
    return tuple((value.value, str(value.label)) for value in _WORDED[name])


def _labels(name: str, shelf: Shelf, values: Collection[str]) -> dict[str, str]:
    """Return those of the values of a facet that are asked for, with their names, in the order to show them."""
    if name in _WORDED:
        return {value: label for value, label in _words(name, get_language()) if value in values}
    if name == "seats":
        return {"1": str(_("With places left"))} if values else {}
    if name == "city":
        return {code: places.said(city) for code, city in shelf.cities.items() if code in values}
    return {value: date_format(month_span(value)[0], "YEAR_MONTH_FORMAT") for value in sorted(values)}
