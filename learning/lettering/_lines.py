"""Lines: breaking Chinese and Latin text to a width. Knows nothing of fonts: it is given a measure."""

import re
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

# What may not begin a line, and what may not end one (禁则).
_CLOSING = "，。、；：？！）〕】》〉”’％%,.;:?!)]}…—"
_OPENING = "（〔【《〈“‘([{"
# A day, a masked number, a Latin word or a number stays whole; every other character stands alone.
_PIECES = re.compile(r"\d{4}年\d+月\d+日|\w*\*+\w+|[0-9A-Za-zÀ-ɏ'’.\-/_]+|\s+|.", re.DOTALL)
# So few signs look lost on a line of their own.
_LONE = 2


def wrapped(text: str, *, width: float, measure: Measure, indent: float = 0) -> list[str]:
    """Break `text` into lines no wider than `width`; the first line leaves room for `indent`. A lone sign or two at the end get company where they can."""
    lines: list[list[str]] = [[]]
    for piece in _pieces(text, width=width, measure=measure):
        room = width - (indent if len(lines) == 1 else 0)
        if lines[-1] and measure("".join((*lines[-1], piece)).rstrip()) > room:
            lines.append([piece.lstrip()])
        else:
            lines[-1].append(piece)
    _keep_company(lines, fits=lambda line: measure("".join(line)) <= width)

    return ["".join(line).rstrip() if line is not lines[-1] else "".join(line) for line in lines]


def _keep_company(lines: list[list[str]], *, fits: Callable[[list[str]], bool]) -> None:
    """Give the last line a piece of the one before it where it holds a lone sign or two (明。) and has room."""
    *before, last = lines
    if not before or not 0 < len("".join(last)) <= _LONE:
        return
    *kept, moved = before[-1]
    # A Latin word, or the rest of one, stays where it is, and so does what may not begin a line, or has before it what may not end one.
    may_part = moved[:1] not in _CLOSING and "".join(kept)[-1:] not in _OPENING
    if kept and may_part and not moved.isascii() and len(moved) <= _LONE and fits([moved, *last]):
        lines[-2:] = [kept, [moved, *last]]


def _pieces(text: str, *, width: float, measure: Measure) -> Iterator[str]:
    """Part `text` where a line may end."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and piece[0] not in _CLOSING and held[-1] not in _OPENING:
            yield from _narrow(held, width=width, measure=measure)
            held = ""
        held += piece
    yield from _narrow(held, width=width, measure=measure)


def _narrow(piece: str, *, width: float, measure: Measure) -> Iterator[str]:
    # A word wider than the line (an address, a run of brackets) is broken anywhere.
    if measure(piece) <= width / 2:
        yield piece
    else:
        yield from piece
