"""kill -9 in the middle of a chunk: nothing of it is there, and the next sweep goes on where the last one ended."""

from datetime import timedelta

from credits import ledger
from credits.models import Act, Claim
from seminars import completions
from tests.seminars import builders
from tests.seminars.completions.builders import AT, alone, line, text
from tests.seminars.killed import killed

REGISTER = """
from unittest.mock import patch
from seminars import completions
from seminars.completions import _registering
from seminars.models import CompletionSheet
from tests.seminars.completions.builders import AT

real, turn = CompletionSheet.save, []
def fourth(*args, **named):
    turn.append(1)
    if len(turn) == 4:  # each chunk saves its attempt, then its end
        die()
    return real(*args, **named)

with patch.object(_registering, "PEOPLE_A_CHUNK", 2), patch.object(CompletionSheet, "save", fourth):
    completions.register_due(at=AT)
"""


def test_a_chunk_that_is_killed_leaves_nothing_and_is_done_once(own_database: dict[str, str]) -> None:
    programme, by, many = alone(), builders.user(), [builders.person() for _ in range(5)]
    sheet = completions.check(programme=programme, file=text(*map(line, many)), by=by, at=AT)
    completions.confirm(sheet=sheet, by=by, at=AT)

    killed(REGISTER, own_database)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.done, sheet.attempts, sheet.last_error) == ("APPLYING", 2, 1, "interrupted")
    assert (Claim.objects.count(), Act.objects.filter(origin=f"completions:{sheet.pk}").count()) == (2, 1)

    assert completions.register_due(at=AT) == 0  # what killed a worker is not tried again at once
    completions.register_due(at=AT + timedelta(minutes=5))
    completions.register_due(at=AT + timedelta(minutes=5))

    sheet.refresh_from_db()
    assert (sheet.state, sheet.done, sheet.attempts, Claim.objects.count()) == ("DONE", 5, 0, 5)
    assert ledger.verify([one.pk for one in many]) == []
