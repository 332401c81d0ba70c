"""What is on offer: public programmes with their coming runs, small and frozen, read at once for a state of the catalogue."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from cms.catalogue._slots import slots_by_run
from cms.catalogue._state import State
from cms.models import address_below_home
from learning.accounts.models import Region
from seminars import bases, programmes, runs
from seminars.enums import Admission

_OF_PROGRAMME = ("pk", "base_id", "base__name", "page__url_path", "page__first_published_at", "base__page__url_path")
_OF_VERSION = (
    "title",
    "summary",
    "kind",
    "category",
    "sector",
    "cluster",
    "mode",
    "hours",
    "fee",
    "eligible_series",
    "eligible_levels",
    "window_from",
    "window_until",
)
_OF_RUN = ("pk", "programme_id", "starts_on", "ends_on", "place", "places", "places_taken", "admission", "enrol_from", "enrol_until", "opened_at")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedRun:
    """A run that is not over."""

    pk: int
    starts_on: date
    ends_on: date
    city: str  # code
    where: str
    place: str
    places: int
    places_taken: int
    admission: str
    enrol_from: datetime
    enrol_until: datetime
    opened_at: datetime
    slots: tuple[str, ...]

    @property
    def seats(self) -> int:
        """Return how many places can still be had; a selection gives all of them."""
        return self.places if self.admission == Admission.SELECTION else max(0, self.places - self.places_taken)

    def is_open(self, at: datetime) -> bool:
        """Return whether enrolment is open at a moment."""
        return self.enrol_from <= at <= self.enrol_until

    def stage(self, at: datetime) -> str:
        """Return whether enrolment is still to open, open or over."""
        return "before" if at < self.enrol_from else "open" if at <= self.enrol_until else "over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A public programme, as its version in force says."""

    pk: int
    title: str
    summary: str
    url: str
    base_id: int
    base: str
    base_url: str
    kind: str
    category: str
    sector: str
    cluster: str
    mode: str
    hours: int
    fee: int
    eligible_series: tuple[str, ...]
    eligible_levels: tuple[str, ...]
    window_from: date | None
    window_until: date | None
    public_since: datetime
    runs: tuple[OfferedRun, ...]

    def is_learnt(self, on: date) -> bool:
        """Return whether it can be learnt on a day, each at an own pace."""
        return (
            self.window_from is not None
            and self.window_until is not None
            and self.window_from <= on <= self.window_until
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf:
    """All offers as of a moment, and the names of the cities by code. A shelf is like no other one, so that what is made of it can be kept."""

    offers: tuple[Offer, ...]
    cities: dict[str, str]
    at: datetime


@lru_cache(maxsize=2)
def shelf(state: State) -> Shelf:
    """Return everything on offer in a state of the catalogue. The state names the rows, so what was read for it stays right."""
    on = timezone.localdate(state.at)
    cities = dict(Region.objects.filter(depth=2).order_by("pk").values_list("code", "name"))
    slots = slots_by_run(on)
    held = defaultdict(list)
    for row in _holdable(on):
        held[row["programme_id"]].append(_run(row, cities, slots.get(row["pk"], ())))
    columns = [*_OF_PROGRAMME, *(f"current__{name}" for name in _OF_VERSION)]
    public = programmes.catalogue(on=on).filter(page__live=True).order_by("pk").values(*columns)

    return Shelf(offers=tuple(_offer(row, tuple(held[row["pk"]])) for row in public), cities=cities, at=state.at)


def _holdable(on: date) -> Iterator[dict[str, Any]]:
    """Yield the coming runs; not those that approval or recognition do not reach over, which take nobody any more."""
    spans = bases.spans()
    reached = Q(programme__withdrawn_on=None) | Q(programme__withdrawn_on__gt=F("ends_on"))
    rows = runs.upcoming(on).filter(reached).values(*_OF_RUN, "programme__base_id", "region__path", "region__name")
    for row in rows:
        if any(
            span.holds(first=row["starts_on"], last=row["ends_on"]) for span in spans.get(row["programme__base_id"], ())
        ):
            yield row


def _run(row: dict[str, Any], cities: dict[str, str], slots: tuple[str, ...]) -> OfferedRun:
    # "/320000/320100/320102/": the city is the second code of a path.
    city = row["region__path"].split("/")[2:3][0]
    name = cities.get(city, "")
    facts = {column: row[column] for column in _OF_RUN if column != "programme_id"}

    where = name if row["region__name"] == name else name + row["region__name"]

    return OfferedRun(**facts, city=city, where=where, slots=slots)


def _offer(row: dict[str, Any], held: tuple[OfferedRun, ...]) -> Offer:
    facts = {name: row[f"current__{name}"] for name in _OF_VERSION}
    facts |= {name: tuple(facts[name]) for name in ("eligible_series", "eligible_levels")}

    return Offer(
        pk=row["pk"],
        base_id=row["base_id"],
        base=row["base__name"],
        url=address_below_home(row["page__url_path"]),
        base_url=address_below_home(row["base__page__url_path"]) if row["base__page__url_path"] else "",
        public_since=row["page__first_published_at"],
        runs=held,
        **facts,
    )
