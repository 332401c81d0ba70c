"""Drawing: a statement becomes one A4 page, or those of a register, in the layout of its design. The same statement gives the same bytes."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from credits import ledger
from credits.certificates import _designs, _paper, _register_pages
from credits.certificates._designs import Design
from credits.certificates._looks import ACCENT, HEIGHT, LOGO, NOTE, NOTE_EN, QUIET, RULE, WIDTH
from credits.certificates._statements import Signed
from learning import lettering, papers
from learning.lettering import BOLD, SANS, SERIF, measure, mm, wrapped

ATTACHED, PROOFS = "certificate.json", "transcript.json"
LEFT, RIGHT = 30 * mm, WIDTH - 30 * mm
# Tried in turn for a long statement: one page it must be.
SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
BODY_FOOT = 76 * mm


@dataclass(frozen=True, kw_only=True)
class Slots:
    """Where a layout puts what every paper has: heights of lines above the foot of the page."""

    logo: float
    title: float
    title_size: float
    title_spacing: float
    english: float
    number: float
    body: float


SLOTS = {
    _designs.FRAMED: Slots(
        logo=HEIGHT - 31 * mm,
        title=HEIGHT - 48 * mm,
        title_size=42,
        title_spacing=14,
        english=HEIGHT - 57 * mm,
        number=HEIGHT - 66 * mm,
        body=HEIGHT - 88 * mm,
    ),
    _designs.LETTER: Slots(
        logo=HEIGHT - 30 * mm,
        title=HEIGHT - 46 * mm,
        title_size=28,
        title_spacing=8,
        english=HEIGHT - 53.5 * mm,
        number=HEIGHT - 63 * mm,
        body=HEIGHT - 81 * mm,
    ),
}


def draw(signed: Signed, design: Design | None = None) -> bytes:
    """
    Draw a statement as a PDF that holds it, with its signature; and what proves it line by line, where it names that.

    :raises GlyphMissing: if no font has a character of it
    """
    design = design or _paper.design_of(signed.stated)

    def pages(canvas: lettering.Canvas) -> None:
        for leaf in leaves(signed.stated, design):
            leaf(canvas)
            canvas.showPage()
        lettering.attach(canvas, ATTACHED, ledger.encoding({"statement": signed.stated, "signature": signed.signature}))
        if proofs := signed.stated.get("proofs"):
            lettering.attach(canvas, PROOFS, papers.read(proofs, ending="json"))

    return lettering.document(
        pages,
        title=_paper.title(signed.stated, design),
        author=signed.stated["issuer"],
        subject=signed.stated["title"],
    )


def leaves(stated: Mapping[str, Any], design: Design) -> list[Callable[[lettering.Canvas], None]]:
    """Return what draws each page of a statement, on any canvas that writes like ReportLab's."""
    if design.layout == _designs.PAGES:
        return _register_pages.leaves(stated, design)
    return [lambda canvas: Page(canvas, stated, design).draw()]


def fits(stated: Mapping[str, Any], design: Design) -> bool:
    """Say whether a statement fits on its page, or on its pages row by row."""
    if design.layout == _designs.PAGES:
        return _register_pages.fits(stated, design)
    page = Page(None, stated, design)
    return page.height_of_body(SCALES[-1]) <= page.slots.body - BODY_FOOT


