"""kill -9 inside a transaction: nothing is half done, and doing it again ends right and once."""

import pytest
from django.db import connection

from credits import ledger
from credits.models import CertificateOrder, Claim, Entry, Reminder
from seminars import closing, enrolment
from seminars.enums import EnrolmentState, RunState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING
from tests.seminars.killed import killed

CLOSE = """
from unittest.mock import patch
from credits import certificates
from learning.accounts.models import User
from seminars import closing
from seminars.models import Run
from tests.seminars.builders import AFTERNOON

with patch.object({where}, die):
    closing.close(run=Run.objects.get(pk={run}), by=User.objects.get(pk={by}), at=AFTERNOON)
"""
ENROL = """
from unittest.mock import patch
from learning.accounts.models import Person, User
from seminars import enrolment
from seminars.enrolment import _told
from seminars.models import Run
from tests.seminars.builders import MORNING

with patch.object(_told, "decided", die):
    enrolment.{deed}
"""


@pytest.mark.parametrize(
    "where",
    ['certificates, "order"', 'Run, "save"'],
    ids=["after the claims, before the certificates", "after everything, before the run is closed"],
)
def test_a_closing_that_is_killed_leaves_nothing_and_closes_once(own_database: dict[str, str], where: str) -> None:
    run, by = builders.opened(), builders.user()
    for _number in range(3):
        builders.enrolled(run=run, who=builders.professional())
    builders.confirmed(run)

    killed(CLOSE.format(where=where, run=run.pk, by=by.pk), own_database)

    run.refresh_from_db()
    assert run.state == RunState.OPEN
    assert (Claim.objects.count(), Entry.objects.count(), CertificateOrder.objects.count()) == (0, 0, 0)

    receipts = closing.close(run=run, by=by, at=AFTERNOON)
    again = closing.close(run=Run.objects.get(pk=run.pk), by=by, at=AFTERNOON)

    assert [one.outcome for one in receipts] == ["credited"] * 3
    assert [one.outcome for one in again] == ["known"] * 3
    assert (Claim.objects.count(), CertificateOrder.objects.count()) == (3, 3)
    assert ledger.verify([one.person_id for one in receipts]) == []


def test_an_enrolment_that_is_killed_takes_no_place_and_enrols_once(own_database: dict[str, str]) -> None:
    run, by, person = builders.opened(places=1), builders.user(), builders.person()
    deed = f"enrol(run=Run.objects.get(pk={run.pk}), person=Person.objects.get(pk={person.pk}), by=User.objects.get(pk={by.pk}), at=MORNING)"

    killed(ENROL.format(deed=deed), own_database)

    run.refresh_from_db()
    assert (run.places_taken, run.next_rank, Enrolment.objects.count(), Reminder.objects.count()) == (0, 1, 0, 0)

    made = enrolment.enrol(run=run, person=person, by=by, at=MORNING)

    run.refresh_from_db()
    assert (made.state, made.rank, run.places_taken) == (EnrolmentState.ADMITTED, 1, 1)
    assert Reminder.objects.count() == 1


def test_a_withdrawal_that_is_killed_keeps_the_place_and_promotes_once(own_database: dict[str, str]) -> None:
    run, by = builders.opened(places=1), builders.user()
    held, waiting = builders.enrolled(run=run), builders.enrolled(run=run)
    deed = f"withdraw(enrolment=Run.objects.get(pk={run.pk}).enrolments.get(pk={held.pk}), by=User.objects.get(pk={by.pk}), at=MORNING)"

    killed(ENROL.format(deed=deed), own_database)

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {held.pk: EnrolmentState.ADMITTED, waiting.pk: EnrolmentState.WAITING}

    enrolment.withdraw(enrolment=held, by=by, at=MORNING)

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {held.pk: EnrolmentState.WITHDRAWN, waiting.pk: EnrolmentState.ADMITTED}
    run.refresh_from_db()
    assert run.places_taken == 1


def test_the_lock_of_a_killed_process_does_not_stay(own_database: dict[str, str]) -> None:
    run, by, person = builders.opened(), builders.user(), builders.person()
    deed = f"enrol(run=Run.objects.get(pk={run.pk}), person=Person.objects.get(pk={person.pk}), by=User.objects.get(pk={by.pk}), at=MORNING)"
    killed(ENROL.format(deed=deed), own_database)

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    builders.enrolled(run=Run.objects.get(pk=run.pk))

    run.refresh_from_db()
    assert run.places_taken == 1
