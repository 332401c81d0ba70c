"""
A page of pixels that writes like ReportLab's canvas, in points with the origin at the foot, so that one drawing serves both.
"""

import io
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from learning.lettering import _fonts
from learning.lettering._canvas import A4

COLOURS = 48
WHITE = (255, 255, 255)


class Line:
    """What is written at one place, run by run."""

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y
        self.ink, self.spacing, self.font, self.size = (0, 0, 0), 0.0, "", 0.0
        self.runs: list[tuple[str, str, float]] = []

    def setFillColorRGB(self, *ink: float) -> None:  # noqa: N802  (ReportLab's name)
        """Choose the ink."""
        self.ink = _colour(ink)

    def setCharSpace(self, spacing: float) -> None:  # noqa: N802
        """Choose the space between letters."""
        self.spacing = spacing

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        """Choose the font."""
        self.font, self.size = name, size

    def textOut(self, text: str) -> None:  # noqa: N802
        """Write on."""
        self.runs.append((self.font, text, self.size))


class Sheet:
    """A page of pixels, `scale` of them a point."""

    def __init__(self, size: tuple[float, float] = A4, *, scale: float = 2) -> None:
        self.height, self.scale = size[1], scale
        self.image = Image.new("RGB", (round(size[0] * scale), round(size[1] * scale)), WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.ink, self.fill, self.width = (0, 0, 0), (0, 0, 0), 1.0
        self.origin, self.angle = (0.0, 0.0), 0.0

    def png(self) -> bytes:
        """Return the page as a file."""
        stream = io.BytesIO()
        self.image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        return stream.getvalue()

    def setStrokeColorRGB(self, *ink: float) -> None:  # noqa: N802
        """Choose the ink of lines."""
        self.ink = _colour(ink)

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        """Choose the width of lines."""
        self.width = width

    def setFillColorRGB(self, *ink: float) -> None:  # noqa: N802
        """Choose the ink of grounds."""
        self.fill = _colour(ink)

    def rect(self, x: float, y: float, width: float, height: float, *, stroke: int = 1, fill: int = 0) -> None:
        """Draw a frame, or a ground."""
        box = (*self._at(x, y + height), *self._at(x + width, y))
        self.pen.rectangle(
            box, outline=self.ink if stroke else None, fill=self.fill if fill else None, width=self._pixels()
        )

    def line(self, x: float, y: float, end_x: float, end_y: float) -> None:
        """Draw a line."""
        self.pen.line((*self._at(x, y), *self._at(end_x, end_y)), fill=self.ink, width=self._pixels())

    def drawImage(self, image: Any, x: float, y: float, width: float, height: float) -> None:  # noqa: N802
        """Paste a picture; the edges of a code stay sharp."""
        held = image._image
        size = (round(width * self.scale), round(height * self.scale))
        left, top = self._at(x, y + height)
        how = Image.Resampling.NEAREST if held.mode == "1" else Image.Resampling.LANCZOS
        self.image.paste(held.convert("RGB").resize(size, how), (round(left), round(top)))

    def saveState(self) -> None:  # noqa: N802
        """Begin what is turned."""

    def restoreState(self) -> None:  # noqa: N802
        """End what is turned."""
        self.origin, self.angle = (0.0, 0.0), 0.0

    def translate(self, x: float, y: float) -> None:
        """Move the origin."""
        self.origin = (x, y)

    def rotate(self, angle: float) -> None:
        """Turn what follows about the origin."""
        self.angle = angle

    def beginText(self, x: float, y: float) -> Line:  # noqa: N802
        """Return an empty line."""
        return Line(x, y)

    def drawText(self, line: Line) -> None:  # noqa: N802
        """Write a line, letter by letter where the file has them."""
        mask = Image.new("L", self.image.size) if self.angle else None
        pen = ImageDraw.Draw(mask) if mask else self.pen
        x, y = self._at(line.x, line.y)
        for name, text, size in line.runs:
            style = name.removeprefix(_fonts.FONT_NAME)
            for letter in text:
                pen.text(
                    (x, y),
                    letter,
                    font=_face(style, round(size * self.scale)),
                    fill=255 if mask else line.ink,
                    anchor="ls",
                )
                x += (_fonts.width_of(letter, style, size) + line.spacing) * self.scale
        if mask:
            self.image.paste(line.ink, mask=mask.rotate(self.angle, Image.Resampling.BICUBIC, center=self._at(0, 0)))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        left, foot = self.origin
        return (left + x) * self.scale, (self.height - foot - y) * self.scale

    def _pixels(self) -> int:
        return max(1, round(self.width * self.scale))


@cache
def _face(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_fonts.file_of(style), size)


def _colour(ink: tuple[float, ...]) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in ink)
    return red, green, blue
