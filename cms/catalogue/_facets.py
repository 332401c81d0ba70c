"""What the catalogue can be narrowed by, and how much each choice would leave."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.catalogue._choice import OF_PROGRAMME, Band, Choice, month_span
from cms.catalogue._offers import Offer, OfferedRun, Shelf
from learning import places

LABELS: dict[str, str | Promise] = {
    "category": _("Subject"),
    "kind": pgettext_lazy("of a programme", "Kind"),
    "city": pgettext_lazy("where a run is held", "City"),
    "month": pgettext_lazy("when a run begins", "Month"),
    "seats": _("Places"),
    "hours": _("Hours"),
    "mode": _("Mode"),
    "sector": _("Sector"),
    "cluster": _("Industrial cluster"),
}
# So many values of a facet are shown at once, the others on demand.
SHOWN_AT_ONCE = 6
_VALUE = itemgetter(0)


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


class Pair(NamedTuple):
    """A programme and one of its coming runs (None where it has none), with its value for every facet."""

    offer: Offer
    run: OfferedRun | None
    values: dict[str, str]


@lru_cache(maxsize=2)
def pairs(shelf: Shelf) -> tuple[Pair, ...]:
    """Return every programme once with each of its coming runs."""
    return tuple(pair for offer in shelf.offers for pair in _pairs_of(offer))


def fitting(found: list[Pair], facets: dict[str, str]) -> list[Pair]:
    """Return those of `found` where programme and run together have all that `facets` ask for."""
    for name, value in facets.items():
        found = [pair for pair in found if pair.values[name] == value]
    return found


def closes(pair: Pair, choice: Choice, *, at: datetime) -> bool:
    """Say whether the run can still be had by whoever wants to close the gap of `choice`, in time and in the own series."""
    gap = choice.gap
    if gap is None:
        return True
    if pair.run is None or at > pair.run.enrol_until or (gap.by is not None and pair.run.ends_on > gap.by):
        return False
    return not (gap.series and pair.offer.eligible_series) or gap.series in pair.offer.eligible_series


def facets(choice: Choice, *, candidates: list[Pair], chosen: list[Pair], shelf: Shelf) -> list[Facet]:
    """Return the facets with the values that leave something of `candidates`, the chosen one always; `chosen` fit the choice."""
    return [facet for name in LABELS if (facet := _facet(name, choice, candidates, chosen, shelf)).options]


def label_of(name: str, value: str, *, shelf: Shelf) -> str:
    """Return one value of a facet in words."""
    return _labels(name, shelf, {value}).get(value, value)


def _pairs_of(offer: Offer) -> Iterator[Pair]:
    fixed = {name: getattr(offer, name) for name in OF_PROGRAMME} | {"hours": Band.of(offer.hours)}
    for run in offer.runs or (None,):
        of_run = {
            "city": run.city if run else "",
            "month": f"{run.starts_on:%Y-%m}" if run else "",
            "seats": "1" if run and run.seats else "",
        }
        yield Pair(offer, run, fixed | of_run)


def _facet(name: str, choice: Choice, candidates: list[Pair], chosen: list[Pair], shelf: Shelf) -> Facet:
    own = choice.facets.get(name, "")
    left = {other: value for other, value in choice.facets.items() if other != name}
    found = fitting(candidates, left) if own else chosen
    counts = Counter(map(_VALUE, {(pair.values[name], pair.offer.pk) for pair in found}))
    labels = _labels(name, shelf, {*counts, own})
    offered = [value for value in labels if counts[value] or value == own]

    return Facet(
        name=name,
        label=str(LABELS[name]),
        options=tuple(
            Option(
                value=value,
                label=labels[value],
                left=counts[value],
                is_chosen=value == own,
                url=choice.address(without=(name,)) if value == own else choice.address({name: value}),
            )
            for value in offered
        ),
    )


@lru_cache(maxsize=100)
def _words(name: str, _language: str | None) -> tuple[tuple[str, str], ...]:
    """Return the values of a fact of a programme with their names in the language that is on."""
    return tuple((value.value, str(value.label)) for value in OF_PROGRAMME[name])


def _labels(name: str, shelf: Shelf, values: set[str]) -> dict[str, str]:
    """Return those of the values of a facet that are asked for, with their names, in the order to show them."""
    if name in OF_PROGRAMME:
        return {value: label for value, label in _words(name, get_language()) if value in values}
    if name == "seats":
        return {"1": str(_("With places left"))}
    if name == "city":
        return {code: places.said(name) for code, name in shelf.cities.items()}
    return {value: date_format(month_span(value)[0], "YEAR_MONTH_FORMAT") for value in sorted(filter(None, values))}
