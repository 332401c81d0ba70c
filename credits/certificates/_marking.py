"""A certificate as it is shown to somebody for a purpose: its picture with the purpose and the day across it, and that picture as a file."""

import io
from collections.abc import Mapping
from functools import partial
from typing import Any

from PIL import Image

from credits.certificates import _links, _paper, _pdf
from credits.certificates._designs import PAGES, Design
from credits.certificates._paper import day
from credits.certificates._picture import draw_picture
from credits.models import CertificateShare
from learning import lettering
from learning.lettering import A4, HEAVY, SANS, mm

MARK, PALE = (0.72, 0.25, 0.2), (0.96, 0.87, 0.86)
# Across the whole page, so that nobody cuts a part out that bears none.
ROWS, ANGLE, SIZE = 7, 30, 17
STRENGTH = 0.22


def marked_picture(share: CertificateShare, *, token: str) -> bytes:
    """Return the picture of what is shared under `token`, with its purpose and its last day across it, as a PNG."""
    # Its code leads where the link does: whoever keeps the picture sees nothing by it once the link has ended.
    shown = {**share.certificate.stated, "url": _links.address(token)}
    page = Image.open(io.BytesIO(draw_picture(shown))).convert("RGB")
    mark = lettering.Sheet()
    with lettering.DRAWING:
        _across(mark, share)
    # Where the mark is white the page stays; where it has ink both are seen.
    ink = mark.image.resize(page.size)
    strength = ink.convert("L").point(lambda shade: round((255 - shade) * STRENGTH * 1.6))
    page.paste(Image.new("RGB", page.size, tuple(round(255 * part) for part in MARK)), mask=strength)
    stream = io.BytesIO()
    page.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def marked_file(share: CertificateShare, *, token: str) -> bytes:
    """
    Return the marked picture as a PDF of one page, or all pages of a register with the mark below their letters.

    It bears no seal: whoever wants one asks the verification page, or the holder for the file.
    """
    stated = {**share.certificate.stated, "url": _links.address(token)}
    design = _paper.design_of(stated)
    if design.layout == PAGES:
        draw = partial(_register, share, stated, design)
    else:
        # Drawn before: one at a time draws.
        draw = partial(_picture, share, marked_picture(share, token=token))
    return lettering.document(draw, title=f"{share.certificate.number} {share.purpose}", author=_issuer(stated))


def _picture(share: CertificateShare, picture: bytes, canvas: lettering.Canvas) -> None:
    lettering.picture(canvas, A4[0] / 2, 0, io.BytesIO(picture), most=A4)
    _note(canvas, share)


def _register(share: CertificateShare, stated: Mapping[str, Any], design: Design, canvas: lettering.Canvas) -> None:
    # Eighty pictures would keep somebody waiting for a minute.
    for leaf in _pdf.leaves(stated, design):
        _across(canvas, share, ink=PALE)
        leaf(canvas)
        _note(canvas, share)


def _note(canvas: lettering.Canvas, share: CertificateShare) -> None:
    """Say on a page that it is only shown, and end it."""
    width, height = A4
    note = f"仅供“{share.purpose}”使用，有效期至{day(share.until_on.isoformat())}。本件为展示件，不含数字签名。"
    lettering.centred(canvas, width / 2, height - 9 * mm, note, style=SANS, size=8, ink=MARK)
    canvas.showPage()


def _across(sheet: lettering.Canvas, share: CertificateShare, *, ink: lettering.Ink = (0, 0, 0)) -> None:
    width, height = A4
    words = f"仅供{share.purpose}使用 · {day(share.until_on.isoformat())}止"
    for row in range(ROWS):
        sheet.saveState()
        sheet.translate(width / 2, height * (row + 0.5) / ROWS)
        sheet.rotate(ANGLE)
        lettering.centred(sheet, 0, 0, f"{words}　{words}", style=HEAVY, size=SIZE, ink=ink)
        sheet.restoreState()


def _issuer(stated: Mapping[str, Any]) -> str:
    return str(stated["issuer"])
