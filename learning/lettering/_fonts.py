"""
Fonts: runs of text that one font can write, and how wide they are.

Processes, not threads: a TTFont serves one document at a time, so a lock makes the threads of a process wait for each other.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from learning.errors import Refusal

rl_config.useA85 = 0  # a third smaller and faster than text
DRAWING = Lock()

SERIF, BOLD, SANS, HEAVY = "serif", "bold", "sans", "heavy"
FONT_NAME = "xueshi-"
FILES = {
    SERIF: "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    BOLD: "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    SANS: "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    HEAVY: "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
}


class GlyphMissing(Refusal):
    """No font can write a character: a box instead of somebody's name would be worse than no paper."""

    sentence = _("No font of this system can write “%(character)s” (%(code)s) in “%(text)s”. Add a font that has it.")


class _Font(ttfonts.TTFont):  # type: ignore[misc]
    """A TrueType font whose text can be copied out of the file above U+FFFF as well, and which is cut without copying all of it."""

    def __init__(self, name: str, file: Path) -> None:
        super().__init__(name, file)
        whole = self.face.get_table
        start, _length = self.face.get_table_pos("glyf")
        outlines = _Outlines(self.face._ttf_data, start)
        # ReportLab copies all outlines, some megabytes, for each paper, and then takes out a few dozen.
        self.face.get_table = lambda tag: outlines if tag == "glyf" else whole(tag)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (ReportLab's name)
        """Add the font's objects; then write the maps to Unicode in UTF-16BE, where ReportLab writes five digits."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            tag = ttfonts.SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX
            stream = doc.idToObject[f"toUnicodeCMap:{tag.decode('pdfdoc')}"]
            stream.content = _unicode_map(tag.decode("pdfdoc"), subset)


class _Outlines:
    """The outlines of a font, from which single ones are taken."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data, self.start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self.data[self.start + part.start : self.start + part.stop]


def _unicode_map(name: str, subset: list[int]) -> str:
    pairs = [f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)]
    blocks = [
        pairs[start : start + 100] for start in range(0, len(pairs), 100)
    ]  # the format allows a hundred at a time
    maps = "\n".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{maps}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def file_of(style: str) -> Path:
    """Return the file of a style, or the one that a further font calls itself by."""
    return settings.FONTS / FILES[style] if style in FILES else Path(style)


def _asked(style: str) -> tuple[str, ...]:
    """Return the styles that are asked for a letter: the wanted one, else the sans, which has a few more, else whatever is installed beside them."""
    return tuple(dict.fromkeys((style, SERIF, SANS, *filter(os.path.isfile, settings.MORE_FONTS))))


@cache
def _font(style: str) -> _Font:
    font = _Font(FONT_NAME + style, file_of(style))
    pdfmetrics.registerFont(font)
    return font


def runs(text: str, style: str) -> Iterator[tuple[_Font, str]]:
    """Part `text` into runs that one font can write: the wanted one, else the first of the others that has the letter."""
    chosen = [_having(letter, style) for letter in text]
    if None in chosen:
        letter = text[chosen.index(None)]
        raise GlyphMissing(character=letter, code=f"U+{ord(letter):04X}", text=text)
    for font, letters in groupby(zip(chosen, text, strict=True), key=lambda pair: pair[0]):
        assert font is not None
        yield font, "".join(letter for _font, letter in letters)


def _having(letter: str, style: str) -> _Font | None:
    font = _font(style)
    if ord(letter) in font.face.charToGlyph:
        return font
    # Large fonts are opened for the first letter that needs them.
    others = map(_font, _asked(style)[1:])
    return next((other for other in others if ord(letter) in other.face.charToGlyph), None)


def width_of(text: str, style: str, size: float) -> float:
    """Return how wide `text` is in the one font of a style, in points."""
    return float(_font(style).stringWidth(text, size))


def measure(style: str, size: float) -> Callable[[str], float]:
    """Return what measures text in points."""

    def measured(text: str) -> float:
        try:
            return size * sum(_width(style, letter) for letter in text)
        except GlyphMissing as refusal:
            # It names the letter; whoever reads it needs the words round it.
            raise GlyphMissing(**{**refusal.facts, "text": text}) from None

    return measured


@lru_cache(maxsize=20_000)
def _width(style: str, letter: str) -> float:
    # Lines are broken by measuring them again and again: each letter is looked up in the fonts once.
    return sum(float(font.stringWidth(run, 1)) for font, run in runs(letter, style))
