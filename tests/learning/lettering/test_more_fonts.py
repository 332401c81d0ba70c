"""Characters that the usual fonts lack: written by a font that is installed beside them, copied out rightly; without one, refused."""

import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest

from learning import lettering
from learning.lettering import _fonts

RARE = "\U00020bb7"  # 𠮷, beyond U+FFFF
STANDARD = "吉"


def font_with(letter: str, *, drawn_as: str, folder: Path) -> Path:
    """Make a TrueType font that has one letter, drawn as another one of a font of ours."""
    held = _fonts.file_of(_fonts.SANS).read_bytes()
    glyphs = _fonts._font(_fonts.SANS).face.charToGlyph
    # And ASCII, as every font has it.
    mapped = [(code, glyphs[code]) for code in range(32, 127)] + [(ord(letter), glyphs[ord(drawn_as)])]
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in mapped)
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(mapped)) + groups
    charmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    count = struct.unpack_from(">H", held, 4)[0]
    tables = {}
    for place in range(count):
        tag, _sum, start, length = struct.unpack_from(">4sIII", held, 12 + 16 * place)
        tables[tag] = held[start : start + length]
    tables[b"cmap"] = charmap
    # ReportLab takes fonts of one name for one font.
    for name, own in (
        (b"NotoSansSC", b"RareSansSC"),
        ("NotoSansSC".encode("utf-16-be"), "RareSansSC".encode("utf-16-be")),
    ):
        tables[b"name"] = tables[b"name"].replace(name, own)
    listed, body, start = b"", b"", 12 + 16 * count
    for tag, content in sorted(tables.items()):
        listed += struct.pack(">4sIII", tag, 0, start + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    file = folder / "rare.ttf"
    file.write_bytes(held[:12] + listed + body)
    return file


def page(text: str) -> bytes:
    def draw(canvas: lettering.Canvas) -> None:
        lettering.write(canvas, 100, 100, text)
        canvas.showPage()

    return lettering.document(draw, title="t", author="a")


def test_a_font_beside_the_usual_ones_writes_what_they_lack(tmp_path: Path, settings: Any) -> None:
    settings.MORE_FONTS = [str(font_with(RARE, drawn_as=STANDARD, folder=tmp_path))]

    written = page(f"江苏{RARE}县")

    (tmp_path / "page.pdf").write_bytes(written)
    copied = subprocess.run(["pdftotext", "page.pdf", "-"], cwd=tmp_path, capture_output=True, check=True).stdout
    assert copied.decode().strip() == f"江苏{RARE}县"


def test_the_picture_shows_it_too(tmp_path: Path, settings: Any) -> None:
    settings.MORE_FONTS = [str(font_with(RARE, drawn_as=STANDARD, folder=tmp_path))]
    rare, standard = (lettering.Sheet((60, 60)) for _one in range(2))

    lettering.write(rare, 10, 10, RARE, size=30)
    lettering.write(standard, 10, 10, STANDARD, size=30, style=lettering.SANS)

    assert rare.png() == standard.png()


@pytest.mark.parametrize("more", [[], ["/nowhere/at/all.ttf"]])
def test_without_such_a_font_it_is_refused(more: list[str], settings: Any) -> None:
    settings.MORE_FONTS = more

    with pytest.raises(lettering.GlyphMissing, match=r"U\+20BB7"):
        page(f"江苏{RARE}县")
