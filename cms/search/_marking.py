"""Mark in a text what was meant: one function, so that every engine highlights alike."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.search._folding import folded
from cms.search._words import places

# A page of words is not read through.
_LONGEST = 20_000
# Titles and summaries are asked for again and again; of what is longer the memory holds a page of answers.
_SHORT = 500


def marked(text: str, words: Iterable[str]) -> SafeString:
    """Return `text`, escaped, with <mark> round each place where one of the folded `words` stands."""
    return _marked(text, _spans(text[:_LONGEST], tuple(words)))


def passage(text: str, words: Iterable[str], *, length: int = 120) -> SafeString:
    """Return about `length` characters of `text` round the first hit, or from its beginning, marked as by `marked`."""
    spans = _spans(text[:_LONGEST], tuple(words))
    first = max(0, spans[0][0] - length // 4) if spans else 0
    part = text[first : first + length]
    inside = [(start - first, min(end - first, length)) for start, end in spans if start - first < length]
    before, after = "…" if first else "", "…" if first + length < len(text) else ""

    return mark_safe(f"{before}{_marked(part, inside)}{after}")  # noqa: S308  (escaped by _marked)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  (each part is escaped)


def _spans(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    return (_of_short if len(text) <= _SHORT else _of_long)(text, words)


def forget_marks() -> None:
    """Forget where words stand in texts: words that were learnt since cut them otherwise."""
    _of_short.cache_clear()
    _of_long.cache_clear()


def _found(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where one of `words` stands in `text`, without overlaps, long ones first."""
    plain, origins = _plain(text)
    taken: list[tuple[int, int]] = []
    for word in sorted((word for word in words if word and word in plain), key=lambda word: (-len(word), word)):
        for start, end in places(plain, word):
            if all(end <= left or right <= start for left, right in taken):
                taken.append((start, end))
    return [(origins[start], origins[end - 1] + 1) for start, end in sorted(taken)]


_of_short = lru_cache(maxsize=2000)(_found)
_of_long = lru_cache(maxsize=50)(_found)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text, and the place in `text` that each of its letters comes from."""
    whole = folded(text)
    # Usually nothing but the look of letters changes: one for one.
    if len(whole) == len(text):
        return whole, range(len(text))
    letters = [(letter, place) for place, written in enumerate(text) for letter in folded(written)]
    return "".join(letter for letter, _place in letters), [place for _letter, place in letters]
