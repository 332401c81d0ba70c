"""A key in wrong hands: what it sealed is trusted only where a timestamp proves that it was sealed before."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from credits import certificates, seals
from credits.models import SealKey, SealKeyEnd
from tests.credits.certificates import builders as certified
from tests.credits.certificates.builders import AT, BASE, base
from tests.credits.seals import test_timestamps
from tests.credits.seals.test_seals import sealed
from tests.credits.web.builders import login, signed_in

pytestmark = pytest.mark.django_db
stamps = test_timestamps.stamps
STAMPED = test_timestamps.STAMPED
STOLEN = AT + timedelta(days=3)


def stolen(*, since: Any = STOLEN) -> SealKeyEnd:
    return seals.end(
        serial=SealKey.objects.get().serial, since=since, reason="密钥文件外泄", at=AT + timedelta(days=30)
    )


def fault(content: bytes) -> str:
    try:
        seals.examine(content, roots=seals.roots(), at=AT, ended=seals.ends())
    except seals.SealStolen as refusal:
        return str(refusal)
    return ""


def test_seal_without_a_timestamp_is_worth_nothing_once_its_key_is_stolen() -> None:
    before, after = sealed(), sealed(at=STOLEN + timedelta(days=1))
    assert (fault(before), fault(after)) == ("", "")

    stolen()

    # Whoever has the key could have written the earlier day as well.
    assert "密钥文件外泄" in fault(before)
    assert "密钥文件外泄" in fault(after)


def test_seal_with_a_timestamp_of_before_stays_good(stamps: test_timestamps.Stamps) -> None:
    content = sealed()
    stolen(since=STAMPED + timedelta(seconds=1))

    assert fault(content) == ""


@pytest.mark.parametrize("since", [STAMPED, STAMPED - timedelta(days=1)])
def test_seal_with_a_timestamp_of_afterwards_is_worth_nothing(stamps: test_timestamps.Stamps, since: Any) -> None:
    content = sealed()
    stolen(since=since)

    assert "密钥文件外泄" in fault(content)


def test_stolen_key_seals_nothing_any_more() -> None:
    sealed()
    first = stolen().key

    found = seals.examine(sealed(at=STOLEN), roots=seals.roots(), at=STOLEN, ended=seals.ends())

    assert found.serial == SealKey.objects.exclude(pk=first.pk).get().serial


def test_where_keys_are_made_by_hand_a_stolen_one_stops_the_organisation(settings: Any) -> None:
    sealed()
    stolen()
    settings.SEALS_MADE_HERE = False

    with pytest.raises(seals.KeyAway, match=base(BASE).name):
        sealed()


def test_end_is_noted_once_and_for_good() -> None:
    sealed()
    ended = stolen()

    with pytest.raises(seals.KeyEndedBefore, match=ended.key.serial):
        stolen(since=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealKeyEnd.objects.update(since=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealKeyEnd.objects.all().delete()


def test_end_names_a_key_a_reason_and_a_moment_that_has_been() -> None:
    sealed()
    serial = SealKey.objects.get().serial

    with pytest.raises(seals.KeyUnknown, match="abc"):
        seals.end(serial="abc", since=AT, reason="外泄", at=AT)
    with pytest.raises(seals.EndReasonMissing):
        seals.end(serial=serial, since=AT, reason=" ", at=AT)
    with pytest.raises(seals.EndToCome):
        seals.end(serial=serial, since=AT + timedelta(seconds=1), reason="外泄", at=AT)


def test_page_and_examination_name_what_lost_its_worth() -> None:
    certificate = certified.issued()
    content = certified.file_of(certificate)
    stolen(since=AT)

    found = certificates.check_file(content, roots=seals.roots(), at=AT + timedelta(days=31))

    assert (found.is_valid, found.is_original) == (False, True)
    assert "密钥文件外泄" in str(found.file.fault)
    assert "密钥文件外泄" in certified.dropped(content)
    assert certificates.examine_all().faults == [f"{certificate.number}: its file bears no good seal (SealedLate)"]


def test_original_that_the_register_had_before_stays_good_and_a_copy_that_it_did_not_does_not() -> None:
    certificate = certified.issued()
    content = certified.file_of(certificate)
    forged = sealed(at=AT)  # by whoever has the key, with a day of before
    stolen()

    found = certificates.check_file(content, roots=seals.roots(), at=AT + timedelta(days=31))

    assert (found.is_valid, found.file.seal and found.file.seal.key_end and found.file.seal.key_end.reason) == (
        True, "密钥文件外泄",
    )  # fmt: skip
    page = certified.dropped(content)
    assert ("密钥文件外泄" in page, "verdict-good" in page) == (True, True)
    assert fault(forged) != ""
    assert certificates.examine_all().faults == []


@pytest.mark.parametrize(("since", "verdict"), [(STOLEN, "verdict-good"), (AT, "verdict-bad")])
def test_pages_by_number_and_by_code_say_that_the_key_has_ended(since: Any, verdict: str) -> None:
    certificate = certified.issued(name="张三")
    client = Client()
    client.cookies["django_language"] = "en"
    code = f"/verify/{certificate.token}/"
    before = client.get(code).content.decode()

    stolen(since=since)

    typed = client.post("/verify/", {"number": certificate.number, "name": "张三"}).content.decode()
    for page in (client.get(code).content.decode(), typed):
        assert ("密钥文件外泄" in page, verdict in page) == (True, True)
        assert ("its seal stays good" in page, "it does not count" in page) == (since == STOLEN, since == AT)
    assert "密钥文件外泄" not in before
    told = client.get(f"{code}statement/").json()
    assert (told["is_valid"], told["state"], told["key_ended"]["is_sealed_before"]) == (
        since == STOLEN, "ISSUED", since == STOLEN,
    )  # fmt: skip


def test_what_was_sealed_late_is_not_shared_and_its_holder_is_told() -> None:
    certificate = certified.issued(name="张三")
    owner = login(certificate.person)
    given: Any = {"certificate": certificate, "purpose": "评审", "until_on": AT.date(), "by": owner, "at": AT}
    share = certificates.share(**given)
    stolen(since=AT)

    with pytest.raises(certificates.NothingToShare):
        certificates.share(**given)
    with pytest.raises(certificates.NoSuchShare):
        certificates.shared(certificates.share_token(share), at=AT)
    client = signed_in(owner, "zh-hans")
    for address in ("/certificates/", f"/certificates/{certificate.pk}/"):
        assert "密钥文件外泄" in client.get(address).content.decode()


def test_what_was_sealed_late_is_reissued_by_that_right() -> None:
    certificate = certified.issued()
    stolen(since=AT)

    new = certified.reissued(certificate, at=AT + timedelta(days=31), reason="签章密钥已停用")

    assert certificate.changes.get().right == "SEAL"
    assert certificates.by_token(new.token).verdict(on=new.issued_at.date()) == certificates.Verdict.VALID


def test_command_without_the_register_is_told_of_ended_keys(tmp_path: Path, stamps: test_timestamps.Stamps) -> None:
    stamped = certified.file_of(certified.issued())
    stolen(since=STAMPED + timedelta(seconds=1))
    files = {name: tmp_path / name for name in ("paper.pdf", "roots.pem", "ended.json", "none.json")}
    files["paper.pdf"].write_bytes(stamped)
    files["roots.pem"].write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in seals.roots()))
    files["ended.json"].write_bytes(Client().get("/verify/ended-keys/").content)
    files["none.json"].write_text("[]")

    unknown, known = verified(files, None), verified(files, "ended.json")
    assert (unknown[0], "whether it was stopped is unknown" in unknown[1]) == (0, True)
    assert (known[0], known[1].endswith("so its seal stays good. Reason: 密钥文件外泄")) == (0, True)
    assert verified(files, "none.json")[0] == 2


def test_command_without_the_register_trusts_no_day_that_the_paper_states(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("paper.pdf", "roots.pem", "ended.json")}
    files["paper.pdf"].write_bytes(certified.file_of(certified.issued()))
    files["roots.pem"].write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in seals.roots()))
    stolen()
    files["ended.json"].write_bytes(Client().get("/verify/ended-keys/").content)

    left, told = verified(files, "ended.json")

    assert (left, "密钥文件外泄" in told) == (1, True)


def verified(files: dict[str, Path], ended: str | None) -> tuple[int, str]:
    """Return the exit status of the command that needs no register, and the line that speaks of the key."""
    told = StringIO()
    more = {"ended": str(files[ended])} if ended else {}
    with pytest.raises(SystemExit) as left:
        call_command(
            "verify_certificate",
            str(files["paper.pdf"]),
            roots=str(files["roots.pem"]),
            stdout=told,
            stderr=told,
            **more,
        )
    lines = told.getvalue().splitlines()
    return int(left.value.code or 0), next((one for one in lines if "key" in one.partition(":")[0]), lines[0])


def test_command_ends_a_key() -> None:
    sealed()
    key, told, refused = SealKey.objects.get(), StringIO(), StringIO()

    call_command("end_seal_key", key.serial.upper(), since="2026-09-21T08:00+08:00", reason="外泄", stdout=told)
    with pytest.raises(SystemExit) as left:
        call_command("end_seal_key", key.serial, since="yesterday", reason="外泄", stderr=refused)

    assert timezone.localtime(SealKeyEnd.objects.get(key=key).since).isoformat() == "2026-09-21T08:00:00+08:00"
    assert key.serial in told.getvalue()
    assert (left.value.code, "no moment" in refused.getvalue()) == (2, True)


@pytest.fixture
def device(settings: Any) -> Iterator[None]:
    from credits.seals import _pkcs11  # noqa: PLC0415

    settings.SEAL_STORE = "credits.seals.Pkcs11Store"
    _pkcs11._session.cache_clear()
    yield
    _pkcs11._session.cache_clear()


def test_store_in_a_device_says_what_is_missing(device: None, settings: Any) -> None:
    with pytest.raises(seals.MadeByDevice, match="PKCS#11"):
        seals.renew(organisation=base(BASE), at=AT)

    settings.SEAL_STORE = "credits.seals.FileStore"
    sealed()
    settings.SEAL_STORE = "credits.seals.Pkcs11Store"
    with pytest.raises(seals.DeviceAway, match="PKCS11_MODULE"):
        sealed()
    settings.PKCS11_MODULE = "/usr/lib/softhsm/libsofthsm2.so"
    with pytest.raises(seals.DeviceAway, match="python-pkcs11"):
        sealed()
