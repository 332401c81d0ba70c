"""A register is asked for again while it is being drawn: there is one, whoever of both is first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from credits import certificates
from credits.models import Certificate, CertificateOrder
from learning import papers
from tests.credits.certificates import kinds
from tests.credits.certificates.builders import AT
from tests.credits.certificates.test_leftovers import alone


def test_asked_for_again_while_it_is_drawn_it_is_made_once(
    own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = kinds.met()
    first = kinds.registered(who)
    is_drawn, go_on = Event(), Event()

    def keep(content: bytes, *, ending: str, keep: Any = papers.keep) -> str:
        if ending == "pdf":
            is_drawn.set()
            assert go_on.wait(30)
        digest: str = keep(content, ending=ending)
        return digest

    monkeypatch.setattr(papers, "keep", keep)
    with ThreadPoolExecutor(2) as workers:
        drawing = workers.submit(alone, lambda: certificates.issue_due(at=AT))
        assert is_drawn.wait(30)
        asking = workers.submit(alone, lambda: kinds.registered(who).pk)
        wait_until_somebody_waits()
        go_on.set()
        found = (drawing.result(30), asking.result(30))

    assert found == (1, first.pk)
    assert certificates.issue_due(at=AT) == 0
    assert (CertificateOrder.objects.filter(kind="TRANSCRIPT").count(), Certificate.objects.count()) == (1, 1)


def wait_until_somebody_waits() -> None:
    """Return once somebody waits for a row of this database that another one holds."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _try in range(600):
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        Event().wait(0.05)
    raise AssertionError("nobody waits")
