"""
What stands on which page of a register: cycles, then the lines of each rulebook and their sums. Knows the widths of letters, and nothing of PDF.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from credits.certificates import _kinds
from learning import lettering
from learning.lettering import BOLD, CARRY, HEAD, HEADING, REMARK, ROW, SANS, SERIF, Block, Column, mm, wrapped

SIZE, SMALL, LEADING, PADDING = 8.0, 5.6, 10.5, 3.2
HEADING_HEIGHT, ISSUER_SIZE, CLOSING = 25.0, 11.0, "closing"
WIDE = 180 * mm  # as wide as every table is
LINES = (
    Column("序号", 9 * mm, is_number=True, english="No."),
    Column("学习内容（形式）", 55 * mm, english="Subject (kind)"),
    Column("举办单位", 32 * mm, english="Provider"),
    Column("科目", 20 * mm, english="Category"),
    Column("学习日期", 25 * mm, english="Days"),
    Column("登记", 25 * mm, english="Registered"),
    Column("学时", 14 * mm, is_number=True, english="Hours"),
)
DUTIES = (
    Column("学时认定规则", 50 * mm, english="Rulebook"),
    Column("周期", 28 * mm, english="Cycle"),
    Column("应修", 14 * mm, is_number=True, english="Required"),
    Column("已修", 14 * mm, is_number=True, english="Counted"),
    Column("还差", 14 * mm, is_number=True, english="Missing"),
    Column("完成情况", 18 * mm, english="Standing"),
    Column("分科目（已修／应修）", 42 * mm, english="By category (counted/required)"),
)
SUMS = (
    Column("学习年份", 24 * mm, english="Year of learning"),
    Column("分科目学时", 136 * mm, english="By category"),
    Column("学时", 20 * mm, is_number=True, english="Hours"),
)
CARRIED = {
    False: ("过次页", "承前页", "合计"),
    True: ("过次页 Carried forward", "承前页 Brought forward", "合计 In all"),
}
Cells = tuple[str, ...]


class Tables:
    """The blocks of a register in the languages of its design."""

    def __init__(self, stated: Mapping[str, Any], *, is_bilingual: bool) -> None:
        self.stated, self.is_bilingual = stated, is_bilingual
        self.below, self.above, self.in_all = CARRIED[is_bilingual]

    def pages(self, *, first: float, room: float) -> list[list[Block]]:
        """Return what stands on each page, from above, the first with another room than the others."""
        return lettering.parted(self.blocks(), first=first, room=room, carry=self._carry)

    def blocks(self) -> Iterator[Block]:
        """Yield everything that is shown, from above."""
        yield self._heading("年度完成情况", "Standing by cycle")
        if self.stated["duties"]:
            yield self._head(DUTIES)
            yield from (_row(DUTIES, _duty(one)) for one in self.stated["duties"])
        else:
            yield _remark("这些年度没有应修学时的记录。")
        for register in self.stated["registers"]:
            yield from self._register(register)
        yield _closing(self.stated["issuer"], _kinds.day(self.stated["issued_on"]))

    def _register(self, register: Mapping[str, Any]) -> Iterator[Block]:
        yield self._heading(f"学时明细：{register['rulebook']}", "Lines")
        yield self._head(LINES)
        yield from _lines(register["entries"])
        yield self._heading("分年度、分科目合计", "Sums by year and category")
        yield self._head(SUMS)
        for one in register["sums"]:
            yield _row(SUMS, (f"{one['year']}年", _amounts(one["hours"]), _signed(one["total"])))
        yield _row(SUMS, (self.in_all, _amounts(register["hours"]), _signed(register["total"])), style=CARRY)

    def _carry(self, row: Block) -> tuple[Block, Block]:
        blank = ("",) * (len(LINES) - 3)
        below, above = (_row(LINES, ("", text, *blank, row.carried), style=CARRY) for text in (self.below, self.above))
        return below, above

    def _heading(self, text: str, english: str) -> Block:
        shown = f"{text}　{english}" if self.is_bilingual else text
        cells = wrapped(shown, width=WIDE, measure=lettering.measure(BOLD, SIZE + 2))
        return Block((), (cells,), HEADING_HEIGHT + (len(cells) - 1) * (LEADING + 3), HEADING)

    def _head(self, columns: Sequence[Column]) -> Block:
        heads = [
            [*_wrapped(one, one.head), *(_wrapped(one, one.english, SMALL) if self.is_bilingual else ())]
            for one in columns
        ]
        return Block(columns, heads, max(map(len, heads)) * LEADING + 2 * PADDING, HEAD)


def width_of(text: str, size: float = SIZE) -> float:
    """Return how wide `text` is in the cells of a table."""
    return lettering.measure(SANS, size)(text)


def _lines(entries: Sequence[Mapping[str, str]]) -> Iterator[Block]:
    """Yield a row a line of the ledger, each with the sum up to it, but for the last: its table ends there."""
    sums = accumulate(Decimal(one["hours"]) for one in entries)
    for number, (one, total) in enumerate(zip(entries, sums, strict=True), start=1):
        yield _row(
            LINES,
            _line(number, one),
            carried=_signed(_kinds.plain(total)) if number < len(entries) else "",
            more=_note(one),
        )


def _line(number: int, one: Mapping[str, str]) -> Cells:
    return (
        str(number),
        f"{one['title']}（{one['activity']}）",
        one["provider"],
        f"{one['category']}{_elsewhere(one)}",
        _kinds.span_of(one["starts_on"], one["ends_on"]).replace("至", "\n至"),
        f"{_kinds.day(one['recorded_on'])}\n{one['act']}",
        _signed(one["hours"]),
    )


def _note(one: Mapping[str, str]) -> str:
    return f"备注：{one['note']}" if one["note"] else ""


def _elsewhere(one: Mapping[str, str]) -> str:
    """Return in which cycle a line counts, where that is not the year of learning."""
    is_usual = one["cycle"] in {"", f"{one['ends_on'][:4]}年度"}
    return "" if is_usual else f"（计入{one['cycle']}）"


def _duty(one: Mapping[str, Any]) -> Cells:
    parts = [f"{label}{counted}" + (f"／{asked}" if asked else "") for label, counted, asked in one["hours"]]
    return (
        one["rulebook"],
        one["cycle"],
        one["required"] or "—",
        one["counted"],
        one["missing"] or "—",
        one["state"],
        "，".join(parts),
    )


def _amounts(hours: Sequence[Sequence[str]]) -> str:
    return "，".join(f"{label}{_signed(amount)}" for label, amount in hours)


def _signed(amount: str) -> str:
    return amount.replace("-", "−")


def _row(columns: Sequence[Column], cells: Cells, *, style: str = ROW, carried: str = "", more: str = "") -> Block:
    """Return a row; `more` stands below the text of its second cell."""
    lines = [_wrapped(column, text) for column, text in zip(columns, cells, strict=True)]
    if more:
        lines[1] += _wrapped(columns[1], more)
    return Block(columns, lines, max(map(len, lines)) * LEADING + 2 * PADDING, style, carried)


def _wrapped(column: Column, text: str, size: float = SIZE) -> list[str]:
    measured, width = lettering.measure(SANS, size), column.width - 2 * PADDING
    return [line for part in text.split("\n") for line in wrapped(part, width=width, measure=measured)]


def _remark(text: str) -> Block:
    return Block((), ((text,),), LEADING + 2 * PADDING, REMARK)


def _closing(issuer: str, day: str) -> Block:
    """Return who states it and when, below everything else."""
    lines = wrapped(issuer, width=120 * mm, measure=lettering.measure(SERIF, ISSUER_SIZE))
    return Block((), ((*lines, day),), (len(lines) + 1) * (ISSUER_SIZE + 5) + 22, CLOSING)
