"""Examining everything: what is missing, damaged or unexplained is named, and nothing else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import Error

from credits import certificates, seals
from credits.models import Certificate, CertificateChange, CertificateOrder, CertificateSeries
from learning import papers
from tests.credits import builders as people
from tests.credits.certificates.builders import AT, issued, order

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_papers(settings: Any, tmp_path: Path) -> None:
    settings.PAPERS = tmp_path
    # Files of other tests stay where they are.
    settings.STORAGES = {
        **settings.STORAGES,
        "papers": {"BACKEND": "learning.papers.Papers", "OPTIONS": {"location": tmp_path}},
    }


def file_of(certificate: Certificate, folder: Path) -> Path:
    return next(folder.glob(f"*/*/{certificate.file_digest}.pdf"))


def test_nothing_is_wrong_where_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    issued()
    issued(key="run:82:1")

    with pytest.raises(SystemExit) as left:
        call_command("check_certificates")

    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == (
        "2 certificates; 0 numbers wait for theirs, 0 have none for a stated reason; 0 faults"
    )


def test_number_of_an_order_that_fell_away_is_explained() -> None:
    who = people.person()
    certificates.order(orders=[order(who)], at=AT)
    taken = CertificateOrder.objects.get()
    series = CertificateSeries.objects.create(pk="JS-2026-JY-900012", last=1)
    CertificateOrder.objects.update(number="JS-2026-JY-900012-0000001-X", series=series, sequence=1)

    before = certificates.examine_all()
    certificates.settle(key=taken.key, due=None, by=people.user(), at=LATER, reason="学时已撤销登记")
    after = certificates.examine_all()

    assert (before.waiting, before.closed, before.faults) == (1, 0, [])
    assert (after.waiting, after.closed, after.faults) == (0, 1, [])
    assert CertificateOrder.objects.get().closed_reason == "学时已撤销登记"


def test_number_that_nobody_explains_is_a_fault() -> None:
    issued()
    CertificateSeries.objects.update(last=3)

    assert certificates.examine_all().faults == ["JS-2026-JY-900012: 3 numbers were taken, and 1 orders have one"]


def test_file_that_is_gone_or_changed_is_a_fault(tmp_path: Path) -> None:
    gone, changed, whole = issued(), issued(key="run:82:1"), issued(key="run:83:1")
    file_of(gone, tmp_path).unlink()
    with file_of(changed, tmp_path).open("ab") as file:
        file.write(b"\n")

    assert certificates.examine_all().faults == [
        f"{gone.number}: its file cannot be read (FileNotFoundError)",
        f"{changed.number}: its file cannot be read (Damaged)",
    ]
    assert papers.read(whole.file_digest, ending="pdf").startswith(b"%PDF")


def test_file_without_a_seal_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    real = seals.seal

    def bare(pdf: bytes, **named: Any) -> seals.Sealed:
        return seals.Sealed(content=pdf, key=real(pdf, **named).key)

    monkeypatch.setattr(seals, "seal", bare)
    certificate = issued()

    assert certificates.examine_all().faults == [f"{certificate.number}: its file bears no good seal (NoSeal)"]


@pytest.mark.parametrize("model", [Certificate, CertificateChange])
@pytest.mark.parametrize("deed", ["UPDATE {} SET number = number", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_database_refuses_to_change_what_was_issued(model: Any, deed: str) -> None:
    certificates.revoke(certificate=issued(), by=people.user(), at=LATER, reason="考勤不实")

    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute(deed.format(model._meta.db_table))
