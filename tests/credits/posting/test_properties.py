"""What holds for whatever is claimed: promises of posting, tried with tables that nobody would think of."""

import os
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits import ledger, posting, rulebooks, standing
from credits.enums import ClaimState
from credits.models import Claim, Entry, RulebookVersion
from tests.credits.builders import NOON, awarded, connect, credit, facts, person

pytestmark = pytest.mark.django_db
TRIES = settings(
    max_examples=int(os.environ.get("XUESHI_EXAMPLES", "10")),  # more by `make test-long`
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
LATER = NOON + timedelta(days=3)

# Few days, few items, many hours: so that caps, overlaps and repeats meet.
CLAIM = st.fixed_dictionaries(
    {
        "on": st.dates(date(2025, 5, 10), date(2025, 5, 14)) | st.sampled_from([date(2024, 12, 31), date(2025, 1, 1)]),
        "hours": st.decimals(min_value=0, max_value=12, places=2),
        "category": st.sampled_from(["professional", "public", "elective", None]),
        "item": st.sampled_from([None, None, "课程一", "课程二"]),
        "activity": st.sampled_from(["class", "online_course", "paper"]),
    }
)
BATCH = st.lists(CLAIM, min_size=1, max_size=6)


class _Undo(Exception):
    """Ends an example; its rows go."""


@pytest.fixture
def example():
    """Give what runs one example in a savepoint and takes it back, under rules with a daily cap and overlaps."""
    draft = RulebookVersion.objects.get(family="jiangsu-general")
    rulebooks.publish(version=draft, by=None, at=NOON, reference="演示", is_demo=True)
    connect(family="jiangsu-general", region="320000", since=date(2024, 1, 1))

    def run(story: Any) -> None:
        try:
            with transaction.atomic():
                story()
                raise _Undo
        except _Undo:
            pass

    return run


def table(who: Any, batch: list[dict[str, Any]], prefix: str = "k") -> list[posting.ClaimFacts]:
    return [facts(who, f"{prefix}{number}", **stated) for number, stated in enumerate(batch)]


def cells() -> dict[tuple[Any, ...], int]:
    found = ledger.held(list(Claim.objects.values_list("pk", flat=True)))
    keys = dict(Claim.objects.values_list("pk", "key"))
    return {
        (keys[claim], family, *cell): hours
        for claim, families in found.items()
        for family, holding in families.items()
        for cell, hours in holding.amounts.items()
    }


@TRIES
@given(earlier=BATCH, added=BATCH)
def test_adding_claims_never_lowers_an_award(example, earlier, added):
    def story() -> None:
        somebody = person(region="320500")
        credit(*table(somebody, earlier))
        before, lines = awarded(somebody), Entry.objects.count()
        owed = {row.cycle_starts_on: row.counted for row in standing.history_of(somebody)}

        credit(*table(somebody, added, prefix="later"))

        after = awarded(somebody)
        assert {key: after[key] for key in before} == before
        assert Entry.objects.filter(kind="CREDIT").count() == Entry.objects.count() > lines
        assert all(row.counted >= owed.get(row.cycle_starts_on, 0) for row in standing.history_of(somebody))

    example(story)


@TRIES
@given(batch=BATCH)
def test_the_same_batch_twice_changes_nothing(example, batch):
    def story() -> None:
        somebody = person(region="320500")
        first = credit(*table(somebody, batch))
        lines = list(Entry.objects.order_by("pk").values_list("pk", "digest"))

        second = credit(*table(somebody, batch), at=LATER)

        assert list(Entry.objects.order_by("pk").values_list("pk", "digest")) == lines
        assert [(row.claim_id, row.hours) for row in first] == [(row.claim_id, row.hours) for row in second]

    example(story)


@TRIES
@given(batch=BATCH, data=st.data())
def test_any_order_of_a_batch_gives_the_same(example, batch, data):
    def story() -> None:
        one, other = person(region="320500"), person(region="320500")
        shuffled = data.draw(st.permutations(table(other, batch)))

        credit(*table(one, batch))
        credit(*shuffled)

        assert awarded(one) == awarded(other)
        assert [row.counted for row in standing.history_of(one)] == [row.counted for row in standing.history_of(other)]

    example(story)


@TRIES
@given(batch=BATCH, data=st.data())
def test_reverse_and_reinstate_restore_exactly(example, batch, data):
    def story() -> None:
        somebody = person(region="320500")
        credit(*table(somebody, batch))
        before, owed = cells(), [(row.state, row.counted, row.missing) for row in standing.history_of(somebody)]
        claim = data.draw(st.sampled_from(list(Claim.objects.order_by("pk"))))

        posting.reverse(claim=claim, by=None, at=LATER, reason="核查")
        reversed_to = cells()
        posting.reinstate(claim=claim, by=None, at=LATER, reason="核查无误")

        assert cells() == before
        assert not any(key[0] == claim.key for key in reversed_to)
        assert [(row.state, row.counted, row.missing) for row in standing.history_of(somebody)] == owed
        assert ledger.verify([somebody.pk]) == []

    example(story)


@TRIES
@given(batch=BATCH, data=st.data())
def test_a_reversal_leaves_what_would_have_been_without_the_claim(example, batch, data):
    def story() -> None:
        somebody, without = person(region="320500"), person(region="320500")
        gone = data.draw(st.integers(0, len(batch) - 1))
        credit(*table(somebody, batch))
        credit(*(row for place, row in enumerate(table(without, batch)) if place != gone))

        claim = Claim.objects.get(person=somebody, key=f"k{gone}")
        posting.reverse(claim=claim, by=None, at=LATER, reason="核查")

        assert awarded(somebody) == awarded(without)

    example(story)


@TRIES
@given(batch=BATCH)
def test_a_batch_gives_what_one_by_one_gives(example, batch):
    def story() -> None:
        one, other = person(region="320500"), person(region="320500")
        in_order = sorted(table(other, batch), key=lambda row: (row.ends_on, row.starts_on, row.key))

        credit(*table(one, batch))
        for row in in_order:
            credit(row)

        assert awarded(one) == awarded(other)

    example(story)


@TRIES
@given(batch=BATCH)
def test_what_counts_is_the_sum_of_the_lines_and_never_negative(example, batch):
    def story() -> None:
        somebody = person(region="320500")
        credit(*table(somebody, batch))
        for claim in list(Claim.objects.order_by("-pk")[:2]):
            posting.reverse(claim=claim, by=None, at=LATER, reason="核查")

        assert all(hours >= 0 for hours in cells().values())
        for row in standing.history_of(somebody):
            by_category = ledger.hours_by_category([somebody.pk], family=row.family, on=row.cycle_starts_on)
            assert sum(by_category.values()) == row.counted
        assert set(awarded(somebody)) == {claim.key for claim in ledger.claims_of([somebody.pk], state=ClaimState.LIVE)}

    example(story)


def test_a_decimal_hour_stays_what_it_was():
    somebody = person()

    (receipt,) = credit(facts(somebody, "a", hours=Decimal("7.33")))

    assert receipt.hours == Decimal("7.33")
