"""Drawing: a statement becomes one A4 page. The same statement gives the same bytes."""

from collections.abc import Mapping
from typing import Any

from credits import ledger
from credits.certificates import _paper
from credits.certificates._statements import Signed
from learning import lettering
from learning.lettering import A4, BOLD, SANS, SERIF, measure, mm, wrapped

ATTACHED = "certificate.json"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 30 * mm, WIDTH - 30 * mm
INK, QUIET, ACCENT, RULE = (0.1, 0.12, 0.15), (0.42, 0.45, 0.5), (0.09, 0.25, 0.42), (0.78, 0.81, 0.85)
# Tried in turn for a long statement: one page it must be.
SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
BODY_TOP, BODY_FOOT = HEIGHT - 88 * mm, 76 * mm


def draw(signed: Signed) -> bytes:
    """
    Draw a statement as a PDF of one page that holds it, with its signature.

    :raises GlyphMissing: if no font has a character of it
    """

    def page(canvas: lettering.Canvas) -> None:
        Page(canvas, signed.stated).draw()
        canvas.showPage()
        lettering.attach(canvas, ATTACHED, ledger.encoding({"statement": signed.stated, "signature": signed.signature}))

    return lettering.document(
        page, title=title(signed.stated), author=signed.stated["issuer"], subject=signed.stated["title"]
    )


def title(stated: Mapping[str, Any]) -> str:
    """Return what the file is called."""
    return f"结业证书 {stated['number']}"


class Page:
    """One page in the making, on any canvas that writes like ReportLab's. `y` falls as it is written."""

    def __init__(self, canvas: Any, stated: Mapping[str, Any]) -> None:
        self.canvas, self.stated, self.scale, self.y = canvas, stated, 1.0, BODY_TOP

    def draw(self) -> None:
        """Draw the frame, the head, the body at the largest scale that fits, and the foot."""
        self._frame()
        if self.stated["is_specimen"]:
            self._watermark()
        self._head()
        self.scale = next(scale for scale in SCALES if self._body_height(scale) <= BODY_TOP - BODY_FOOT)
        self._statement()
        self._table()
        self._foot()

    def _middle(self, y: float, text: str, *, x: float = WIDTH / 2, **how: Any) -> None:
        lettering.centred(self.canvas, x, y, text, **how)

    def _frame(self) -> None:
        for inset, width in ((12 * mm, 1.6), (14 * mm, 0.5)):
            self.canvas.setStrokeColorRGB(*ACCENT)
            self.canvas.setLineWidth(width)
            self.canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(35)
        self._middle(-60, "样张", style=BOLD, size=190, spacing=40, ink=(0.95, 0.955, 0.965), x=0)
        self.canvas.restoreState()

    def _head(self) -> None:
        self._middle(HEIGHT - 48 * mm, "结业证书", style=BOLD, size=42, spacing=14, ink=ACCENT)
        self._middle(HEIGHT - 57 * mm, "CERTIFICATE OF COMPLETION", style=SANS, size=10, spacing=3, ink=QUIET)
        self._middle(
            HEIGHT - 66 * mm, f"编号 No. {self.stated['number']}", style=SANS, size=9.5, spacing=0.3, ink=QUIET
        )

    def _statement_lines(self, scale: float) -> list[str]:
        size = 14.5 * scale
        return wrapped(_paper.sentence(self.stated), width=RIGHT - LEFT, measure=measure(SERIF, size), indent=2 * size)

    def _cells(self, scale: float) -> list[tuple[str, str, list[str]]]:
        measured = measure(SERIF, 11.5 * scale)
        width = RIGHT - LEFT - 32 * mm
        return [
            (zh, en, [line for part in parts for line in wrapped(part, width=width, measure=measured)])
            for zh, en, parts in _paper.facts(self.stated)
        ]

    def _body_height(self, scale: float) -> float:
        statement = len(self._statement_lines(scale)) * 28 * scale
        return statement + 16 + sum(_row_height(lines, scale) for _zh, _en, lines in self._cells(scale))

    def _statement(self) -> None:
        size = 14.5 * self.scale
        for place, line in enumerate(self._statement_lines(self.scale)):
            lettering.write(self.canvas, LEFT + (2 * size if place == 0 else 0), self.y, line, size=size)
            self.y -= 28 * self.scale
        self.y -= 6
        english = "The holder named above has completed the continuing-education programme stated below."
        lettering.write(self.canvas, LEFT, self.y + 6, english, style=SANS, size=8.5, ink=QUIET)
        self.y -= 10

    def _table(self) -> None:
        self._rule()
        for zh, en, lines in self._cells(self.scale):
            height = _row_height(lines, self.scale)
            lettering.write(
                self.canvas, LEFT, self.y - 16 * self.scale, zh, style=SANS, size=9.5 * self.scale, ink=ACCENT
            )
            lettering.write(
                self.canvas, LEFT, self.y - 26 * self.scale, en, style=SANS, size=6.8 * self.scale, ink=QUIET
            )
            for place, line in enumerate(lines):
                lettering.write(
                    self.canvas, LEFT + 32 * mm, self.y - (20 + 17 * place) * self.scale, line, size=11.5 * self.scale
                )
            self.y -= height
            self._rule()

    def _rule(self) -> None:
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)

    def _foot(self) -> None:
        side, low = 30 * mm, 34 * mm
        lettering.code(self.canvas, LEFT - 3 * mm, low, self.stated["url"], side=side)
        self._middle(low - 9, "扫码查验 Scan to verify", style=SANS, size=7.5, ink=QUIET, x=LEFT - 3 * mm + side / 2)
        measured, size = measure(SERIF, 13), 13
        lines = wrapped(self.stated["issuer"], width=95 * mm, measure=measured)
        for place, line in enumerate(lines):
            lettering.write(
                self.canvas, RIGHT - measured(line), low + 34 + 19 * (len(lines) - 1 - place), line, size=size
            )
        day = _paper.day(self.stated["issued_on"])
        lettering.write(self.canvas, RIGHT - measured(day), low + 12, day, size=size)
        note = "本文件带有签发单位的数字签名；证书状态以查验页面显示为准。Digitally signed; the verification page tells its present state."
        self._middle(20 * mm, note, style=SANS, size=7, ink=QUIET)


def _row_height(lines: list[str], scale: float) -> float:
    return max(34, 17 * len(lines) + 17) * scale
