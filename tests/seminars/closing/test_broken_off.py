"""The database breaks off what somebody asked for by a button: it is done again, and is there once."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from credits import certificates, ledger, posting, standing
from credits.models import CertificateOrder
from learning import deeds
from seminars import closing, corrections
from seminars.enums import CorrectionState, RunState
from seminars.models import HoursCorrection
from tests.credits.builders import credit, facts
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment
from tests.seminars.corrections.builders import approved, asked, closed

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def _beside(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(deeds, "PAUSES", (0, 0, 0))
    settings.MEDIA_ROOT = str(tmp_path / "media")


def broken_off_once(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> list[str]:
    """Cut the connection after `name` was done for the first time; return what is noted of each time."""
    whole: Callable[..., Any] = getattr(place, name)
    noted: list[str] = []

    def cut(*asked: Any, **named: Any) -> Any:
        answer = whole(*asked, **named)
        noted.append(name)
        if len(noted) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return answer

    monkeypatch.setattr(place, name, cut)
    return noted


def test_a_run_is_closed_once_although_the_connection_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    run = builders.opened(places=2)
    people = [builders.enrolled(run=run, who=builders.professional()).person_id for _ in range(2)]
    builders.confirmed(run)
    noted = broken_off_once(monkeypatch, certificates, "order")

    receipts = closing.close(run=run, by=builders.user(), at=AFTERNOON)

    run.refresh_from_db()
    assert len(noted) == 2
    assert (run.state, run.closed_at) == (RunState.CLOSED, AFTERNOON)
    assert [(one.outcome, one.hours) for one in receipts] == [("credited", Decimal(12))] * 2
    assert (ledger.entries_of(people).count(), CertificateOrder.objects.count()) == (2, 2)
    assert ledger.verify(people) == []


def test_a_correction_is_carried_out_once_although_the_connection_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    person = builders.professional()
    correction = asked(run=closed(person), person=person)
    noted = broken_off_once(monkeypatch, corrections._deciding, "_tell")

    (effect,) = approved(correction)

    assert len(noted) == 2
    assert HoursCorrection.objects.get().state == CorrectionState.APPROVED
    assert ledger.present_awards([ledger.claims_of([person.pk]).order_by("-pk")[0].pk])
    assert effect.after < effect.before
    assert ledger.verify([person.pk]) == []


def test_hours_are_reversed_once_although_the_connection_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    person = builders.professional()
    closed(person)
    claim = ledger.claims_of([person.pk]).get()
    noted = broken_off_once(monkeypatch, standing, "keep")

    receipt = posting.reverse(claim=claim, by=builders.user(), at=moment(30), reason="替学")

    assert len(noted) == 2
    assert receipt.hours == 0
    assert ledger.entries_of([person.pk]).count() == 2
    assert ledger.verify([person.pk]) == []


def test_claims_are_registered_once_although_the_connection_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = builders.professional()
    noted = broken_off_once(monkeypatch, standing, "keep")

    (receipt,) = credit(facts(somebody, "run:1"))

    assert (len(noted), receipt.outcome) == (2, "credited")
    assert ledger.entries_of([somebody.pk]).count() == 1
    assert ledger.verify([somebody.pk]) == []
