"""
A sheet as a picture: to look at and to keep where no file can be taken (WeChat's browser).

`draw` takes rows of text and writes one under the other, wrapped, on a page as long as they need.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
)
WIDTH, MARGIN = 750, 40
COLOURS = 32
WHITE = (255, 255, 255)
SIZES = {"title": 38, "head": 30, "text": 26, "note": 21}
INKS = {"ink": (28, 36, 48), "quiet": (95, 104, 115), "good": (22, 101, 52), "warn": (146, 84, 14)}
LEADING = 1.6
Size = Literal["title", "head", "text", "note"]
Ink = Literal["ink", "quiet", "good", "warn"]


@dataclass(frozen=True)
class Row:
    """A paragraph."""

    text: str
    size: Size = "text"
    ink: Ink = "ink"


def draw(rows: Iterable[Row]) -> bytes:
    """Return `rows` as a PNG."""
    lines = [(line, row) for row in rows for line in _wrapped(row.text, SIZES[row.size])]
    image = Image.new("RGB", (WIDTH, 2 * MARGIN + sum(_height(row) for _line, row in lines)), WHITE)
    pen, foot = ImageDraw.Draw(image), MARGIN
    for line, row in lines:
        _write(pen, line, foot, row)
        foot += _height(row)
    stream = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _height(row: Row) -> int:
    return round(SIZES[row.size] * LEADING)


def _write(pen: ImageDraw.ImageDraw, line: str, top: int, row: Row) -> None:
    x = float(MARGIN)
    for letter in line:
        face = _face_of(letter, SIZES[row.size])
        pen.text((x, top + SIZES[row.size] * 1.2), letter, font=face, fill=INKS[row.ink], anchor="ls")
        x += face.getlength(letter)


def _wrapped(text: str, size: int) -> Iterator[str]:
    line, width = "", 0.0
    for letter in text:
        length = _face_of(letter, size).getlength(letter)
        if width + length > WIDTH - 2 * MARGIN:
            yield line
            line, width = "", 0.0
        line, width = line + letter, width + length
    yield line


def _face_of(letter: str, size: int) -> ImageFont.FreeTypeFont:
    # A letter that no font has is written as the box of the first; the number beside a name still says whose it is.
    return next((face for face in (_face(name, size) for name in FONTS) if _has(face, letter)), _face(FONTS[0], size))


def _has(face: ImageFont.FreeTypeFont, letter: str) -> bool:
    return letter.isspace() or bytes(face.getmask(letter)) != _box(face)


@cache
def _box(face: ImageFont.FreeTypeFont) -> bytes:
    return bytes(face.getmask("\uffff"))


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.FONTS / name, size)
