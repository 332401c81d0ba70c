"""Tables that go on over several pages: rows, heads that are repeated, sums that are carried. Knows how high a row is, and nothing of what stands in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

HEADING, HEAD, ROW, REMARK, CARRY = "heading", "head", "row", "remark", "carry"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, and how wide it is."""

    head: str
    width: float
    is_number: bool = False
    english: str = ""


@dataclass(frozen=True)
class Block:
    """A row of a table, its head, or a heading: what stands on a page as a whole. `carried` is the sum up to this row, where the table goes on below it."""

    columns: Sequence[Column]
    cells: Sequence[Sequence[str]]  # lines of text by column
    height: float
    style: str = ROW
    carried: str = ""


# Makes of a row that a page ends with what stands below it, and, for the next page, below its repeated head.
Carry = Callable[[Block], tuple[Block, Block]]


def parted(blocks: Iterable[Block], *, first: float, room: float, carry: Carry | None = None) -> list[list[Block]]:
    """
    Part `blocks` into pages, the first with `first` points for them, each other with `room`; at least one.

    A table goes on below its repeated head, between what is carried; no heading stands at the foot without the first row below it, and no
    last page begins with what only closes a table: a sum stays with what follows it.
    """
    pages: list[list[Block]] = [[]]
    held, left, head = list(blocks), first, None
    for place, block in enumerate(held):
        if block.style in {HEADING, HEAD}:
            head = block if block.style == HEAD else None
        if _needed(held, place, carry) > left and pages[-1]:
            brought = list(_brought(pages[-1], block, head, carry))
            pages.append(brought)
            left = room - sum(one.height for one in brought)
        pages[-1].append(block)
        left -= block.height
    return pages


def _needed(blocks: Sequence[Block], place: int, carry: Carry | None) -> float:
    """Return how much room a block asks for: a heading or a sum with what must not be parted from it, a row with what is carried below it."""
    block = blocks[place]
    if block.style in {HEADING, HEAD, CARRY} and place + 1 < len(blocks):
        return block.height + _needed(blocks, place + 1, carry)
    return block.height + (carry(block)[0].height if carry and block.carried else 0)


def _brought(page: list[Block], block: Block, head: Block | None, carry: Carry | None) -> Iterator[Block]:
    """End `page`, and yield what the next one begins with before `block`."""
    if block.style not in {ROW, CARRY} or head is None:
        return
    yield head
    if carry and page[-1].carried:
        below, above = carry(page[-1])
        page.append(below)
        yield above
