"""The list costs the same for many as for few, and never reads claims or lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credits import compliance
from credits.compliance import _lists
from credits.models import Standing
from tests.credits.compliance.builders import analyse, choice, crowd
from tests.credits.web import builders

PEOPLE = 20_000


def all_pages(asked, *, size):
    after, found = None, []
    while True:
        page = compliance.page(asked, after=after, size=size)
        found += [row.pk for row in page.rows]
        assert len(found) <= Standing.objects.count()
        if page.next_key is None:
            return found
        after = page.next_key


@pytest.mark.django_db
@pytest.mark.parametrize("size", [3, 7, 100])
def test_pages_show_everybody_once_in_one_order(size):
    crowd(people=60)
    compliance.roll_up_due(at=builders.NOW)

    found = all_pages(choice(), size=size)

    assert found == all_pages(choice(), size=1000)
    assert sorted(found) == sorted(Standing.objects.values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "after", ["", "x", "1~~~~~~", "1~320100~2026-02-30~a~b~1~1", "9" * 300, "1~1~2026-01-01~a~b~1~1\n"]
)
def test_a_key_that_is_none_begins_anew(after):
    crowd(people=5)

    assert len(compliance.page(choice(), after=after, size=50).rows) == 5


def plan_of(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {statement}", parameters)
        return nodes(cursor.fetchone()[0][0]["Plan"])


def nodes(plan):
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]


@pytest.fixture
def many(own_database):
    """Give a province of twenty thousand people, counted."""
    crowd(people=PEOPLE)
    compliance.roll_up_due(at=builders.NOW)
    analyse(own_database)


def test_no_page_reads_claims_lines_or_all_standings(many):
    middle = compliance.page(choice(), after=None, size=5000).next_key
    asks = [
        (choice(), None),
        (choice(), middle),
        (choice(state="UNKNOWN"), None),
        (choice(series="cme"), None),
        (choice(missing_min=8900), None),
        (choice(path="/320000/320100/", state="MET"), None),
        (choice(year=1999), None),
    ]
    for asked, after in asks:
        parameters = {**asked.parameters, **_lists._place(after), "size": 51}
        read = plan_of(_lists.WALK, parameters)
        tables = {node["Relation Name"]: node for node in read if "Relation Name" in node}

        assert not {"credits_claim", "credits_entry"} & tables.keys()
        seen = [node for node in read if node.get("Relation Name") == "credits_standing"]
        assert "Seq Scan" not in {node["Node Type"] for node in seen}
        assert sum(node["Actual Rows"] * node["Actual Loops"] for node in seen) <= 500


def test_a_page_asks_as_many_questions_of_many_people_as_of_one(own_database):
    builders.standing(builders.person())
    client = builders.signed_in(builders.regulator(region="320000"))
    one = builders.questions(client, "/compliance/")
    crowd(people=PEOPLE)
    compliance.roll_up_due(at=builders.NOW)

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/compliance/")

    assert len(page.context["rows"]) == 50
    assert len(asked) == one
    assert not [query for query in asked if "credits_claim" in query["sql"] or "credits_entry" in query["sql"]]
