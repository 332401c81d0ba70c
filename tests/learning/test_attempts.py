"""Attempts by several sweeps at once: whoever looks at a row in passing keeps nobody from its work."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from credits.enums import SheetState
from learning import work
from seminars import completions
from seminars.models import CompletionSheet
from tests.seminars import builders
from tests.seminars.completions.builders import AT, alone, line, text

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def hold_until_somebody_waits(pk: int, held: Event, given_up: Event) -> None:
    """Hold the row, as a sweep does that finds a moment later that it is not due any more."""
    with own_connection(), transaction.atomic():
        CompletionSheet.objects.select_for_update(no_key=True).get(pk=pk)
        held.set()
        end = monotonic() + 30
        while monotonic() < end and not given_up.is_set():
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchall() == [(1,)]:
                    return
            sleep(0.01)


def test_who_began_does_the_work_though_another_sweep_holds_the_row_for_a_moment(
    own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by = builders.user()
    sheet = completions.check(programme=alone(), file=text(line(builders.person())), by=by, at=AT)
    completions.confirm(sheet=sheet, by=by, at=AT)
    held, given_up, begin = Event(), Event(), work.begin
    passing: list[Future[None]] = []
    worked: list[int] = []

    with ThreadPoolExecutor(1) as pool:

        def begin_and_be_passed(*named: Any, **due: Any) -> bool:
            begun = begin(*named, **due)
            passing.append(pool.submit(hold_until_somebody_waits, sheet.pk, held, given_up))
            assert held.wait(timeout=30)
            return begun

        monkeypatch.setattr(work, "begin", begin_and_be_passed)
        done = work.attempt(
            CompletionSheet,
            sheet.pk,
            lambda row: worked.append(row.pk),
            at=AT,
            what="table of completions",
            state=SheetState.APPLYING,
        )
        given_up.set()
        passing[0].result(timeout=30)

    assert (done, worked) == (True, [sheet.pk])
