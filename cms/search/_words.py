"""Where words begin and end in Chinese text, so that 物流 is not found in 药物流行病学."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from operator import itemgetter

from rjieba import Jieba

from cms.search._folding import RUN, folded
from cms.search._thesaurus import shipped

_BEGUN = 3
_end = itemgetter(1)
# The spans of a longer text take a megabyte.
_KEPT_MAX = 2000


class Words:
    """A text, folded and cut into words once, that can be asked what it holds."""

    def __init__(self, text: str, *, is_folded: bool = False) -> None:
        self.text = text if is_folded else folded(text)

    def holds(self, term: str) -> bool:
        """Return whether `term`, folded, stands here, as words or inside of one, not across parts of two."""
        start = self.text.find(term)
        while start >= 0:
            if self._is_clean(start, start + len(term)):
                return True
            start = self.text.find(term, start + 1)
        return False

    def places(self, term: str) -> Iterator[tuple[int, int]]:
        """Yield where `term`, folded, stands here."""
        start = self.text.find(term)
        while start >= 0:
            end = start + len(term)
            if self._is_clean(start, end):
                yield start, end
            start = self.text.find(term, start + 1)

    def letter(self, letter: str) -> float:
        """Return how much a word here is about `letter`: 1 if one begins with it (茶园), less if a short one ends with it (花茶)."""
        if letter.isascii():
            return float(self.holds(letter))
        if any(self.text[start] == letter for start, _end in self.spans):
            return 1.0
        return 0.8 if any(self.text[end - 1] == letter and end - start < 4 for start, end in self.spans) else 0.0

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return where each word begins and ends."""
        return _spans(self.text)

    def _is_clean(self, start: int, end: int) -> bool:
        spans = self.spans
        for at in range(bisect_right(spans, start, key=_end), len(spans)):
            left, right = spans[at]
            if left >= end:
                break
            # 电路设计 in 集成电路设计 is meant; 有机 in 国有机电 is not.
            if (left < start < right < end or start < left < end < right) and min(end, right) - max(start, left) < 2:
                return False
            # Letters and digits only count whole: AI is not in Chain.
            if left <= start and end <= right and not self._is_whole(start, end, left, right):
                return False
        return True

    def _is_whole(self, start: int, end: int, left: int, right: int) -> bool:
        # Somebody still typing "pyth" means "python".
        is_begun = start == left and end - start > _BEGUN
        return is_begun or (left, right) == (start, end) or not self.text[left:right].isascii()


def cut(text: str) -> list[str]:
    """Return the words of folded `text`, in order; marks and spaces are no words."""
    return [text[start:end] for start, end in _spans(text)]


def learn(words: Iterable[str]) -> None:
    """Take `words` of the regulator for words, where they are short enough to be one."""
    for word in map(folded, words):
        if _is_one(word):
            _jieba().add_word(word, _jieba().suggest_freq(word), None)
    _kept_spans.cache_clear()


def is_word(text: str) -> bool:
    """Return whether the dictionary has `text`."""
    return _jieba().has_word(text)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return _kept_spans(text) if len(text) <= _KEPT_MAX else _cut_spans(text)


# The same texts come up again and again: cutting them is dear.
@lru_cache(maxsize=4000)
def _kept_spans(text: str) -> tuple[tuple[int, int], ...]:
    return _cut_spans(text)


def _cut_spans(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    words, parted = _jieba().cut, _parted()
    for run in RUN.finditer(text):
        if run[2]:
            spans.append(run.span())
            continue
        at = run.start()
        for word in words(run[1]):
            for part in parted.get(word) or (word,):
                spans.append((at, at + len(part)))
                at += len(part)
    return tuple(spans)


@cache
def _jieba() -> Jieba:
    jieba = Jieba()
    for word in sorted(_known_words()):
        jieba.add_word(word, jieba.suggest_freq(word), None)
    for word in _parted():
        jieba.add_word(word, 1_000_000, None)
    return jieba


@cache
def _parted() -> dict[str, list[str]]:
    """Return words of the thesaurus that say where they part: 无人 机房 is nothing about 无人机."""
    return {"".join(word.split()): word.split() for word in shipped().words if " " in word and not word.isascii()}


def _known_words() -> Sequence[str]:
    # What the general dictionary cuts apart although it is one word in this field.
    return [word for word in shipped().words if _is_one(word)]


def _is_one(word: str) -> bool:
    return re.fullmatch(RUN, word) is not None and not word.isascii() and 2 <= len(word) <= 4
