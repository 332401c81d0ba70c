"""Archives that come in: what is in them can be clicked on, and looking into them costs little."""

import io
import struct
import zipfile
from contextlib import nullcontext
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learning import contents

TYPES, WORDS = "[Content_Types].xml", "word/document.xml"


def packed(parts: dict[str, bytes], **said: Any) -> bytes:
    """Return a ZIP with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name)
            part.extra = said.get("extra", b"")
            made.writestr(part, content)
    return stream.getvalue()


def document(**more: bytes) -> bytes:
    """Return a DOCX, with more in it."""
    return packed({TYPES: b"<x/>", WORDS: b"<x/>", **{f"word/{name}.bin": one for name, one in more.items()}})


def check(content: bytes, name: str = "成果.zip") -> None:
    contents.check(SimpleUploadedFile(name, content), name=name)


@pytest.mark.parametrize(
    "name",
    [
        "a.exe", "a.exe.", "a.exe. .", "a.pif", "a.chm", "a.url", "a.xlam", "a.html", "a.zip", "a.doc", "论文", "a.exe:b.pdf",
        "a.pdf/b", "a.pdf\\b.lnk",
    ],
)  # fmt: skip
def test_what_nobody_should_click_on_is_named(name: str) -> None:
    with pytest.raises(contents.PartNotTaken) as refused:
        check(packed({"论文.pdf": b"%PDF-1.7", name: b"MZ"}))

    assert "成果.zip" in str(refused.value)


def test_documents_text_pictures_and_what_systems_put_beside_them_are_taken() -> None:
    check(
        packed(
            {
                "图/": b"", "图/一.JPG": b"x", "论文.docx": document(), "数据.csv": b"1,2", "演示.mp4": b"x",
                ".DS_Store": b"x", "图/Thumbs.db": b"x", "__MACOSX/._论文.docx": b"\x00\x05\x16\x07 beside",
            }
        )
    )  # fmt: skip


def test_a_document_in_an_archive_is_looked_into_as_one_that_comes_alone() -> None:
    macros = document(vbaProject=b"x")

    for name, content in (("论文.docx", macros), ("成果.zip", packed({"论文.docx": macros}))):
        with pytest.raises(contents.HoldsPrograms):
            check(content, name)
    with pytest.raises(contents.PartNotTaken):
        check(packed({"论文.docx": b"\xd0\xcf\x11\xe0 an old document"}))


@pytest.mark.parametrize(
    ("name", "inside", "refusal"),
    [
        ("Microsoft_Excel_Sheet.xlsx", {TYPES: b"<x/>", "xl/workbook.xml": b"<x/>"}, None),
        ("Microsoft_Excel_Sheet.xlsx", {TYPES: b"<x/>", "xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}, contents.HoldsPrograms),
        ("Microsoft_Excel_Sheet.xlsx", {"a.exe": b"MZ"}, contents.NotWhatItsNameSays),
        ("oleObject1.bin", {TYPES: b"<x/>", "xl/workbook.xml": b"<x/>"}, contents.HoldsPrograms),
    ],
    ids=["chart", "macros in it", "no workbook", "object"],
)  # fmt: skip
def test_a_chart_brings_its_table_along_and_nothing_else(
    name: str, inside: dict[str, bytes], refusal: type[contents.WrongContent] | None
) -> None:
    paper = packed({TYPES: b"<x/>", WORDS: b"<x/>", f"word/embeddings/{name}": packed(inside)})

    with pytest.raises(refusal) if refusal else nullcontext():
        check(paper, "论文.docx")


def test_the_second_name_that_an_archive_states_counts_too() -> None:
    other = b"\x01" + bytes(4) + b"a.exe"

    with pytest.raises(contents.PartNotTaken):
        check(packed({"a.pdf": b"MZ"}, extra=struct.pack("<HH", 0x7075, len(other)) + other))


def test_documents_that_each_unpack_far_are_counted_together() -> None:
    one = document(image=bytes(40 * 1024 * 1024))

    check(packed({"a.docx": one}))
    with pytest.raises(contents.UnpacksTooFar):
        check(packed({f"{number}.docx": one for number in range(3)}))


def test_what_is_broken_inside_is_no_archive() -> None:
    broken = bytearray(packed({"a.txt": b"words " * 100}))
    broken[40:50] = b"\xff" * 10

    with pytest.raises(contents.NotWhatItsNameSays):
        check(bytes(broken))


def test_a_directory_of_hundred_thousands_is_not_read() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, *[0] * 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * (contents.UPLOAD_BYTES_MAX // len(entry))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), 4, 0)
    begun = process_time()

    with pytest.raises(contents.TooManyParts):
        check(b"PK\x03\x04" + directory + end)

    assert process_time() - begun < 1


def test_more_parts_than_anybody_packs_are_refused() -> None:
    with pytest.raises(contents.TooManyParts):
        check(packed({f"{number}.txt": b"" for number in range(5001)}))
