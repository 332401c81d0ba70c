"""Many people at once: never one place too many, and nobody in two places."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from learning.accounts.models import Person, User
from learning.errors import Refusal
from seminars import closing, enrolment
from seminars.enums import EnrolmentState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING

pytestmark = pytest.mark.usefixtures("own_database")

CONNECTIONS, REQUESTS, PLACES = 50, 1000, 70
ADMITTED, WAITING = EnrolmentState.ADMITTED, EnrolmentState.WAITING


def at_once(jobs: Iterable[Callable[[], object]], *, threads: int) -> list[object]:
    """Do all jobs, each thread over a connection of its own, all beginning together; return results and refusals."""
    begin = Barrier(threads)

    def done(batch: list[Callable[[], object]]) -> list[object]:
        try:
            connection.ensure_connection()
            begin.wait(timeout=60)
            return [result_of(job) for job in batch]
        finally:
            connections.close_all()

    todo = list(jobs)
    with ThreadPoolExecutor(threads) as pool:
        return [
            result for batch in pool.map(done, [todo[place::threads] for place in range(threads)]) for result in batch
        ]


def result_of(job: Callable[[], object]) -> object:
    try:
        return job()
    except Refusal as refusal:
        return type(refusal)


def enrolling(run: Run, person: Person, by: User) -> Callable[[], object]:
    return lambda: enrolment.enrol(run=Run.objects.get(pk=run.pk), person=person, by=by, at=MORNING).state


def people_of_one_name(count: int) -> list[Person]:
    """Make people by one statement: who they are does not matter here."""
    return Person.objects.bulk_create(
        Person(
            document_kind="PASSPORT",
            number_encrypted=b"",
            number_index=f"race-{place}",
            number_last_four="0000",
            created_at=MORNING,
        )
        for place in range(count)
    )


def test_a_thousand_requests_for_seventy_places_give_seventy() -> None:
    run, by = builders.opened(places=PLACES), builders.user()
    jobs = [enrolling(run, person, by) for person in people_of_one_name(REQUESTS)]

    results = at_once(jobs, threads=CONNECTIONS)

    run.refresh_from_db()
    rows = list(Enrolment.objects.filter(run=run).order_by("rank"))
    assert Counter(results) == {ADMITTED: PLACES, WAITING: REQUESTS - PLACES}
    assert [row.rank for row in rows] == list(range(1, REQUESTS + 1))
    assert [row.state for row in rows] == [ADMITTED] * PLACES + [WAITING] * (REQUESTS - PLACES)
    assert run.places_taken == PLACES


def test_leaving_and_coming_at_once_never_gives_a_place_twice() -> None:
    run, by = builders.opened(places=10), builders.user()
    crowd = people_of_one_name(60)
    held = [enrolment.enrol(run=Run.objects.get(pk=run.pk), person=person, by=by, at=MORNING) for person in crowd[:20]]
    leaving = [lambda row=row: enrolment.withdraw(enrolment=row, by=by, at=MORNING) for row in held]
    coming = [enrolling(run, person, by) for person in crowd[20:]]

    at_once([*leaving, *coming], threads=12)

    run.refresh_from_db()
    states = Counter(Enrolment.objects.filter(run=run).values_list("state", flat=True))
    assert states == {EnrolmentState.WITHDRAWN: 20, ADMITTED: 10, WAITING: 30}
    assert run.places_taken == 10
    last_admitted = Enrolment.objects.filter(run=run, state=ADMITTED).order_by("-rank")[0]
    assert not Enrolment.objects.filter(run=run, state=WAITING, rank__lt=last_admitted.rank).exists()


def test_one_person_asking_for_two_runs_at_the_same_time_gets_one() -> None:
    first, second, by = builders.opened(), builders.opened(), builders.user()
    crowd = people_of_one_name(10)

    results = at_once([enrolling(run, person, by) for person in crowd for run in (first, second)], threads=20)

    assert Counter(results) == {ADMITTED: 10, enrolment.Clash: 10}
    assert Enrolment.objects.count() == 10


def test_one_person_asking_many_times_gets_one_place() -> None:
    run, by = builders.opened(), builders.user()
    person = builders.person()

    results = at_once([enrolling(run, person, by) for _ in range(10)], threads=10)

    run.refresh_from_db()
    assert Counter(results) == {ADMITTED: 1, enrolment.AlreadyEnrolled: 9}
    assert run.places_taken == 1


def test_closing_at_once_credits_once() -> None:
    run, by = builders.opened(), builders.user()
    for _ in range(3):
        builders.enrolled(run=run, who=builders.professional())
    builders.confirmed(run)

    results = at_once([lambda: outcomes(run, by) for _ in range(4)], threads=4)

    assert sorted(results) == [("credited",) * 3, *[("known",) * 3] * 3]  # type: ignore[type-var]


def outcomes(run: Run, by: User) -> tuple[str, ...]:
    return tuple(one.outcome for one in closing.close(run=Run.objects.get(pk=run.pk), by=by, at=AFTERNOON))
