"""Drawing a register: as many A4 pages as its tables ask for, with repeating heads, carried sums, and a code on each."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credits.certificates import _paper, _register_layout
from credits.certificates._designs import Design
from credits.certificates._looks import ACCENT, HEIGHT, LOGO, NOTE, NOTE_EN, QUIET, RULE, WIDTH
from credits.certificates._register_layout import CLOSING, ISSUER_SIZE, LEADING, PADDING, SIZE, SMALL, Tables
from learning import lettering
from learning.lettering import BOLD, CARRY, HEAD, HEADING, REMARK, SANS, SERIF, Block, measure, mm, wrapped

LEFT, RIGHT = 15 * mm, WIDTH - 15 * mm
SHADE, INK = (0.94, 0.95, 0.97), (0.1, 0.12, 0.15)
LABELS = 34 * mm  # how wide the labels of the facts above the tables are
BODY, ENGLISH = 11.0, 8.0
PROOFS = "登记明细的账册存证以附件形式存于本文件（transcript.json），可脱机核验。"
PROOFS_EN = "The proofs of the ledger are attached."


@dataclass(frozen=True, kw_only=True)
class Slots:
    """Where the layout puts what every page has: heights of lines above the foot of the page."""

    logo: float = HEIGHT - 26 * mm
    title: float = HEIGHT - 37 * mm
    title_size: float = 22.0
    english: float = HEIGHT - 43 * mm
    number: float = HEIGHT - 49 * mm
    body: float = HEIGHT - 60 * mm  # of the first page
    head: float = HEIGHT - 18 * mm  # of each other page
    rest: float = HEIGHT - 28 * mm
    end: float = 40 * mm  # of what stands between head and foot
    code: float = 15 * mm
    foot: float = 32 * mm


SLOTS = Slots()


def leaves(stated: Mapping[str, Any], design: Design) -> list[Callable[[Any], None]]:
    """Return what draws each page, on any canvas that writes like ReportLab's."""
    above = _Above(stated, design)
    tables = Tables(stated, is_bilingual=design.is_bilingual)
    pages = tables.pages(first=SLOTS.body - above.height - SLOTS.end, room=SLOTS.rest - SLOTS.end)

    def leaf(number: int, blocks: Sequence[Block]) -> Callable[[Any], None]:
        return lambda canvas: _Leaf(canvas, above, number=number, count=len(pages)).draw(blocks)

    return [leaf(number, blocks) for number, blocks in enumerate(pages, start=1)]


def fits(stated: Mapping[str, Any], design: Design) -> bool:
    """Say whether what stands above the tables leaves half of the first page, and no row is higher than a page."""
    blocks = Tables(stated, is_bilingual=design.is_bilingual).blocks()
    # Head and carried rows stand on the page with it.
    room = SLOTS.rest - SLOTS.end - 6 * LEADING
    return _Above(stated, design).height <= HEIGHT / 3 and all(block.height <= room for block in blocks)


class _Above:
    """What stands above the tables of the first page: the sentence, and the facts that the design gives a row."""

    def __init__(self, stated: Mapping[str, Any], design: Design) -> None:
        self.stated, self.design = stated, design
        width = RIGHT - LEFT
        self.sentence = wrapped(
            _paper.sentence(stated, design), width=width, measure=measure(SERIF, BODY), indent=2 * BODY
        )
        english = design.sentence_of(stated, "en") if design.is_bilingual else ""
        self.english = wrapped(english, width=width, measure=measure(SANS, ENGLISH)) if english else []
        self.facts = [
            (zh, en, wrapped(text, width=width - LABELS, measure=measure(SERIF, SIZE + 1)))
            for zh, en, text in _paper.facts(stated, design)
        ]

    @property
    def height(self) -> float:
        """Return how much of the page it takes."""
        facts = sum(len(lines) * (LEADING + 2) + 3 for _zh, _en, lines in self.facts)
        return len(self.sentence) * (BODY + 6) + len(self.english) * (ENGLISH + 3) + facts + 8


