"""Hours are taken away while certificates of them are being ordered: none says what does not count any more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from credits import certificates, ledger, posting
from credits.models import CertificateOrder
from learning.accounts.models import Person
from seminars import closing
from seminars.models import Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment
from tests.seminars.completions.test_at_once import closing as alone
from tests.seminars.completions.test_at_once import wait_for
from tests.seminars.deliverables.builders import accepted, over, places

pytestmark = pytest.mark.usefixtures("own_database")
LATER = moment(30)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def accepted_after_closing() -> tuple[Run, Person]:
    """Return a closed run that asks for a deliverable, and somebody of it whose work was accepted after that."""
    run = over(1)
    (place,) = places(run)
    closing.close(run=run, by=builders.user(), at=AFTERNOON)
    accepted(place, at=LATER)
    return run, place.person


def ordered_while_reversed(who: Person, order: Callable[[], int]) -> int:
    """Return what `order` says that begins before somebody's hours are taken away, and goes on after it."""
    claim, by = ledger.claims_of([who.pk]).get(), builders.user()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            posting.reverse(claim=claim, by=by, at=LATER, reason="替学", origin="test")
            done = pool.submit(alone, order)
            wait_for(1)
        return done.result(60)


def test_the_sweep_counts_after_whoever_takes_hours_away() -> None:
    _run, who = accepted_after_closing()

    assert ordered_while_reversed(who, lambda: closing.order_due(at=LATER)) == 0
    assert not CertificateOrder.objects.exists()


def test_issuing_together_counts_after_whoever_takes_hours_away() -> None:
    run, who = accepted_after_closing()
    by = builders.user()

    with pytest.raises(certificates.NobodyChosen):
        ordered_while_reversed(
            who, lambda: closing.issue_together(run=run, people=[who.pk], name="一期", by=by, at=LATER)
        )
    assert not CertificateOrder.objects.exists()
