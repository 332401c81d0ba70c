"""Checking a file: the original, a changed one, one that is not valid any more, one that is nobody's."""

import json
import random
import subprocess
import sys
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from credits import certificates, ledger, seals
from credits.certificates import _pdf
from credits.certificates._statements import signed as sign
from credits.models import Certificate
from deploy.checks import ROOT
from tests.credits import builders as people
from tests.credits.certificates import kinds
from tests.credits.certificates.builders import AT, BASE, dropped, file_of, issued, reissued, signed

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def check(content: bytes) -> certificates.Checked:
    return certificates.check_file(content, roots=seals.roots(), at=LATER)


def redrawn(certificate: Certificate, **changes: Any) -> bytes:
    """Return the page of a certificate with other facts, sealed by nobody."""
    return _pdf.draw(signed(certificate, **changes))


def test_file_as_it_was_issued_is_valid() -> None:
    certificate = issued()

    found = check(file_of(certificate))

    assert (found.is_valid, found.is_original, found.file.fault, found.differing) == (True, True, None, [])
    assert found.file.seal is not None
    assert (found.file.seal.serial, found.file.said) == (certificate.seal.serial, certificate.stated)


def test_statement_is_signed_by_the_platform_and_canonical() -> None:
    certificate = issued()

    encoded = ledger.encoding(certificate.stated)
    public = ledger.keys()[certificate.stated["key"]]

    assert ledger.is_signed(encoded, signature=bytes.fromhex(certificate.signature), public=public)
    assert not ledger.is_signed(encoded + b" ", signature=bytes.fromhex(certificate.signature), public=public)


def test_revoked_and_replaced_originals_say_so() -> None:
    certificate, renamed = issued(), issued(key="run:82:1")
    certificates.revoke(certificate=certificate, by=people.user(), at=LATER, reason="考勤不实")
    new = reissued(renamed, at=LATER)

    revoked, replaced, valid = (check(file_of(one)) for one in (certificate, renamed, new))

    assert [one.is_original for one in (revoked, replaced, valid)] == [True, True, True]
    assert [one.is_valid for one in (revoked, replaced, valid)] == [False, False, True]
    assert revoked.found is not None
    assert replaced.found is not None
    assert (revoked.found.reason, replaced.found.replaced_by) == ("考勤不实", new.number)


@pytest.mark.parametrize(("days", "verdict"), [(-1, "run out"), (0, "valid"), (1, "valid")])
def test_certificate_counts_until_the_end_of_the_day_that_it_states(days: int, verdict: str) -> None:
    now = timezone.now()
    last = timezone.localdate(now) + timedelta(days=days)
    certificate = issued(name="张三", more={"valid_until": last.isoformat()})
    client = Client()
    client.cookies["django_language"] = "en"

    page = client.get(f"/verify/{certificate.token}/").content.decode()
    told = client.get(f"/verify/{certificate.token}/statement/").json()
    checked = certificates.check_file(file_of(certificate), roots=seals.roots(), at=now)

    good = verdict == "valid"
    assert ("verdict-good" in page, "has run out" in page, told["is_valid"]) == (good, not good, good)
    assert ("verdict-good" in dropped(file_of(certificate)), checked.verdict, checked.is_valid) == (good, verdict, good)


def test_what_has_run_out_is_not_shared() -> None:
    certificate = issued(name="张三", more={"valid_until": "2026-09-20"})
    given: dict[str, Any] = {"certificate": certificate, "purpose": "评审", "by": people.user()}

    certificates.share(**given, until_on=AT.date(), at=AT)
    with pytest.raises(certificates.NothingToShare):
        certificates.share(**given, until_on=LATER.date(), at=LATER)


def test_reinstated_certificate_is_valid_again_and_the_log_keeps_all() -> None:
    certificate, by = issued(), people.user()
    certificates.revoke(certificate=certificate, by=by, at=LATER, reason="考勤不实")
    with pytest.raises(certificates.ReasonMissing):
        certificates.reinstate(certificate=certificate, by=by, at=LATER, reason=" ")
    certificates.reinstate(certificate=certificate, by=by, at=LATER, reason="复核：签到表属实")
    with pytest.raises(certificates.NotRevoked):
        certificates.reinstate(certificate=certificate, by=by, at=LATER, reason="复核")

    assert check(file_of(certificate)).is_valid
    log = certificate.changes.order_by("number").values_list("number", "state", "right", "reason")
    assert list(log) == [(1, "REVOKED", "DECISION", "考勤不实"), (2, "ISSUED", "DECISION", "复核：签到表属实")]


