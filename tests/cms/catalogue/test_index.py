"""Bitmaps count what a plain count over programmes and runs counts."""

import random
from datetime import UTC, date, datetime, timedelta

from cms.catalogue._index import index
from cms.catalogue._offers import Offer, OfferedRun, Shelf

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def _run(pk, *, city, places_taken, month):
    starts_on = date(2026, month, 1)
    return OfferedRun(
        pk=pk,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        city=city,
        where="",
        place="",
        places=3,
        places_taken=places_taken,
        admission="IN_ORDER",
        enrol_from=AT,
        enrol_until=AT,
        slots=("weekend", "on_post") if pk % 2 else ("workday",),
        opened_at=AT,
    )


def _offer(pk, runs, *, sector):
    return Offer(
        pk=pk,
        title=f"{pk}",
        summary="",
        url="",
        base_id=1,
        base="",
        base_url="",
        kind="BASE_COURSE",
        category="public",
        sector=sector,
        cluster="",
        mode="on_site",
        hours=800,
        fee=0,
        eligible_series=(),
        eligible_levels=(),
        window_from=None,
        window_until=None,
        public_since=AT,
        runs=tuple(runs),
    )


def _shelf():
    chance = random.Random(6)
    offers = []
    for pk in range(200):
        runs = [
            _run(
                pk * 10 + number,
                city=chance.choice("AB"),
                places_taken=chance.randint(0, 3),
                month=chance.randint(1, 4),
            )
            for number in range(chance.randint(0, 4))
        ]
        offers.append(_offer(pk, runs, sector=chance.choice(["HEALTH", "INDUSTRY"])))
    return Shelf(offers=tuple(offers), cities={}, at=AT)


def test_counts_are_those_of_programmes_with_a_run_that_has_it_all():
    shelf = _shelf()
    held = index(shelf)

    found = held.fitting({"sector": "HEALTH", "city": "A", "seats": "1", "slot": "weekend"}, among=held.every)

    fitting = {
        offer.pk
        for offer in shelf.offers
        for run in offer.runs
        if offer.sector == "HEALTH" and run.city == "A" and run.seats and "weekend" in run.slots
    }
    assert held.count(found) == len(fitting) > 5
    assert {pair.offer.pk for pair in held.read(found)} == fitting
    assert held.count(held.every) == len(shelf.offers)
    assert held.count(0) == 0


def test_what_nothing_has_is_nothing():
    held = index(_shelf())

    assert held.fitting({"city": "C"}, among=held.every) == 0
    assert held.count(held.offers([3, 4, 10_000])) == 2
