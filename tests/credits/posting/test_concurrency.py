"""Many at once: nothing lost, nothing twice, every chain whole."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from random import Random
from threading import Barrier
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import Sum

from credits import ledger, posting, standing
from credits.models import Chain, Claim, Entry, Standing
from tests.credits.builders import NOON, YEAR, connect, credit, facts, person

TODAY = NOON.date()


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run all of `works` at the same moment, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=60)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_twenty_credit_one_person_and_no_line_is_lost(own_database):
    connect(since=YEAR)
    somebody = person()

    at_once([lambda number=number: credit(facts(somebody, f"run:{number}")) for number in range(20)])

    (owed,) = standing.of_person(somebody, TODAY)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 21))
    assert list(Claim.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 21))
    assert (owed.counted, owed.last_entry, Chain.objects.get().lines) == (20000, 20, 20)
    assert ledger.verify([somebody.pk]) == []


def test_ten_hand_in_the_same_key_and_one_claim_is_made(own_database):
    somebody = person()

    receipts = at_once([lambda: credit(facts(somebody, "run:1"))[0]] * 10)

    assert len({receipt.claim_id for receipt in receipts}) == 1
    assert sorted(receipt.outcome for receipt in receipts) == ["credited", *["known"] * 9]
    assert Entry.objects.count() == 1


def test_overlapping_tables_in_any_order_do_not_block_each_other(own_database):
    people = [person() for _ in range(6)]

    def hand_in(number: int) -> list[posting.Receipt]:
        order = people[number % 6 :] + people[: number % 6]
        return credit(*(facts(somebody, f"run:{number}") for somebody in (order if number % 2 else order[::-1])))

    at_once([lambda number=number: hand_in(number) for number in range(8)])

    assert Entry.objects.count() == 48
    assert ledger.verify([somebody.pk for somebody in people]) == []


def test_eight_writers_on_overlapping_people_block_nobody_and_lose_nothing(own_database):
    connect(since=YEAR)
    people = [person() for _ in range(12)]
    seconds = 60 if "XUESHI_EXAMPLES" in os.environ else 3
    end = monotonic() + seconds

    def write(writer: int) -> Counter[int]:
        chance, done = Random(writer), Counter[int]()
        turns = count()
        while monotonic() < end:
            chosen = chance.sample(people, chance.randint(1, len(people)))
            key = f"run:{writer}:{next(turns)}"
            receipts = credit(*(facts(somebody, key, hours=Decimal(1)) for somebody in chosen))
            done.update(receipt.person_id for receipt in receipts)
            if chance.random() < 0.2:
                claim = Claim.objects.get(person=chosen[0], key=key)
                posting.reverse(claim=claim, by=None, at=NOON, reason="重复登记")
                done.subtract([chosen[0].pk])
        return done

    written = sum(at_once([lambda number=number: write(number) for number in range(8)]), Counter[int]())

    sums = Entry.objects.order_by().values_list("person").annotate(Sum("hours"))
    assert {pk: hours for pk, hours in sums if hours} == {pk: times * 100 for pk, times in written.items()}
    assert {row.person_id: row.counted for row in Standing.objects.all()} == dict(sums)
    assert ledger.verify([somebody.pk for somebody in people]) == []
    assert standing.refresh_due(at=NOON) == 0


def test_one_reversal_wins(own_database):
    somebody = person()
    credit(facts(somebody, "run:1"))
    claim = Claim.objects.get()

    def reverse() -> str:
        try:
            return posting.reverse(claim=claim, by=None, at=NOON, reason="伪造").outcome
        except posting.AlreadyReversed:
            return "refused"

    outcomes = at_once([reverse] * 6)

    assert sorted(outcomes) == [*["refused"] * 5, "reversed"]
    assert [entry.hours for entry in Entry.objects.order_by("number")] == [1000, -1000]
