"""Drawing: a notice becomes a PDF, its timetable as an attachment. The same facts give the same bytes."""

from collections.abc import Sequence
from typing import Any

from learning import lettering
from learning.lettering import BOLD, HEAVY, SANS, SERIF, mm
from seminars.notices import _flow, _words
from seminars.notices._facts import Notice
from seminars.notices._flow import FOOT, LEFT, MEASURE, RIGHT, TOP, WIDTH, Line

RED, QUIET, RULE, PALE = (0.8, 0.05, 0.05), (0.42, 0.45, 0.5), (0.3, 0.3, 0.3), (0.95, 0.955, 0.965)
SMALL, ROW, PADDING = 10.5, 15.0, 5.0
# Number, time, content, teacher, room.
COLUMNS = (("课次", 32.0), ("时间", 102.0), ("内容", MEASURE - 32 - 102 - 78 - 84), ("授课教师", 78.0), ("地点", 84.0))

Cells = tuple[tuple[str, ...], ...]


def draw_notice(notice: Notice) -> bytes:
    """
    Draw `notice` as a PDF.

    :raises GlyphMissing: if no font has a character of it
    """

    def every_page(canvas: lettering.Canvas) -> None:
        body, table = _flow.pages(notice), _tables(notice)
        for number, lines in enumerate(body, start=1):
            _page(canvas, notice, number)
            _body(canvas, notice, lines)
            canvas.showPage()
        for number, rows in enumerate(table, start=len(body) + 1):
            _page(canvas, notice, number)
            _attachment(canvas, notice, rows, is_first=number == len(body) + 1)
            canvas.showPage()

    return lettering.document(every_page, title=_words.title(notice), author=notice.issuer, subject=notice.title)


def _page(canvas: lettering.Canvas, notice: Notice, number: int) -> None:
    if notice.is_specimen:
        canvas.saveState()
        canvas.translate(WIDTH / 2, _flow.HEIGHT / 2)
        canvas.rotate(35)
        lettering.centred(canvas, 0, -60, "样张", style=BOLD, size=190, spacing=40, ink=PALE)
        canvas.restoreState()
    lettering.centred(canvas, WIDTH / 2, 26 * mm, f"— {number} —", size=14)


def _body(canvas: lettering.Canvas, notice: Notice, lines: Sequence[Line]) -> None:
    y = TOP
    for line in lines:
        y -= line.height
        _line(canvas, line, y + (line.height - line.size) / 2 + line.size * 0.12)
        if line.has_rule:
            _rule(canvas, y, width=1.6)
        if line.has_code:
            lettering.code(canvas, LEFT - 3 * mm, y + 12, notice.address, side=_flow.CODE)
            caption = "扫码查看项目并报名"
            lettering.centred(canvas, LEFT - 3 * mm + _flow.CODE / 2, y + 4, caption, style=SANS, size=8, ink=QUIET)


def _line(canvas: lettering.Canvas, line: Line, y: float) -> None:
    how: dict[str, Any] = {"style": line.style, "size": line.size, **({"ink": RED} if line.is_red else {})}
    if line.is_centred:
        lettering.centred(canvas, (LEFT + RIGHT) / 2, y, line.text, **how)
    else:
        lettering.write(canvas, line.x, y, line.text, **how)


def _rule(canvas: lettering.Canvas, y: float, *, width: float) -> None:
    canvas.setStrokeColorRGB(*RED)
    canvas.setLineWidth(width)
    canvas.line(LEFT, y, RIGHT, y)


def _tables(notice: Notice) -> list[list[Cells]]:
    """Part the rows of the timetable into pages."""
    parted: list[list[Cells]] = [[]]
    room = TOP - FOOT - 110
    for row in map(_cells, _words.timetable(notice)):
        if _height(row) > room and parted[-1]:
            parted.append([])
            room = TOP - FOOT - 30
        parted[-1].append(row)
        room -= _height(row)
    return parted if parted[0] else []


def _cells(row: Sequence[str]) -> Cells:
    measure = lettering.measure(SERIF, SMALL)
    return tuple(
        tuple(lettering.wrapped(text, width=width - 2 * PADDING, measure=measure))
        for text, (_head, width) in zip(row, COLUMNS, strict=True)
    )


def _height(row: Cells) -> float:
    return ROW * max(map(len, row)) + 2 * PADDING


def _attachment(canvas: lettering.Canvas, notice: Notice, rows: Sequence[Cells], *, is_first: bool) -> None:
    y = TOP
    if is_first:
        lettering.write(canvas, LEFT, y - 16, "附件", style=HEAVY, size=16)
        lettering.centred(canvas, WIDTH / 2, y - 62, _words.ATTACHMENT, style=BOLD, size=22)
        y -= 80
    y = _row(canvas, y, tuple((head,) for head, _width in COLUMNS), style=HEAVY)
    for row in rows:
        y = _row(canvas, y, row)


def _row(canvas: lettering.Canvas, y: float, row: Cells, *, style: str = SERIF) -> float:
    """Draw a row below `y`, and return where it ends."""
    x, height = LEFT, _height(row)
    canvas.setStrokeColorRGB(*RULE)
    canvas.setLineWidth(0.6)
    for lines, (_head, width) in zip(row, COLUMNS, strict=True):
        canvas.rect(x, y - height, width, height)
        for place, line in enumerate(lines):
            lettering.write(canvas, x + PADDING, y - PADDING - 11.5 - ROW * place, line, style=style, size=SMALL)
        x += width
    return y - height
