"""kill -9 in the middle of a chunk: nothing of it is there, and the next sweep goes on where the last one ended."""

from datetime import timedelta

from credits import ledger, openings
from credits.models import Act, OpeningBalance
from tests.credits.builders import person
from tests.credits.openings.builders import AT, Office, line, text
from tests.seminars.killed import killed

APPLY = """
from unittest.mock import patch
from credits import openings
from credits.openings import _applying
from tests.credits.openings.builders import AT

real, turn = _applying.update, []
def second(*args, **named):
    turn.append(1)
    if len(turn) == 2:
        die()
    return real(*args, **named)

with patch.object(_applying, "PEOPLE_A_CHUNK", 2), patch.object(_applying, "update", second):
    openings.apply_due(at=AT)
"""


def test_a_chunk_that_is_killed_leaves_nothing_and_is_done_once(own_database: dict[str, str]) -> None:
    office, many = Office(), [person() for _ in range(5)]
    sheet = openings.confirm(sheet=office.check(text(*map(line, many))), by=office.officer, at=AT)

    killed(APPLY, own_database)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.done, sheet.attempts, sheet.last_error) == ("APPLYING", 2, 1, "interrupted")
    assert (OpeningBalance.objects.count(), Act.objects.filter(kind="OPENING").count()) == (2, 1)

    assert openings.apply_due(at=AT) == 0  # what killed a worker is not tried again at once
    openings.apply_due(at=AT + timedelta(minutes=5))
    openings.apply_due(at=AT + timedelta(minutes=5))

    sheet.refresh_from_db()
    assert (sheet.state, sheet.done, sheet.attempts, OpeningBalance.objects.count()) == ("DONE", 5, 0, 5)
    assert ledger.verify([one.pk for one in many]) == []