class _Leaf:
    """One page in the making; `y` falls as it is written."""

    def __init__(self, canvas: Any, above: _Above, *, number: int, count: int) -> None:
        self.canvas, self.above, self.number, self.count = canvas, above, number, count
        self.stated, self.design = above.stated, above.design
        self.y = SLOTS.body if number == 1 else SLOTS.rest

    def draw(self, blocks: Sequence[Block]) -> None:
        """Draw the head of the page, what stands on it, and its foot."""
        if self.stated["is_specimen"]:
            self._watermark()
        if self.number == 1:
            self._first_head()
            self._facts()
        else:
            self._head()
        for block in blocks:
            self._block(block)
            self.y -= block.height
        self._foot()

    def _write(self, x: float, y: float, text: str, *, style: str = SANS, size: float = SIZE, ink: Any = INK) -> None:
        lettering.write(self.canvas, x, y, text, style=style, size=size, ink=ink)

    def _rule(self, y: float, *, ink: Any = RULE, width: float = 0.5) -> None:
        self.canvas.setStrokeColorRGB(*ink)
        self.canvas.setLineWidth(width)
        self.canvas.line(LEFT, y, RIGHT, y)

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(35)
        how: Any = {"style": BOLD, "size": 190, "spacing": 40, "ink": (0.95, 0.955, 0.965)}
        lettering.centred(self.canvas, 0, -60, "样张", **how)
        self.canvas.restoreState()

    def _first_head(self) -> None:
        if self.design.logo:
            lettering.picture(self.canvas, WIDTH / 2, SLOTS.logo, io.BytesIO(self.design.logo), most=LOGO)
        title, size = self.design.title, SLOTS.title_size
        shrunk = min(1.0, (RIGHT - LEFT) / (measure(BOLD, size)(title.zh) + 4 * len(title.zh)))
        how: Any = {"style": BOLD, "size": size * shrunk, "spacing": 4 * shrunk, "ink": ACCENT}
        lettering.centred(self.canvas, WIDTH / 2, SLOTS.title, title.zh, **how)
        if self.design.is_bilingual:
            size = min(9.0, (RIGHT - LEFT) / (measure(SANS, 1)(title.en) + 0.3 * len(title.en)))
            how = {"style": SANS, "size": size, "spacing": 0.3 * size, "ink": QUIET}
            lettering.centred(self.canvas, WIDTH / 2, SLOTS.english, title.en, **how)
        number = f"{self._label()} {self.stated['number']}"
        lettering.centred(self.canvas, WIDTH / 2, SLOTS.number, number, style=SANS, size=9, ink=QUIET)
        self._rule(SLOTS.number - 4 * mm, ink=ACCENT, width=1.2)

    def _label(self) -> str:
        return "编号 No." if self.design.is_bilingual else "编号"

    def _facts(self) -> None:
        for place, line in enumerate(self.above.sentence):
            self._write(LEFT + (2 * BODY if place == 0 else 0), self.y, line, style=SERIF, size=BODY)
            self.y -= BODY + 6
        for line in self.above.english:
            self._write(LEFT, self.y, line, size=ENGLISH, ink=QUIET)
            self.y -= ENGLISH + 3
        self.y -= 4
        for zh, en, lines in self.above.facts:
            self._write(LEFT, self.y, zh, ink=ACCENT)
            if en:
                self._write(LEFT + measure(SANS, SIZE)(zh) + 4, self.y, en, size=SMALL, ink=QUIET)
            for line in lines:
                self._write(LEFT + LABELS, self.y, line, style=SERIF, size=SIZE + 1)
                self.y -= LEADING + 2
            self.y -= 3
        self.y -= 4

    def _head(self) -> None:
        """Draw what tells, above each further page, to what it belongs."""
        number, title = f"{self._label()} {self.stated['number']}", self.design.title.zh
        wide = measure(SANS, SIZE)(number)
        self._write(RIGHT - wide, SLOTS.head, number, ink=QUIET)
        size = min(SIZE + 1, (RIGHT - LEFT - wide - 4 * mm) / measure(BOLD, 1)(title))
        self._write(LEFT, SLOTS.head, title, style=BOLD, size=size, ink=ACCENT)
        who = f"{self.stated['holder']}　{self.stated['document']}"
        size = min(SIZE, (RIGHT - LEFT) / measure(SANS, 1)(who))
        self._write(LEFT, SLOTS.head - 12, who, size=size)
        self._rule(SLOTS.head - 6.5 * mm, ink=ACCENT, width=1.2)

    def _block(self, block: Block) -> None:
        if block.style == CLOSING:
            self._closing(block.cells[0])
        elif block.style == HEADING:
            for place, line in enumerate(block.cells[0]):
                y = self.y - 17 - place * (LEADING + 3)
                self._write(LEFT, y, line, style=BOLD, size=SIZE + 2, ink=ACCENT)
        elif block.style == REMARK:
            self._write(LEFT + PADDING, self.y - PADDING - SIZE, block.cells[0][0])
        else:
            self._cells(block)

    def _closing(self, lines: Sequence[str]) -> None:
        for place, line in enumerate(lines):
            wide = measure(SERIF, ISSUER_SIZE)(line)
            self._write(RIGHT - wide, self.y - 30 - place * (ISSUER_SIZE + 5), line, style=SERIF, size=ISSUER_SIZE)

    def _cells(self, block: Block) -> None:
        if block.style in {HEAD, CARRY}:
            self.canvas.setFillColorRGB(*SHADE)
            self.canvas.rect(LEFT, self.y - block.height, RIGHT - LEFT, block.height, stroke=0, fill=1)
        x = LEFT
        for column, lines in zip(block.columns, block.cells, strict=True):
            for place, line in enumerate(lines):
                is_english = block.style == HEAD and line.isascii()
                size, ink = (SMALL, QUIET) if is_english else (SIZE, ACCENT if block.style == HEAD else INK)
                wide = _register_layout.width_of(line, size) if column.is_number else 0
                indent = column.width - PADDING - wide if column.is_number else PADDING
                self._write(x + indent, self.y - PADDING - SIZE - LEADING * place, line, size=size, ink=ink)
            x += column.width
        self._rule(self.y - block.height)

    def _foot(self) -> None:
        side = SLOTS.foot - SLOTS.code
        self._rule(SLOTS.foot + 2 * mm, ink=ACCENT)
        lettering.code(self.canvas, RIGHT - side, SLOTS.code, self.stated["url"], side=side)
        is_bilingual, own = self.design.is_bilingual, self.design.note
        page = f"第{self.number}页 共{self.count}页"
        lines = [
            f"{page}　Page {self.number} of {self.count}" if is_bilingual else page,
            "扫码查验 Scan to verify" if is_bilingual else "扫码查验",
            NOTE + (NOTE_EN if is_bilingual else ""),
            PROOFS + (PROOFS_EN if is_bilingual else ""),
            own.zh + (f" {own.en}" if is_bilingual else "") if own.zh else "",
        ]
        for place, line in enumerate(filter(None, lines)):
            size = min(7.0, (RIGHT - LEFT - side - 4 * mm) / measure(SANS, 1)(line))
            self._write(LEFT, SLOTS.foot - 8 - place * 9.5, line, size=size, ink=QUIET)
