"""Two hundred ways to change a sealed certificate, and files made to hurt: none is taken for valid, all are answered in bounded time and memory."""

import io
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from credits import certificates, seals
from credits.certificates import _pdf
from credits.models import Certificate
from credits.web import dropped
from tests.credits import builders as people
from tests.credits.certificates.builders import AT, BASE, OTHER_BASE, base, file_of, issued, signed
from tests.credits.seals.test_seals import gap

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
Mutation = Callable[[Certificate, Certificate, random.Random], bytes]


def byte_changed(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    content = file_of(mine)
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def byte_of_the_seal_changed(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    content = file_of(mine)
    place = chance.randrange(*gap(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def bytes_appended(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    return file_of(mine) + chance.randbytes(chance.randint(1, 400))


def bytes_put_in_or_taken_out(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    content = file_of(mine)
    place, length = chance.randrange(len(content)), chance.randint(1, 50)
    if chance.random() < 0.5:
        return content[:place] + content[place + length :]
    return content[:place] + chance.randbytes(length) + content[place:]


def updated(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    """As a program does that changes a file without writing it anew: what was signed stays, and something else is shown."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file_of(mine)))
    words = f"BT /F1 20 Tf 100 {chance.randint(100, 700)} Td (90) Tj ET".encode()
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=words))
    writer.mark_update(page.container_ref if page.container_ref else page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def updated_and_sealed_by_another_base(mine: Certificate, other: Certificate, chance: random.Random) -> bytes:
    base(OTHER_BASE)
    file = updated(mine, other, chance)
    return _sealed_again(file, organisation_id=OTHER_BASE)


def page_swapped(mine: Certificate, other: Certificate, _chance: random.Random) -> bytes:
    """Show the page of somebody else, with what is embedded in this file."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(file_of(mine)))
    writer.add_page(pypdf.PdfReader(io.BytesIO(file_of(other))).pages[0])
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def first_half_swapped(mine: Certificate, other: Certificate, _chance: random.Random) -> bytes:
    """The page of one, the seal of the other."""
    drawn, theirs = _pdf.draw(signed(mine)), _pdf.draw(signed(other))
    return theirs + file_of(mine)[len(drawn) :]


def seal_of_another(mine: Certificate, other: Certificate, _chance: random.Random) -> bytes:
    content, theirs = file_of(mine), file_of(other)
    start, end = gap(content)
    return content[:start] + theirs[slice(*gap(theirs))] + content[end:]


def number_edited(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    """The same paper with another number, and everything that was appended when it was sealed."""
    drawn, number = _pdf.draw(signed(mine)), mine.number
    place = chance.choice([at for at, letter in enumerate(number) if letter.isdigit()])
    other = number[:place] + str((int(number[place]) + chance.randint(1, 9)) % 10) + number[place + 1 :]
    return _pdf.draw(signed(mine, number=other)) + file_of(mine)[len(drawn) :]


def fact_edited_and_sealed_again(mine: Certificate, _other: Certificate, chance: random.Random) -> bytes:
    """By somebody in the base itself, who has its key, and not the register."""
    drawn = _pdf.draw(signed(mine, hours=[["专业科目", str(chance.randint(25, 90))]]))
    return seals.seal(drawn, organisation_id=BASE, reason="结业证书", at=LATER).content


MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (byte_changed, 60),
    (byte_of_the_seal_changed, 30),
    (bytes_appended, 20),
    (bytes_put_in_or_taken_out, 20),
    (updated, 15),
    (updated_and_sealed_by_another_base, 5),
    (page_swapped, 5),
    (first_half_swapped, 5),
    (seal_of_another, 5),
    (number_edited, 20),
    (fact_edited_and_sealed_again, 15),
)


def check(content: bytes) -> certificates.Checked:
    return certificates.check_file(content, roots=seals.roots(), at=LATER)


def test_two_hundred_mutations_are_all_found() -> None:
    mine, other = issued(name="张三"), issued(key="run:82:1", name="李四")
    assert [check(file_of(one)).is_valid for one in (mine, other)] == [True, True]

    unseen, count = [], 0
    for mutation, times in MUTATIONS:
        for time_ in range(times):
            content = mutation(mine, other, random.Random(f"{mutation.__name__}:{time_}"))
            assert content not in (file_of(mine), file_of(other))
            found = check(content)
            count += 1
            if found.is_valid or found.is_original:
                unseen.append((mutation.__name__, time_))

    assert (count, unseen) == (200, [])


def test_revoked_certificate_that_is_shown_again_says_so() -> None:
    mine = issued(name="张三")
    kept = file_of(mine)
    certificates.revoke(certificate=mine, by=people.user(), at=LATER, reason="考勤不实")

    found = check(kept)

    assert (found.is_original, found.is_valid, found.file.fault) == (True, False, None)
    assert found.found is not None
    assert (found.found.state, found.found.reason) == ("REVOKED", "考勤不实")


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(file_of(issued(name="张三"))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def many_pages() -> bytes:
    pages = b"".join(
        b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" % number for number in range(3, 10_003)
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 10000/Kids["
        + kids
        + b"]>>endobj\n"
        + pages
    )


def nested_bombs() -> bytes:
    packed = zlib.compress(zlib.compress(b"\0" * 200_000_000, 9), 9)
    return (
        b"%%PDF-1.7\n1 0 obj<</Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode] /Length %d>>\nstream\n"
        % len(packed)
        + packed
    )


def malicious() -> bytes:
    """A program to start, a script, an address to call, pages that hold themselves, a table that leads to itself."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 2147483647/Kids[2 0 R 2 0 R]>>endobj\n3 0 obj<</Type/ObjStm/N 99999999/First 3 0 R/Length 3 0 R>>stream\nx\nendstream endobj\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9/Size 2147483647>>\nstartxref\n9\n%%EOF\n"
    )


@pytest.mark.parametrize("make", [encrypted, many_pages, nested_bombs, malicious])
def test_files_made_to_hurt_are_answered_in_little_time_and_memory(make: Callable[[], bytes]) -> None:
    content = make()
    check(b"%PDF")
    tracemalloc.start()
    began = time.process_time()

    found = check(content)

    spent, (_now, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.is_valid, found.found) == (False, None)
    assert isinstance(found.file.fault, certificates.NotOurs)
    assert spent < 5
    assert most < len(content) + 8 * 1024 * 1024


@pytest.fixture
def huge() -> Iterator[Any]:
    file = TemporaryUploadedFile("huge.pdf", "application/pdf", 0, None)
    file.write(b"%PDF-1.7\n")
    file.file.truncate(200 * 1024 * 1024)
    file.size = 200 * 1024 * 1024
    file.seek(0)
    yield file
    file.close()


def test_two_hundred_megabytes_are_not_read(huge: TemporaryUploadedFile) -> None:
    tracemalloc.start()

    (answer,) = dropped._checked([huge])

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(answer.checked.file.fault, certificates.NotOurs)
    assert most < 40 * 1024 * 1024


def _sealed_again(file: bytes, *, organisation_id: int) -> bytes:
    """Seal a file that bears a seal, in a field of another name."""
    from credits.seals import _sealing  # noqa: PLC0415

    field, _sealing.FIELD = _sealing.FIELD, "Seal2"
    try:
        return seals.seal(file, organisation_id=organisation_id, reason="结业证书", at=LATER).content
    finally:
        _sealing.FIELD = field
