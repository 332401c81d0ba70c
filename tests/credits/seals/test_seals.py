"""Seals: good for the bytes to the last one, for the key's own time, and for nobody else's."""

import io
import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from credits import seals
from credits.models import SealKey
from learning import lettering
from learning.errors import Refusal
from tests.credits.certificates.builders import AT, BASE, OTHER_BASE, base

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40 * 365)


def paper(text: str = "结业证书") -> bytes:
    def page(canvas: lettering.Canvas) -> None:
        lettering.write(canvas, 100, 700, text)
        canvas.showPage()

    return lettering.document(page, title=text, author="测试")


def sealed(text: str = "结业证书", *, by: int = BASE, at: datetime = AT) -> bytes:
    base(by)
    return seals.seal(paper(text), organisation_id=by, reason=text, at=at).content


def fault(content: bytes, *, at: datetime = AT) -> str:
    """Return the name of what is wrong with the seal of `content`, or nothing."""
    try:
        seals.examine(content, roots=seals.roots(), at=at)
    except Refusal as refusal:
        return refusal.code
    return ""


def gap(content: bytes) -> tuple[int, int]:
    """Return where the signature stands."""
    start = content.rfind(b"/Contents <") + len(b"/Contents ")
    return start, content.index(b">", start) + 1


def test_seal_names_whoever_sealed() -> None:
    found = seals.examine(sealed(), roots=seals.roots(), at=AT)

    key = SealKey.objects.get()
    assert (found.signer, found.serial, found.stamped_at) == (base(BASE).name, key.serial, None)


def test_sealing_appends_and_changes_nothing() -> None:
    assert sealed("甲").startswith(paper("甲"))


