"""The last day of a cycle chooses its requirement, and the person facts of that day apply."""

from datetime import date

import pytest

from credits import standing
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, connect, credit, enact, facts, person

pytestmark = pytest.mark.django_db
LAST_DAY = date(2025, 12, 31)


def owed(who):
    """Return what is required of somebody in 2025, by family."""
    credit(facts(who, "a"))
    return {row.family: row.required // 100 for row in standing.of_person(who, LAST_DAY)}


def test_a_version_that_begins_before_the_last_day_asks_for_the_whole_cycle():
    connect()
    totals = [{"hours": "96", "source": "JS7", "confidence": "R"}]
    enact("nanjing-general", since=date(2025, 12, 31), totals=totals)

    assert owed(person()) == {"nanjing-general": 96}


def test_a_version_that_begins_after_the_last_day_asks_for_nothing_in_it():
    totals = [{"hours": "96", "source": "JS7", "confidence": "R"}]
    enact("nanjing-general", since=date(2026, 1, 1), totals=totals)

    assert owed(person()) == {"nanjing-general": 90}


def test_the_level_of_the_last_day_applies():
    totals = [
        {"hours": hours, "target_levels": [level], "source": "JS7", "confidence": "R"}
        for level, hours in (("senior", "96"), ("intermediate", "80"))
    ]
    enact("nanjing-general", since=date(2025, 1, 1), totals=totals)
    climbing, late = person(level="intermediate"), person(level="intermediate")
    for who, since in ((climbing, LAST_DAY), (late, date(2026, 1, 1))):
        people.state_fact(person=who, kind=FactKind.TARGET_LEVEL, code="senior", since=since, by=None, at=NOON)

    assert owed(climbing) == {"nanjing-general": 96}
    assert owed(late) == {"nanjing-general": 80}


def test_the_region_of_the_last_day_applies():
    moving, late = person(), person()
    for who, since in ((moving, LAST_DAY), (late, date(2026, 1, 1))):
        place = Region.objects.get(pk="320500")
        people.state_fact(person=who, kind=FactKind.REGION, region=place, since=since, by=None, at=NOON)

    assert set(owed(moving)) == {"cn-general"}
    assert set(owed(late)) == {"nanjing-general"}
