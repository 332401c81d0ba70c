"""Tables go to the database and come back as they were."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection, transaction
from polars.testing import assert_frame_equal

from credits.models import Act, Seen, tables
from credits.models.rows import array, asking
from credits.models.tables import read
from tests.credits.builders import NOON, person

pytestmark = pytest.mark.django_db
TEXTS = ["", "NULL", "\\N", "\\.", '"quoted"', "two\nlines", "two\r\nlines", "a,b", "  spaces  ", "逗号，", "\t"]


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("times", [1, 3], ids=["few", "many"])
def test_texts_come_back_as_they_were_written(times, few):
    texts = TEXTS * times
    moments = [datetime(2025, 1, 1, 2, 3, 4, place, tzinfo=UTC) for place in range(len(texts))]
    written = pl.DataFrame({"kind": "CREDIT", "reason": texts, "origin": "bench", "at": moments})

    tables.append(Act, written)

    columns = {"reason": pl.String, "at": pl.Datetime("us")}
    found = read(
        "SELECT reason, at AT TIME ZONE 'UTC' FROM credits_act WHERE origin = %s ORDER BY at",
        ["bench"],
        columns,
        few=few,
    )
    assert (len(texts) > tables.FEW) == (times > 1)
    assert found["reason"].to_list() == texts
    assert found["at"].to_list() == [moment.replace(tzinfo=None) for moment in moments]


@pytest.mark.parametrize("few", [True, False])
def test_nothing_and_an_empty_text_are_two_things(few):
    found = read(
        "SELECT NULL::text, '', NULL::date, true::text",
        [],
        {"a": pl.String, "b": pl.String, "c": pl.Date, "d": pl.Boolean},
        few=few,
    )

    assert found.rows() == [(None, "", None, True)]


@pytest.mark.parametrize("few", [True, False])
def test_no_rows_are_an_empty_table(few):
    assert read("SELECT 1 WHERE false", [], {"a": pl.Int64}, few=few).schema == {"a": pl.Int64}


def test_merge_overwrites_what_the_key_finds_and_leaves_nulls_out_of_objects():
    somebody = person()
    rows = pl.DataFrame(
        {"person_id": [somebody.pk], "records": [[{"id": 1, "day": date(2025, 1, 1), "text": None}]], "lines": [1]}
    ).with_columns(decided_at=pl.lit(NOON.isoformat()), last_fact=0, openings=0, due_on=pl.lit(None, dtype=pl.Date))
    tables.merge(Seen, rows, key=["person_id"])

    tables.merge(Seen, rows.with_columns(lines=pl.lit(2)), key=["person_id"])

    (kept,) = Seen.objects.filter(person=somebody)
    assert (kept.lines, kept.due_on, kept.decided_at) == (2, None, NOON)
    assert kept.records == [{"id": 1, "day": "2025-01-01"}]


def test_a_statement_about_little_is_planned_once_a_connection():
    # Nobody else says this.
    statement = "SELECT 'planned once', %s::text, (SELECT %s::bigint[])"

    def asked(text):
        with asking(few=True) as cursor:
            cursor.execute(statement, [text, array([1, 2])])
            return cursor.fetchall()

    with transaction.atomic():
        asked("what it planned first is undone")
        transaction.set_rollback(True)
    answers = [asked("50 % ' \\ 学时"), asked(None)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT ''planned once''%'")
        ((times,),) = cursor.fetchall()

    assert answers == [[("planned once", "50 % ' \\ 学时", [1, 2])], [("planned once", None, [1, 2])]]
    assert times == 1


def test_tables_alike_are_joined_as_others_are():
    left = pl.DataFrame({"person": [1, 2, 3], "hours": [10, 20, 30]})
    right = pl.DataFrame({"person": [1, 2, 3], "family": ["a", "b", "c"]})
    twice = pl.DataFrame({"person": [1, 1, 3], "family": ["a", "b", "c"]})

    for one, other in (
        (left, right),
        (left, right[::-1]),
        (left, twice),
        (twice[["person"]], twice),
        (left, right[:1]),
    ):
        joined = one.join(other, on="person", maintain_order="left")
        assert_frame_equal(tables.joined_alike(one, other, on=["person"]), joined)


@pytest.mark.parametrize("keys", [["b", "a", "b"], ["a", "b"], []])
def test_a_row_is_looked_up_for_each_key(keys):
    table = pl.DataFrame({"digest": ["a", "b"], "pk": [7, 8]})
    asked = pl.Series("digest", keys, dtype=pl.String)

    assert tables.looked_up(table, asked)["digest"].to_list() == keys