class Page:
    """One page in the making, on any canvas that writes like ReportLab's. `y` falls as it is written."""

    def __init__(self, canvas: Any, stated: Mapping[str, Any], design: Design) -> None:
        self.canvas, self.stated, self.design = canvas, stated, design
        self.slots = SLOTS[design.layout]
        self.scale, self.y = 1.0, self.slots.body

    def draw(self) -> None:
        """Draw the frame, the head, the body at the largest scale that fits, and the foot."""
        self._frame()
        if self.stated["is_specimen"]:
            self._watermark()
        self._head()
        room = self.slots.body - BODY_FOOT
        self.scale = next((scale for scale in SCALES if self.height_of_body(scale) <= room), SCALES[-1])
        self._statement()
        self._table()
        self._foot()

    def _middle(self, y: float, text: str, *, x: float = WIDTH / 2, **how: Any) -> None:
        lettering.centred(self.canvas, x, y, text, **how)

    def _frame(self) -> None:
        self.canvas.setStrokeColorRGB(*ACCENT)
        if self.design.layout == _designs.LETTER:
            for y, width in ((self.slots.number - 4 * mm, 1.2), (24 * mm, 0.5)):
                self.canvas.setLineWidth(width)
                self.canvas.line(LEFT - 3 * mm, y, RIGHT + 3 * mm, y)
            return
        for inset, width in ((12 * mm, 1.6), (14 * mm, 0.5)):
            self.canvas.setLineWidth(width)
            self.canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(35)
        self._middle(-60, "样张", style=BOLD, size=190, spacing=40, ink=(0.95, 0.955, 0.965), x=0)
        self.canvas.restoreState()

    def _head(self) -> None:
        slots = self.slots
        if self.design.logo:
            lettering.picture(self.canvas, WIDTH / 2, slots.logo, io.BytesIO(self.design.logo), most=LOGO)
        title, size, spacing = self.design.title, slots.title_size, slots.title_spacing
        # A long title is set smaller, and never wider than the text below it.
        wide = measure(BOLD, 1)(title.zh) * size + spacing * (len(title.zh) - 1)
        shrunk = min(1.0, (RIGHT - LEFT) / wide)
        self._middle(slots.title, title.zh, style=BOLD, size=size * shrunk, spacing=spacing * shrunk, ink=ACCENT)
        if self.design.is_bilingual:
            size = min(10.0, (RIGHT - LEFT) / (measure(SANS, 1)(title.en) + 0.3 * len(title.en)))
            self._middle(slots.english, title.en, style=SANS, size=size, spacing=0.3 * size, ink=QUIET)
        label = "编号 No." if self.design.is_bilingual else "编号"
        self._middle(slots.number, f"{label} {self.stated['number']}", style=SANS, size=9.5, spacing=0.3, ink=QUIET)

    def _statement_lines(self, scale: float) -> list[str]:
        size = 14.5 * scale
        text = _paper.sentence(self.stated, self.design)
        return wrapped(text, width=RIGHT - LEFT, measure=measure(SERIF, size), indent=2 * size)

    def _english_lines(self) -> list[str]:
        if not self.design.is_bilingual:
            return []
        text = self.design.sentence_of(self.stated, "en")
        return wrapped(text, width=RIGHT - LEFT, measure=measure(SANS, 8.5))

    def _cells(self, scale: float) -> list[tuple[str, str, list[str]]]:
        measured = measure(SERIF, 11.5 * scale)
        width = RIGHT - LEFT - 32 * mm
        return [
            (zh, en, wrapped(text, width=width, measure=measured))
            for zh, en, text in _paper.facts(self.stated, self.design)
        ]

    def height_of_body(self, scale: float) -> float:
        """Return how much of the page sentence and table take."""
        statement = len(self._statement_lines(scale)) * 28 * scale + max(0, len(self._english_lines()) - 1) * 12
        return statement + 16 + sum(_row_height(lines, scale) for _zh, _en, lines in self._cells(scale))

    def _statement(self) -> None:
        size = 14.5 * self.scale
        for place, line in enumerate(self._statement_lines(self.scale)):
            lettering.write(self.canvas, LEFT + (2 * size if place == 0 else 0), self.y, line, size=size)
            self.y -= 28 * self.scale
        english = self._english_lines()
        for place, line in enumerate(english):
            lettering.write(self.canvas, LEFT, self.y - 12 * place, line, style=SANS, size=8.5, ink=QUIET)
        self.y -= 16 + 12 * max(0, len(english) - 1)

    def _table(self) -> None:
        self._rule()
        for zh, en, lines in self._cells(self.scale):
            height = _row_height(lines, self.scale)
            # A label without English stands on the line of its text.
            first = self.y - (16 if en else 20) * self.scale
            lettering.write(self.canvas, LEFT, first, zh, style=SANS, size=9.5 * self.scale, ink=ACCENT)
            if en:
                low = self.y - 26 * self.scale
                lettering.write(self.canvas, LEFT, low, en, style=SANS, size=6.8 * self.scale, ink=QUIET)
            for place, line in enumerate(lines):
                y = self.y - (20 + 17 * place) * self.scale
                lettering.write(self.canvas, LEFT + 32 * mm, y, line, size=11.5 * self.scale)
            self.y -= height
            self._rule()

    def _rule(self) -> None:
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)

    def _foot(self) -> None:
        side, low = 30 * mm, 34 * mm
        lettering.code(self.canvas, LEFT - 3 * mm, low, self.stated["url"], side=side)
        scan = "扫码查验 Scan to verify" if self.design.is_bilingual else "扫码查验"
        self._middle(low - 9, scan, style=SANS, size=7.5, ink=QUIET, x=LEFT - 3 * mm + side / 2)
        measured, size = measure(SERIF, 13), 13
        lines = wrapped(self.stated["issuer"], width=95 * mm, measure=measured)
        for place, line in enumerate(lines):
            y = low + 34 + 19 * (len(lines) - 1 - place)
            lettering.write(self.canvas, RIGHT - measured(line), y, line, size=size)
        day = _paper.day(self.stated["issued_on"])
        lettering.write(self.canvas, RIGHT - measured(day), low + 12, day, size=size)
        self._notes()

    def _notes(self) -> None:
        own = self.design.note
        notes = [own.zh + (f" {own.en}" if self.design.is_bilingual else "")] if own.zh else []
        notes.append(NOTE + (NOTE_EN if self.design.is_bilingual else ""))
        for place, note in enumerate(reversed(notes)):
            size = min(7.0, (RIGHT - LEFT + 16 * mm) / measure(SANS, 1)(note))
            self._middle((17.5 if len(notes) > 1 else 20) * mm + 9 * place, note, style=SANS, size=size, ink=QUIET)


def _row_height(lines: list[str], scale: float) -> float:
    return max(34, 17 * len(lines) + 17) * scale
