"""Places and waiting lists."""

from typing import Any

import pytest

from credits import reminders
from learning.accounts.models import Person
from seminars import enrolment
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import MORNING, moment

pytestmark = pytest.mark.django_db

ADMITTED, WAITING, WITHDRAWN = EnrolmentState.ADMITTED, EnrolmentState.WAITING, EnrolmentState.WITHDRAWN


def states(run: Run) -> list[str]:
    return list(run.enrolments.order_by("rank").values_list("state", flat=True))


def told(person: Person) -> list[tuple[str, str]]:
    """Return state and reason of what the person was told, oldest first."""
    lines = [line for line in reminders.inbox([person.pk]) if line.kind.startswith("ENROLMENT_")]
    return [(line.facts["state"], line.facts["reason"]) for line in reversed(lines)]


def withdraw(row: Enrolment, at: Any = MORNING) -> None:
    enrolment.withdraw(enrolment=row, by=builders.user(), at=at)


def test_places_go_in_order_and_then_people_wait() -> None:
    run = builders.opened(places=2)

    rows = [builders.enrolled(run=run) for _ in range(4)]

    run.refresh_from_db()
    assert states(run) == [ADMITTED, ADMITTED, WAITING, WAITING]
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert [enrolment.place_in_queue(row) for row in rows] == [None, None, 1, 2]
    assert run.places_taken == 2


def test_everybody_is_told_what_was_decided() -> None:
    run = builders.opened(places=1)

    first, second = builders.enrolled(run=run), builders.enrolled(run=run)

    assert told(first.person) == [("ADMITTED", "")]
    assert told(second.person) == [("WAITING", "")]


def test_withdrawal_promotes_the_first_who_waits() -> None:
    run = builders.opened(places=1)
    first, second, third = (builders.enrolled(run=run) for _ in range(3))

    withdraw(first)

    run.refresh_from_db()
    assert states(run) == [WITHDRAWN, ADMITTED, WAITING]
    assert run.places_taken == 1
    assert told(second.person) == [("WAITING", ""), ("ADMITTED", "")]
    assert told(third.person) == [("WAITING", "")]


def test_withdrawing_from_the_waiting_list_promotes_nobody() -> None:
    run = builders.opened(places=1)
    _first, second, third = (builders.enrolled(run=run) for _ in range(3))

    withdraw(second)

    third.refresh_from_db()
    assert states(run) == [ADMITTED, WITHDRAWN, WAITING]
    assert enrolment.place_in_queue(third) == 1


def test_withdraw_twice_is_refused_and_frees_one_place() -> None:
    run = builders.opened(places=2)
    row, _other = builders.enrolled(run=run), builders.enrolled(run=run)
    same = Enrolment.objects.get(pk=row.pk)
    withdraw(row)

    with pytest.raises(enrolment.NotEnrolled):
        withdraw(same)

    run.refresh_from_db()
    assert run.places_taken == 1


def test_withdraw_is_refused_once_the_run_has_begun() -> None:
    row = builders.enrolled(run=builders.opened())

    with pytest.raises(enrolment.RunHasBegun):
        withdraw(row, at=moment(23))

    row.refresh_from_db()
    assert row.state == ADMITTED


def test_who_withdrew_may_enrol_again_at_the_end_of_the_queue() -> None:
    run = builders.opened(places=1)
    row, other = builders.enrolled(run=run), builders.enrolled(run=run)
    withdraw(row)

    again = builders.enrolled(run=run, who=row.person)

    other.refresh_from_db()
    assert (again.pk, again.state, again.rank, other.state) == (row.pk, WAITING, 3, ADMITTED)
    assert again.withdrawn_at is None
    assert told(row.person) == [("ADMITTED", ""), ("WITHDRAWN", ""), ("WAITING", "")]


def test_sweep_gives_free_places_to_those_who_wait() -> None:
    run = builders.opened(places=1)
    rows = [builders.enrolled(run=run) for _ in range(4)]
    Run.objects.filter(pk=run.pk).update(places=3)

    given = [enrolment.promote_due(at=MORNING), enrolment.promote_due(at=MORNING)]

    assert given == [2, 0]
    assert states(run) == [ADMITTED, ADMITTED, ADMITTED, WAITING]
    assert told(rows[2].person) == [("WAITING", ""), ("ADMITTED", "")]


def test_sweep_gives_nothing_once_the_run_has_begun() -> None:
    run = builders.opened(places=1)
    _rows = [builders.enrolled(run=run) for _ in range(2)]
    Run.objects.filter(pk=run.pk).update(places=3)

    assert enrolment.promote_due(at=moment(23, "00:00")) == 0


def test_sweep_passes_over_a_run_that_fails() -> None:
    broken, whole = (builders.opened(places=1) for _ in range(2))
    for run in (broken, whole):
        _rows = [builders.enrolled(run=run) for _ in range(2)]
    Run.objects.update(places=2)
    Run.objects.filter(pk=broken.pk).update(quotas=[5])

    assert enrolment.promote_due(at=MORNING) == 1
    assert (states(broken), states(whole)) == ([ADMITTED, WAITING], [ADMITTED, ADMITTED])


def test_viewers_take_no_place() -> None:
    run, silent = builders.opened(places=1, has_stream=True), builders.opened()

    rows = [builders.enrolled(run=run, kind=EnrolmentKind.VIEWER) for _ in range(2)]

    run.refresh_from_db()
    assert ([row.state for row in rows], run.places_taken) == ([ADMITTED, ADMITTED], 0)
    withdraw(rows[0])
    run.refresh_from_db()
    assert run.places_taken == 0
    with pytest.raises(enrolment.NoLiveStream):
        builders.enrolled(run=silent, kind=EnrolmentKind.VIEWER)


def test_who_waits_may_watch_and_who_is_admitted_need_not() -> None:
    run = builders.opened(places=1, has_stream=True)
    admitted, waiting = builders.enrolled(run=run), builders.enrolled(run=run)

    assert builders.enrolled(run=run, who=waiting.person, kind=EnrolmentKind.VIEWER).state == ADMITTED
    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=admitted.person, kind=EnrolmentKind.VIEWER)


def test_a_week_before_and_on_the_last_working_day_before_everybody_admitted_is_reminded_once() -> None:
    run = builders.opened(places=1)  # begins on Monday 23 March
    admitted, waiting = builders.enrolled(run=run), builders.enrolled(run=run)

    planned = {day: enrolment.remind_due(at=moment(day)) for day in (13, 16, 17, 19, 20, 22, 23)}

    assert planned == {13: 0, 16: 1, 17: 0, 19: 0, 20: 1, 22: 0, 23: 0}
    assert [line.kind for line in reminders.inbox([admitted.person.pk])].count("RUN_BEGINS") == 2
    assert "RUN_BEGINS" not in [line.kind for line in reminders.inbox([waiting.person.pk])]
