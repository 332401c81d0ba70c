"""Layout: what stands on which page of a transcript, in points. Knows the widths of letters, and nothing of PDF."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from credits.transcripts import _rows
from credits.transcripts._rows import Row, Standing
from learning import lettering
from learning.lettering import HEAD, HEADING, REMARK, ROW, Block, Column

mm = 72 / 25.4
WIDTH, HEIGHT = 297 * mm, 210 * mm
LEFT, RIGHT, TOP, FOOT = 15 * mm, WIDTH - 15 * mm, HEIGHT - 14 * mm, 30 * mm
TOPS = 62.0  # of each page: its title, and who it is about
SIZE, LEADING, PADDING = 8.5, 12.0, 4.0
UNCOVERED = "※"

LINES = (
    Column("序号", 12 * mm, is_number=True),
    Column("学习内容", 86 * mm),
    Column("举办单位", 44 * mm),
    Column("科目", 22 * mm),
    Column("学习日期", 37 * mm),
    Column("登记", 48 * mm),
    Column("学时", 18 * mm, is_number=True),
)
DUTIES = (
    Column("学时认定规则", 78 * mm),
    Column("周期", 40 * mm),
    Column("应修", 16 * mm, is_number=True),
    Column("已修", 16 * mm, is_number=True),
    Column("还差", 16 * mm, is_number=True),
    Column("年度完成情况", 24 * mm),
    Column("分科目（已修／应修）", 77 * mm),
)
Cells = tuple[str, ...]


def pages(stated: Mapping[str, Any]) -> list[list[Block]]:
    """Return what stands on each page, from above."""
    room = TOP - FOOT - TOPS
    return lettering.parted(_blocks(stated), first=room, room=room)


def _blocks(stated: Mapping[str, Any]) -> Iterator[Block]:
    """Yield everything that is shown, from above."""
    duties, lines = _rows.standings(stated), _rows.rows(stated)
    yield _heading("年度完成情况")
    yield _block(DUTIES, tuple(column.head for column in DUTIES), style=HEAD)
    yield from (_block(DUTIES, _duty(one)) for one in duties)
    if not duties:
        yield _heading("这些年度没有应修学时的记录。", style=REMARK)
    yield _heading("学时明细（含未计学时、撤销和更正的登记）")
    yield _block(LINES, tuple(column.head for column in LINES), style=HEAD)
    yield from (_block(LINES, _line(number, row)) for number, row in enumerate(lines, start=1))
    if not lines:
        yield _heading("这些年度没有登记学时。", style=REMARK)


def _duty(one: Standing) -> Cells:
    return one.rulebook, one.cycle, one.required, one.counted, one.missing, one.state, one.categories


def _line(number: int, row: Row) -> Cells:
    registered = f"{row.recorded}{row.kind}" + (f"：{row.note}" if row.note else "")
    title = f"{row.title}（{row.activity}）"
    return (
        str(number),
        title,
        row.provider,
        row.category,
        row.learned,
        registered,
        row.hours + ("" if row.is_covered else UNCOVERED),
    )


def _heading(text: str, *, style: str = HEADING) -> Block:
    return Block((Column(text, RIGHT - LEFT),), ((text,),), 24.0 if style == HEADING else LEADING + 2 * PADDING, style)


def _block(columns: Sequence[Column], cells: Cells, *, style: str = ROW) -> Block:
    wrapped = tuple(
        tuple(lettering.wrapped(text, width=column.width - 2 * PADDING, measure=width_of))
        for column, text in zip(columns, cells, strict=True)
    )
    return Block(columns, wrapped, max(map(len, wrapped)) * LEADING + 2 * PADDING, style)


def width_of(text: str) -> float:
    """Return how wide `text` is in the cells of a table."""
    return lettering.measure(lettering.SANS, SIZE)(text)
