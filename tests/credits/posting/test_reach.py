"""Crediting looks as far as the rules reach and no further; what it decides is what deciding everything would give."""

import os
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from credits import policy, posting, rulebooks, standing
from credits.models import Entry, RulebookVersion, Seen, Standing
from tests.credits.builders import NOON, connect, credit, facts, person

pytestmark = pytest.mark.django_db
TRIES = settings(
    max_examples=int(os.environ.get("XUESHI_EXAMPLES", "3")),  # more by `make test-long`
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # an example takes a second: to make one smaller takes longer than any limit
)
LATER = NOON + timedelta(days=3)
# Days around the turns of years, spans that cross them, items that come again, activities that are capped, spread or shared.
CLAIM = st.fixed_dictionaries(
    {
        "on": st.builds(
            lambda year, day: date(year, 1, 1) + timedelta(days=day), st.integers(2022, 2025), st.integers(-3, 3)
        )
        | st.dates(date(2022, 1, 1), date(2025, 6, 1)),
        "length": st.sampled_from([0, 0, 1, 4, 30, 400]),
        "hours": st.decimals(min_value=0, max_value=40, places=2),
        "category": st.sampled_from(["professional", "public", None]),
        "item": st.sampled_from([None, "课程一", "课程二"]),
        "activity": st.sampled_from(["class", "seminar", "online_course", "overseas", "degree_study"]),
    }
)
TABLES = st.lists(st.lists(CLAIM, min_size=1, max_size=3), min_size=2, max_size=5)
PLACES = {"nanjing": "320100", "province": "320500", "taizhou": "321200", "xuzhou": "320300", "suqian": "321300"}


class _Undo(Exception):
    """Ends an example; its rows go."""


def claim(who: Any, key: str, *, on: date, length: int, **stated: Any) -> posting.ClaimFacts:
    ends = on + timedelta(days=length)
    return facts(who, key, starts_on=on, ends_on=ends, days=Decimal(length + 1), **stated)


def owed() -> list[dict[str, Any]]:
    how = {"id", "decided_at", "last_entry"}
    rows = Standing.objects.order_by("person_id", "family", "cycle_starts_on").values()
    return [{name: value for name, value in row.items() if name not in how} for row in rows]


@pytest.mark.parametrize("place", PLACES)
@TRIES
@given(tables=TABLES)
def test_table_after_table_gives_what_deciding_everything_gives(place, tables):
    def story() -> None:
        draft = RulebookVersion.objects.get(family="jiangsu-general")
        rulebooks.publish(version=draft, by=None, at=NOON, reference="演示", is_demo=True)
        connect(family="jiangsu-general", region="320000", since=date(2024, 1, 1))
        somebody = person(region=PLACES[place])
        for number, table in enumerate(tables):
            credit(*(claim(somebody, f"{number}.{place}", **row) for place, row in enumerate(table)))
        found, lines = owed(), Entry.objects.count()

        Seen.objects.update(lines=0)
        standing.refresh_due(at=LATER)
        assert owed() == found
        assert posting.redecide(person_ids=[somebody.pk], families=None, reason="核对", by=None, at=LATER).lines == 0
        assert Entry.objects.count() == lines

    try:
        with transaction.atomic():
            story()
            raise _Undo
    except _Undo:
        pass


def test_of_a_long_history_only_the_cycle_is_evaluated(monkeypatch):
    somebody = person()
    for year in range(2015, 2025):
        credit(*(facts(somebody, f"{year}.{number}", on=date(year, 3, 1 + number)) for number in range(4)))
    credit(facts(somebody, "this year", on=date(2025, 2, 1)))
    seen: list[int] = []
    award = policy.award
    monkeypatch.setattr(policy, "award", lambda **tables: seen.append(tables["claims"].height) or award(**tables))

    credit(facts(somebody, "another", on=date(2025, 3, 1)))

    assert seen == [2]


def test_of_standings_only_those_of_touched_cycles_are_decided():
    connect(since=date(2021, 1, 1))
    somebody = person()
    standing.open_due(at=NOON)

    credit(facts(somebody, "a", on=date(2023, 3, 1)), at=LATER)

    rows = Standing.objects.order_by("cycle_starts_on")
    assert [(row.cycle_starts_on.year, row.counted, row.decided_at == LATER) for row in rows] == [
        (2021, 0, False),
        (2022, 0, False),
        (2023, 1000, True),
        (2024, 0, False),
        (2025, 0, False),
    ]
    assert standing.refresh_due(at=LATER) == 0


def test_a_cycle_of_zeros_is_owed_by_nobody():
    connect(since=date(2024, 1, 1))
    somebody = person()
    standing.open_due(at=NOON)

    credit(facts(somebody, "nothing", on=date(2022, 3, 1), hours=Decimal(0)))
    credit(
        facts(somebody, "nothing again", on=date(2022, 3, 2), hours=Decimal(0)),
        facts(somebody, "some", on=date(2024, 3, 1)),
    )

    assert [row.cycle_starts_on.year for row in Standing.objects.order_by("cycle_starts_on")] == [2024, 2025]
    assert standing.refresh_due(at=LATER) == 0