def test_other_readers_of_pdf_find_the_seal_good(tmp_path: Path) -> None:
    content = sealed()
    (tmp_path / "sealed.pdf").write_bytes(content)

    roots = [asn1.Certificate.load(bytes(SealKey.objects.get().authority))]
    status = validate_pdf_signature(
        PdfFileReader(io.BytesIO(content)).embedded_signatures[0],
        ValidationContext(trust_roots=roots, allow_fetching=False, moment=AT),
    )
    told = subprocess.run(
        ["pdfsig", "-nocert", "sealed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    assert (status.bottom_line, status.coverage.name) == (True, "ENTIRE_FILE")
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "Sep 20 2026" in told  # the moment that it was told, not that of the clock


def test_every_change_of_a_byte_is_found() -> None:
    content, chance = sealed(), random.Random(7)
    start, end = gap(content)
    places = [chance.randrange(len(content)) for _one in range(100)]
    places += [chance.randrange(start, end) for _one in range(100)]

    unseen = [
        place
        for place in places
        if not fault(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
    ]

    assert unseen == []


def test_no_byte_of_the_signature_itself_can_be_another_one() -> None:
    content, roots = sealed(), seals.roots()
    start, _end = gap(content)
    length = 4 + int(content[start + 5 : start + 9], 16)

    unseen = []
    for place in range(length):
        digits = slice(start + 1 + 2 * place, start + 3 + 2 * place)
        other = b"%02X" % (int(content[digits], 16) ^ 1)
        try:
            seals.examine(content[: digits.start] + other + content[digits.stop :], roots=roots, at=AT)
        except Refusal:
            continue
        unseen.append(place)

    assert unseen == []


def test_no_digit_of_the_signature_can_be_written_in_another_case() -> None:
    content = sealed()
    start, end = gap(content)
    letters = [place for place in range(start, end) if content[place : place + 1].isalpha()]

    assert letters
    assert {
        fault(content[:place] + content[place : place + 1].lower() + content[place + 1 :]) for place in letters
    } == {"BytesChanged"}


@pytest.mark.parametrize("more", [b"\n", b"%", b"\n%%EOF\n", b"x" * 100])
def test_bytes_after_the_end_are_found(more: bytes) -> None:
    assert fault(sealed() + more) == "BytesAdded"


def test_bytes_missing_at_the_end_are_found() -> None:
    content = sealed()

    assert [fault(content[:-1]), fault(content[: len(content) // 2])] == ["BytesChanged", "NoSeal"]


def test_seal_of_another_paper_is_worth_nothing_here() -> None:
    mine, other = sealed("甲"), sealed("乙")
    start, end = gap(mine)
    theirs = slice(*gap(other))

    assert fault(mine[:start] + other[theirs] + mine[end:]) == "BytesChanged"


def test_seal_of_somebody_else_is_not_trusted(settings: Any, tmp_path: Path) -> None:
    sealed()
    trusted = seals.roots()
    settings.SEALS = tmp_path  # another authority, with keys of its own
    forged = sealed(by=OTHER_BASE)

    with pytest.raises(seals.SealUnknown):
        seals.examine(forged, roots=trusted, at=AT)


def test_another_key_takes_over_and_the_old_seal_stays_good() -> None:
    before = sealed()
    seals.renew(organisation=base(BASE), at=AT + timedelta(days=1))
    after = sealed(at=AT + timedelta(days=2))

    serials = [seals.examine(one, roots=seals.roots(), at=AT + timedelta(days=2)).serial for one in (before, after)]

    assert serials == list(SealKey.objects.order_by("pk").values_list("serial", flat=True))


def test_key_is_judged_as_of_the_moment_that_the_paper_states() -> None:
    content = sealed()

    assert (fault(content), fault(content, at=LATER)) == ("", "SealUnknown")


def test_organisation_without_a_key_seals_nothing(settings: Any, tmp_path: Path) -> None:
    settings.SEALS, settings.SEALS_MADE_HERE = tmp_path, False

    with pytest.raises(seals.KeyAway, match=r"manage\.py seal_key 900012"):
        sealed()
    with pytest.raises(seals.AuthorityAway):
        seals.renew(organisation=base(BASE), at=AT)


def test_private_halves_are_encrypted_and_nobody_else_may_read_them(settings: Any, tmp_path: Path) -> None:
    settings.SEALS = tmp_path
    sealed()

    files = [*tmp_path.glob("*/*.key"), *tmp_path.glob("keys/*.pem")]
    assert len(files) == 2
    for file in files:
        assert file.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        assert file.stat().st_mode & 0o077 == 0


def test_authority_is_made_once(settings: Any, tmp_path: Path) -> None:
    settings.SEALS = tmp_path

    first, second = (seals.make_authority(name).read_bytes() for name in ("甲", "乙"))

    assert first == second
    assert x509.load_pem_x509_certificate(first).subject.rfc4514_string().count("甲") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["authority"]


def test_authority_is_made_beside_a_root_of_somebody_else(settings: Any, tmp_path: Path) -> None:
    settings.SEALS = tmp_path / "other"
    other = seals.make_authority("乙").read_bytes()
    settings.SEALS = tmp_path / "own"
    (tmp_path / "own" / "authority").mkdir(parents=True)
    (tmp_path / "own" / "authority" / "tsa.pem").write_bytes(other)

    made = seals.make_authority("甲")

    assert "甲" in x509.load_pem_x509_certificate(made.read_bytes()).subject.rfc4514_string()
    assert {"authority.key", "authority.pem", "tsa.pem"} == {path.name for path in made.parent.iterdir()}
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["authority"]
    assert not fault(sealed())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        b"/ByteRange [0 1 2 3]",
        b"/ByteRange [0 0 0 0]",
        b"/ByteRange [0 999999999 999999999 0 ]",
        b"/ByteRange" * 50_000,
    ],
)
def test_rubbish_bears_no_seal(content: bytes) -> None:
    assert fault(content) in {"NoSeal", "BytesAdded", "BytesChanged"}


def test_what_is_no_signature_is_no_seal() -> None:
    content = sealed()
    start, end = gap(content)
    for inside in (b"0" * (end - start - 2), b"3082ffff" + b"0" * (end - start - 10), b"zz" * ((end - start - 2) // 2)):
        assert fault(content[:start] + b"<" + inside + b">" + content[end:]) == "BytesChanged"
