"""Two tables at once about one human: the second sees what the first did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from django.db import connection, transaction

from credits import ledger
from learning.accounts import people
from seminars import completions
from tests.seminars import builders
from tests.seminars.completions.builders import AT, alone, line, text

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def closing(work: Callable[[], int]) -> int:
    try:
        return work()
    finally:
        connection.close()


def wait_for(count: int) -> None:
    """Return once so many connections wait for a lock."""
    end, found = monotonic() + 30, 0
    while found < count and monotonic() < end:
        sleep(0.02)
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            ((found,),) = cursor.fetchall()
    assert found == count


def test_two_tables_at_once_credit_one_human_with_two_records_once(own_database: dict[str, str]) -> None:
    first, second, programme, by = builders.person(), builders.person(), alone(), builders.user()
    people.join(first=first, second=second, reason="同一人", by=by, at=AT)
    sheets = [completions.check(programme=programme, file=text(line(who)), by=by, at=AT) for who in (first, second)]
    for sheet in sheets:
        completions.confirm(sheet=sheet, by=by, at=AT)

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            ledger.lock([first.pk, second.pk])
            done = [pool.submit(closing, lambda: completions.register_due(at=AT)) for _ in sheets]
            wait_for(2)
        assert sum(one.result(timeout=60) for one in done) == 2

    assert sorted(sheet.rows.get().outcome for sheet in sheets) == ["CREDITED", "KNOWN"]
    assert ledger.claims_of([first.pk, second.pk]).count() == 1
