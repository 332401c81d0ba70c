"""Files of nobody are thrown away, and never one that a row names or is about to name."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from credits import certificates
from credits.certificates import _leftovers
from credits.models import Certificate, CertificateOrder
from learning import papers
from tests import databases
from tests.credits import builders as people
from tests.credits.certificates import builders
from tests.credits.certificates.builders import AT, file_of, issued, order

ALL = papers.SHELVES
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "papers": {"BACKEND": "learning.papers.Papers", "OPTIONS": {"location": tmp_path}},
    }


def kept(content: bytes = b"%PDF of somebody who was killed", *, age: timedelta = 2 * DAY) -> str:
    """Keep a file that nobody names, of some age, and return its digest."""
    digest = papers.keep(content, ending="pdf")
    aged(digest, age)
    return digest


def aged(digest: str, age: timedelta) -> None:
    since = (timezone.now() - age).timestamp()
    os.utime(file(digest), (since, since))


def file(digest: str) -> Path:
    from django.core.files.storage import storages  # noqa: PLC0415

    return Path(storages["papers"].path(f"{digest[:2]}/{digest[2:4]}/{digest}.pdf"))


def discarded() -> int:
    return certificates.discard_leftovers_due(at=timezone.now(), shelves=ALL)


@pytest.mark.django_db
def test_what_no_certificate_names_goes_after_a_day_and_nothing_else() -> None:
    certificate = issued()
    aged(certificate.file_digest, 400 * DAY)
    young, old = kept(b"%PDF young", age=DAY / 2), kept()
    half = file(certificate.file_digest).with_suffix(".pdf.4711")
    half.write_bytes(b"%PD")
    os.utime(half, (0, 0))

    assert [discarded() for _time in range(2)] == [2, 0]

    assert [file(old).exists(), half.exists(), file(young).exists()] == [False, False, True]
    assert file_of(certificate).startswith(b"%PDF")


@pytest.mark.django_db
def test_proofs_of_a_register_stay_while_its_order_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    certificates.order(orders=[order(people.person())], at=AT)
    proofs = papers.keep(b"{}", ending="json")
    nobodys = papers.keep(b"[]", ending="json")
    other = papers.keep(b"?", ending="txt")
    CertificateOrder.objects.update(kind="TRANSCRIPT", facts={"proofs": proofs})
    monkeypatch.setattr(papers, "kept_since", lambda _name: timezone.now() - 2 * DAY)

    assert [discarded() for _time in range(2)] == [1, 0]

    assert papers.read(proofs, ending="json") == b"{}"
    assert papers.read(other, ending="txt") == b"?"  # nobody knows what it is
    with pytest.raises(FileNotFoundError):
        papers.read(nobodys, ending="json")


@pytest.mark.django_db
def test_tick_walks_on_from_shelf_to_shelf() -> None:
    digest = kept()
    before = int(digest[:2], 16)

    counts = [certificates.discard_leftovers_due(at=timezone.now()) for _tick in range(ALL)]

    assert (sum(counts), counts[before]) == (1, 1)
    assert certificates.discard_leftovers_due(at=timezone.now(), shelves=ALL) == 0


@pytest.mark.django_db
def test_database_that_does_not_know_the_newest_certificate_throws_nothing_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = issued()
    assert (discarded(), papers.noted("newest")) == (0, first.file_digest)
    yesterday = transaction.savepoint()
    second = issued(key="run:82:1")
    aged(second.file_digest, 2 * DAY)
    assert (discarded(), papers.noted("newest")) == (0, second.file_digest)

    transaction.savepoint_rollback(yesterday)  # the older copy is put back
    third = issued(key="run:83:1")
    old = kept()

    assert discarded() == 0
    assert "papers are not tidied" in caplog.text
    assert [file(one).exists() for one in (second.file_digest, old)] == [True, True]
    assert papers.noted("newest") == second.file_digest
    # Somebody looked, and it is to take over: what only the other one named is nobody's.
    file(old).parents[2].joinpath("newest").unlink()
    assert (discarded(), papers.noted("newest")) == (2, third.file_digest)


@pytest.mark.django_db
def test_shelf_that_would_lose_many_loses_none(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued()
    names = [kept(b"%d" % number) for number in range(6)]
    shelf = [f"{name[:2]}/{name[2:4]}/{name}.pdf" for name in names]
    monkeypatch.setattr(papers, "shelf", lambda number: iter(shelf if number == 0 else []))

    assert discarded() == 0
    assert "no row names 6 of 6 files" in caplog.text
    shelf.pop()
    assert [discarded(), file(names[0]).exists(), file(names[-1]).exists()] == [5, False, True]


@pytest.mark.django_db
def test_papers_of_all_tests_are_tidied_by_none() -> None:
    issued()
    papers.note("newest", databases.OF_MANY)
    old = kept()

    assert (discarded(), file(old).exists()) == (0, True)


@pytest.mark.django_db
def test_what_is_kept_again_is_young_again() -> None:
    kept(b"%PDF the same bytes")

    papers.keep(b"%PDF the same bytes", ending="pdf")

    assert discarded() == 0


def test_file_whose_row_is_being_written_stays(own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    certificates.order(orders=[order(people.person())], at=AT)
    is_kept, go_on = Event(), Event()

    def keep(content: bytes, *, ending: str, keep: Any = papers.keep) -> str:
        digest: str = keep(content, ending=ending)
        aged(digest, 3 * DAY)  # so that only the lock protects it
        is_kept.set()
        assert go_on.wait(30)
        return digest

    monkeypatch.setattr(papers, "keep", keep)
    with ThreadPoolExecutor(2) as workers:
        issuing = workers.submit(alone, lambda: certificates.issue_due(at=AT))
        assert is_kept.wait(30)
        tidying = workers.submit(alone, discarded)
        wait_until_somebody_waits()
        go_on.set()
        found = (issuing.result(30), tidying.result(30))

    assert found == (1, 0)
    assert builders.file_of(Certificate.objects.get()).startswith(b"%PDF")


def alone(work: Callable[[], int]) -> int:
    """Work with a connection of one's own."""
    try:
        return work()
    finally:
        connection.close()


def wait_until_somebody_waits() -> None:
    """Return once whoever throws away waits for whoever issues: until then nothing was decided."""
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
    for _try in range(600):
        with connection.cursor() as cursor:
            cursor.execute(asked, [_leftovers.KEEPING])
            if cursor.fetchone()[0]:
                return
        Event().wait(0.05)
    raise AssertionError("nobody waits")
