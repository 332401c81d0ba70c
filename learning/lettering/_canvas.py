"""What is put on a canvas: text at a place, centred text, a code; and the PDF that becomes of it."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO

import zxingcpp
from PIL import Image
from reportlab.lib import pagesizes, units
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas as reportlab_canvas

from learning.lettering import _archival
from learning.lettering._fonts import DRAWING, SERIF, measure, runs

# ReportLab's canvas, or a `Sheet`, which writes like it.
Canvas = Any
Ink = tuple[float, float, float]

A4: tuple[float, float] = pagesizes.A4
mm: float = units.mm
LANGUAGE = "zh-CN"
BLACK: Ink = (0.1, 0.12, 0.15)


def document(
    draw: Callable[[Canvas], None],
    *,
    title: str,
    author: str,
    subject: str = "",
    size: tuple[float, float] = A4,
) -> bytes:
    """
    Return what `draw` draws as a PDF; it ends each page by `showPage`. The same drawing gives the same bytes.

    :raises GlyphMissing: if no font has a character of it
    """
    with DRAWING:
        stream = io.BytesIO()
        canvas = reportlab_canvas.Canvas(stream, pagesize=size, invariant=1, pageCompression=1, lang=LANGUAGE)
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(subject)
        # Whoever opens the file reads its title above it, not the name of the file.
        canvas.setViewerPreference("DisplayDocTitle", "true")
        _archival.prepare(canvas, title=title, author=author, language=LANGUAGE)
        draw(canvas)
        canvas.save()

    return stream.getvalue()


def write(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    style: str = SERIF,
    size: float = 11,
    ink: Ink = BLACK,
    spacing: float = 0,
) -> None:
    """Write `text` from `x` on the line `y`, each letter in a font that has it."""
    line = canvas.beginText(x, y)
    line.setFillColorRGB(*ink)
    line.setCharSpace(spacing)
    for font, run in runs(text, style):
        line.setFont(font.fontName, size)
        line.textOut(run)
    canvas.drawText(line)


def centred(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    style: str = SERIF,
    size: float = 11,
    ink: Ink = BLACK,
    spacing: float = 0,
) -> None:
    """Write `text` with its middle at `x`."""
    width = measure(style, size)(text) + spacing * (len(text) - 1)
    write(canvas, x - width / 2, y, text, style=style, size=size, ink=ink, spacing=spacing)


def code(canvas: Canvas, x: float, y: float, text: str, *, side: float) -> None:
    """Put `text` as a QR code of `side` by `side` with its lower left corner at `x`, `y`."""
    canvas.drawImage(ImageReader(qr(text)), x, y, side, side)


def picture(canvas: Canvas, x: float, y: float, content: BinaryIO, *, most: tuple[float, float]) -> None:
    """Put a picture with its middle at `x` and its foot at `y`, as large as fits into `most`."""
    image = Image.open(content).convert("RGB")
    scale = min(most[0] / image.width, most[1] / image.height)
    width, height = image.width * scale, image.height * scale
    canvas.drawImage(ImageReader(image), x - width / 2, y, width, height)


def qr(text: str) -> Image.Image:
    """Return `text` as a QR code, a pixel a module."""
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=True)).convert("1")
