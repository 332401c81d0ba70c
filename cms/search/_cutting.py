"""Cut a query: words of the field, the longest cover first, and between them what some text holds."""

import re
from collections.abc import Callable, Iterator

from cms.search._folding import RUN
from cms.search._sayings import said_along
from cms.search._words import cut

LONG = 12
_HELD_MAX = 10
_LOOSE_MAX = 6


def parts(text: str) -> set[str]:
    """Return every part of the short runs of a folded query that some text may hold, two to ten characters."""
    runs = [run[1] for run in RUN.finditer(text) if run[1] and len(run[1]) <= LONG]
    return {
        run[at:end]
        for run in runs
        for at in range(len(run))
        for end in range(at + 2, min(len(run), at + _HELD_MAX) + 1)
    }


def pieces(text: str, known: frozenset[str], is_held: Callable[[str], bool]) -> Iterator[str]:
    """Yield the `known` words in folded `text`, and of what lies between them what some text holds, or else its words."""
    for run in _runs(text):
        for piece, is_known in _covered(run, known):
            if is_known or (1 < len(piece) <= _LOOSE_MAX and piece not in said_along() and is_held(piece)):
                yield piece
            else:
                yield from cut(piece)


def _runs(text: str) -> Iterator[str]:
    """Yield what stands together: Han characters, or letters and digits."""
    for part in re.split(r"\s+", text):
        run = "".join(match[0] if match[1] else f" {match[0]} " for match in RUN.finditer(part))
        yield from run.split()


def _covered(run: str, words: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of `run`, each with whether it is one of `words`."""
    lengths = _best_cover(run, words)
    at, loose = 0, ""
    while at < len(run):
        if lengths[at] == 1:
            loose += run[at]
        else:
            yield from [(loose, False)] if loose else []
            yield run[at : at + lengths[at]], True
            loose = ""
        at += lengths[at]
    yield from [(loose, False)] if loose else []


def _best_cover(run: str, words: frozenset[str]) -> list[int]:
    """Return for each place of `run` how long the part is that begins there. By the sum of squares: one long word beats two short ones."""
    best: list[tuple[int, int]] = [(0, 1)] * (len(run) + 1)
    for at in range(len(run) - 1, -1, -1):
        ends = [end for end in range(at + 2, len(run) + 1) if run[at:end] in words]
        choices = [(best[end][0] + (end - at) ** 2, end - at) for end in ends]
        best[at] = max([(best[at + 1][0], 1), *choices], key=lambda choice: choice[0])
    return [length for _worth, length in best]
