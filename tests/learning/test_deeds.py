"""Deeds are done again where the database broke them off, and only then."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from learning import deeds
from learning.accounts.models import Sweep
from learning.deeds import deed


def raising(state: str) -> Callable[[], None]:
    return lambda: execute(f"DO $$ BEGIN RAISE EXCEPTION 'broken off' USING ERRCODE = '{state}'; END $$")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def cut() -> None:
    execute("SELECT pg_terminate_backend(pg_backend_pid())")


class Tries:
    """Notes a row, then fails as often as it is told."""

    def __init__(self, fault: Callable[[], None], *, times: int) -> None:
        self.fault, self.times, self.made = fault, times, 0

    def __call__(self) -> int:
        self.made += 1
        Sweep.objects.create(name="noted", began_at=datetime(2026, 3, 2, tzinfo=UTC))
        if self.made <= self.times:
            self.fault()
        return self.made


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "PAUSES", (0, 0, 0))


@pytest.mark.parametrize("fault", [raising("40001"), raising("40P01"), cut], ids=["conflict", "deadlock", "lost"])
def test_what_the_database_broke_off_is_done_again_and_once(
    own_database: dict[str, str], fault: Callable[[], None]
) -> None:
    tries = Tries(fault, times=2)

    assert deed(tries.__call__)() == 3
    assert Sweep.objects.filter(name="noted").count() == 1


def test_after_the_last_attempt_the_error_is_told(own_database: dict[str, str]) -> None:
    tries = Tries(raising("40001"), times=9)

    with pytest.raises(OperationalError):
        deed(tries.__call__)()

    assert (tries.made, Sweep.objects.filter(name="noted").count()) == (4, 0)


@pytest.mark.parametrize("state", ["23505", "55P03", "57014"])
def test_what_would_fail_again_is_not_done_again(own_database: dict[str, str], state: str) -> None:
    tries = Tries(raising(state), times=1)

    with pytest.raises(DatabaseError):
        deed(tries.__call__)()

    assert tries.made == 1


def test_within_another_transaction_nothing_is_repeated(own_database: dict[str, str]) -> None:
    tries = Tries(raising("40001"), times=1)

    with pytest.raises(OperationalError), transaction.atomic():
        deed(tries.__call__)()

    assert tries.made == 1
