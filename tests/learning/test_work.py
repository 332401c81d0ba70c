"""What is kept of work that fails: what helps an operator, and nothing of the row."""

import pytest
from django.db import DataError, connection

from learning.errors import Refusal
from learning.work import told, traced

pytestmark = pytest.mark.django_db


class NotToday(Refusal):
    """Somebody is told so."""

    sentence = "“%(title)s” is closed."


def quoting() -> DataError:
    with pytest.raises(DataError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT CAST('320105199001011234' AS date)")
    return caught.value


def test_the_trace_of_an_error_says_kind_and_place_and_quotes_nothing() -> None:
    error = quoting()
    assert "320105199001011234" in str(error)

    found = traced(error)

    assert found.startswith("DataError from ")
    assert "test_work.py:" in found
    assert "320105199001011234" not in found


def test_a_row_of_work_keeps_the_sentence_of_a_refusal_and_the_kind_of_everything_else() -> None:
    assert told(NotToday(title="甲")) == "“甲” is closed."
    assert told(quoting()) == "DataError"
