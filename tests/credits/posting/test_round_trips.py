"""One round trip a table, not a person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credits import posting, standing
from tests.credits.builders import NOON, connect, credit, facts, person

pytestmark = pytest.mark.django_db


def queries(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_credit_takes_as_many_queries_for_thirty_as_for_one():
    connect()
    one, many = person(), [person() for _ in range(30)]
    credit(facts(person(), "warm"))

    for_one = queries(lambda: credit(facts(one, "run:1")))
    for_thirty = queries(lambda: credit(*(facts(somebody, "run:1") for somebody in many)))
    again = queries(lambda: credit(*(facts(somebody, "run:1") for somebody in many)))

    assert for_one == for_thirty
    assert again < for_one


def test_redecide_takes_as_many_queries_for_thirty_as_for_one():
    one, many = person(), [person() for _ in range(30)]
    credit(facts(one, "run:1"), *(facts(somebody, "run:1") for somebody in many))

    def redecide(people):
        posting.redecide(
            person_ids=[somebody.pk for somebody in people], families=None, reason="核对", by=None, at=NOON
        )

    assert queries(lambda: redecide([one])) == queries(lambda: redecide(many))


def test_open_due_takes_as_many_queries_for_thirty_as_for_one():
    connect()
    # Whoever comes first reads the versions; they are held then.
    person()
    standing.open_due(at=NOON)
    person()
    for_one = queries(lambda: standing.open_due(at=NOON))
    for _ in range(30):
        person()

    assert queries(lambda: standing.open_due(at=NOON)) == for_one