def test_two_hundred_changed_bytes_are_all_found() -> None:
    content, chance = file_of(issued()), random.Random(3)

    for _time in range(200):
        place = chance.randrange(len(content))
        found = check(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
        assert not found.is_valid, place
        assert not found.is_original, place


def test_other_facts_on_the_page_stand_beside_the_true_ones() -> None:
    certificate = issued(name="张三")
    forged = redrawn(certificate, holder="李四", hours=[["专业科目", "90"]])

    found = check(forged)
    page = dropped(forged)

    assert (found.is_valid, found.differing) == (False, ["holder", "hours"])
    assert found.file.fault is not None
    assert found.file.fault.code == "NoSeal"
    assert page.count("beside-differs") == 2
    assert "李四" in page
    assert "张三" in page
    assert "不要采信这份文件" in page


def test_other_facts_of_every_kind_stand_beside_the_true_ones() -> None:
    issued_ones = kinds.of_every_kind()
    year = redrawn(
        issued_ones["YEAR"],
        rulebook="假规则",
        version="9",
        required="1",
        counted="999",
        required_hours=[["公需科目", "9"]],
    )

    assert check(year).differing == ["rulebook", "version", "required", "required_hours", "counted"]
    assert check(redrawn(issued_ones["TEACHING"], taught="999")).differing == ["taught"]
    page = dropped(year)
    assert ("假规则" in page, page.count("beside-differs")) == (True, 5)


# What tells how it is drawn, by which key it is signed and where it is checked; the tables of a register are compared row by row.
NO_FACTS = {"format", "design", "url", "key", "duties", "registers", "years"}


def test_every_fact_of_every_kind_is_compared_and_shown() -> None:
    for certificate in kinds.of_every_kind().values():
        assert certificate.stated.keys() - {*certificates.FACTS} <= NO_FACTS
    forged = redrawn(issued(name="李四"), kind="YEAR", issued_at="2026-09-20T01:00:00.5Z")

    page = dropped(forged)

    assert check(forged).differing == ["kind", "issued_at"]
    assert [word in page for word in ("年度学时证明", "结业证书", "2026年9月20日 09:00:00.5")] == [True] * 3
    assert page.count("beside-differs") == 2


@pytest.mark.parametrize(
    "changes", [{"kind": ["YEAR"]}, {"kind": {}}, {"issued_at": 5}, {"issued_at": "9999-12-31T23:59:59+00:00"}]
)
def test_odd_kinds_and_moments_come_out_as_text(changes: dict[str, Any]) -> None:
    assert "beside-differs" in dropped(redrawn(issued(), **changes))


def test_invented_certificate_learns_nothing() -> None:
    certificate = issued(name="张三")
    forged = redrawn(certificate, url="http://localhost:8000/verify/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/", holder="李四")

    found, page = check(forged), dropped(forged)

    assert (found.found, found.file.said) == (None, None)
    assert "张三" not in page
    assert found.file.fault is not None
    assert found.file.fault.code == "NotOurs"


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "x/\x00"},
        {"issued_at": "0001-01-01T00:00:00+23:59"},
    ],
)
def test_odd_words_in_a_statement_are_answered(changes: dict[str, str]) -> None:
    checked = check(redrawn(issued(), **changes))

    assert not checked.is_valid
    assert checked.file.fault is not None


def test_paper_that_was_sealed_and_is_in_no_register_is_named() -> None:
    certificate = issued()
    statement = {**certificate.stated, "url": "http://localhost:8000/verify/B/"}
    statement.pop("key")
    drawn = _pdf.draw(sign(statement, at=AT))
    file = seals.seal(drawn, organisation_id=BASE, reason="结业证书", at=AT)

    fault = check(file.content).file.fault

    assert fault is not None
    assert (fault.code, fault.facts["signer"]) == ("Unregistered", certificate.seal.organisation.name)


