"""Small parts of the catalogue that other pages show."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils import timezone

from cms.catalogue._choice import Choice
from cms.catalogue._facets import Facet
from cms.catalogue._look import look
from cms.catalogue._offers import Offer, shelf
from cms.catalogue._rows import Row, RunLine, row, run_line
from cms.catalogue._state import State, state
from learning.accounts.models import Organisation
from seminars import runs


class Soon(NamedTuple):
    """A run that begins soon, under its programme's title."""

    row: Row
    run: RunLine


class Front(NamedTuple):
    """The catalogue as the home page shows it: what is on soon, ways to look round, how much there is."""

    soon: list[Soon]
    facets: list[Facet]
    programmes: int
    open_runs: int


def front(*, at: datetime, most: int) -> Front:
    """Return the catalogue for the home page."""
    now = state(at=at)
    stock = shelf(now)
    whole = look(choice=Choice.of(QueryDict()), state=now)

    return Front(
        soon=_soon(stock.offers, at=at, most=most),
        facets=whole.facets(),
        programmes=whole.count,
        open_runs=sum(run.is_open(at) for offer in stock.offers for run in offer.runs),
    )


def of_base(base: Organisation, *, at: datetime) -> tuple[list[Row], list[Soon]]:
    """Return the public programmes of `base`, by name, and its next runs."""
    stock = shelf(state(at=at))
    offers = [offer for offer in stock.offers if offer.base_id == base.pk]
    rows = [row(offer, offer.runs, at=at) for offer in sorted(offers, key=lambda offer: (offer.title, offer.pk))]

    return rows, _soon(offers, at=at, most=len(offers))


def addresses(state: State) -> tuple[dict[int, str], dict[int, str]]:
    """Return the addresses of public programmes and of their bases, by key."""
    offers = shelf(state).offers
    return {offer.pk: offer.url for offer in offers}, {offer.base_id: offer.base_url for offer in offers}


def upcoming_of(programme: Any, *, at: datetime) -> Any:
    """Return the open runs of `programme` that are not over, soonest first."""
    return runs.upcoming(timezone.localdate(at)).filter(programme=programme)


def _soon(offers: Iterable[Offer], *, at: datetime, most: int) -> list[Soon]:
    """Return the next runs that are still to begin: those that take enrolments first, each group soonest first."""
    today = timezone.localdate(at)
    found = [
        (not run.is_open(at), run.starts_on, run.pk, offer, run)
        for offer in offers
        for run in offer.runs
        if run.starts_on >= today
    ]
    return [
        Soon(row(offer, (run,), at=at), run_line(run, at=at))
        for *_key, offer, run in sorted(found, key=lambda one: one[:3])[:most]
    ]