BOMB = b"%PDF-1.4\n<</Type /EmbeddedFile /Length 99999999>>\nstream\n" + zlib.compress(b"0" * 300_000_000, 9)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7\n" + b"<<" * 500_000,
        b"%PDF-1.7\n" + b"<</Type/EmbeddedFile" * 90_000,
        b"%PDF-1.7\n" + b"/ByteRange [0 " * 140_000,
        b"%PDF-1.7\n<</Type /EmbeddedFile /Length 5>>\nstream\nabcde",
        b"%PDF-1.7\n<</Type /EmbeddedFile /Length 40>>\nstream\n" + zlib.compress(b'{"statement": 1}'),
        BOMB,
        b"%PDF-1.7\n<</Type /EmbeddedFile /Length 9999>>\nstream\n" + zlib.compress(b"[" * 60_000),
        b"%PDF" + b"x" * (3 * 1024 * 1024),
    ],
    ids=["empty", "text", "brackets", "endless", "ranges", "rubbish", "no object", "bomb", "nested", "large"],
)
def test_bad_files_are_answered_at_once(content: bytes) -> None:
    before = timezone.now()

    found = check(content)

    assert found.found is None
    assert not found.is_valid
    assert timezone.now() - before < timedelta(seconds=2)


def test_many_files_at_once_are_answered_each() -> None:
    valid, revoked = issued(), issued(key="run:82:1", name="李四")
    certificates.revoke(certificate=revoked, by=people.user(), at=LATER, reason="考勤不实")

    page = dropped(file_of(valid), file_of(revoked), b"rubbish")

    assert "3份文件，其中1份有效" in page
    assert [word in page for word in ("证书有效", "考勤不实", "未查到证书")] == [True, True, True]


def test_form_for_files_bears_the_mark_of_the_site() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/verify/").content.decode()
    form = page.partition('action="/verify/files/"')[2]
    mark = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    assert client.post("/verify/files/", {"csrfmiddlewaretoken": mark}).status_code == 200


def test_no_file_at_all_is_answered_with_the_form() -> None:
    answer = Client().post("/verify/files/")

    assert answer.status_code == 200
    assert "请至少选择一份文件" in answer.content.decode()


def test_statement_can_be_read_by_machines() -> None:
    certificate = issued()
    certificates.revoke(certificate=certificate, by=people.user(), at=LATER, reason="考勤不实")

    told = Client().get(f"/verify/{certificate.token}/statement/")
    nothing = Client().get("/verify/AAAA/statement/")

    answer = told.json()
    assert (answer["statement"], answer["digest"], answer["state"], answer["reason"]) == (
        certificate.stated,
        certificate.digest,
        "REVOKED",
        "考勤不实",
    )
    assert (nothing.status_code, nothing.json()) == (404, {"code": "NoSuchCertificate"})


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `verify-certificate` where there is no database."""
    return subprocess.run(
        [sys.executable, "manage.py", "verify-certificate", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "learning.settings.test", "DATABASE_URL": "postgresql://nobody@localhost:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


def test_command_checks_a_file_without_a_database(tmp_path: Path, settings: Any) -> None:
    content = file_of(issued())
    (tmp_path / "good.pdf").write_bytes(content)
    (tmp_path / "bad.pdf").write_bytes(content + b"\n")
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4")
    roots = str(Path(settings.SEALS) / "authority" / "authority.pem")

    good, bad, other = (
        command(str(tmp_path / name), "--roots", roots) for name in ("good.pdf", "bad.pdf", "other.pdf")
    )
    told = json.loads(command(str(tmp_path / "good.pdf"), "--roots", roots, "--json").stdout)

    assert (good.returncode, bad.returncode, other.returncode) == (0, 1, 2), good.stderr
    assert "sound: sealed by" in good.stdout
    assert "state: unknown" in good.stdout
    assert "holder: 欧阳𬭎㛃" in good.stdout
    assert bad.stdout.startswith("not sound")
    assert (told["sound"], told["state"], told["statement"]["holder"]) == (True, None, "欧阳𬭎㛃")
    assert other.stdout == ""
