"""Where words begin and end in Chinese text, so that 物流 is not found in 药物流行病学."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from rjieba import Jieba

from cms.search._folding import RUN, folded
from cms.search._thesaurus import shipped

_BEGUN = 3
# The words of a longer run take a megabyte.
_KEPT_MAX = 2000


def holds(text: str, term: str) -> bool:
    """Return whether `term` stands in `text`, both folded: as words or inside of one, not across parts of two."""
    start = text.find(term)
    while start >= 0:
        if _is_clean(text, start, start + len(term)):
            return True
        start = text.find(term, start + 1)
    return False


def places(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield where `term` stands in `text`, both folded."""
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if _is_clean(text, start, end):
            yield start, end
        start = text.find(term, start + 1)


def letter_in(text: str, letter: str) -> float:
    """Return how much a word of folded `text` is about `letter`: 1 if one begins with it (茶园), less if a short one ends with it (花茶)."""
    if letter not in text:
        return 0.0
    if letter.isascii():
        return float(holds(text, letter))
    words = cut(text)
    if any(word[0] == letter for word in words):
        return 1.0
    return 0.8 if any(word[-1] == letter and len(word) < 4 for word in words) else 0.0


def cut(text: str) -> list[str]:
    """Return the words of folded `text`, in order; marks and spaces are no words."""
    return [word for run in RUN.finditer(text) for word in ([run[2]] if run[2] else _cut(run[1]))]


def learn(words: Iterable[str]) -> None:
    """Take `words` of the regulator for words, where they are short enough to be one."""
    for word in map(folded, words):
        if _is_one(word):
            _jieba().add_word(word, _jieba().suggest_freq(word), None)
    _kept_bounds.cache_clear()


def is_word(text: str) -> bool:
    """Return whether the dictionary has `text`."""
    return _jieba().has_word(text)


def _is_clean(text: str, start: int, end: int) -> bool:
    """Return whether words stand from `start` to `end`, or a part of one word. Only the runs round it are cut."""
    # Behind the last mark a run begins, or later.
    first = max(text.rfind("。", 0, start), text.rfind(",", 0, start), text.rfind("、", 0, start)) + 1
    for run in RUN.finditer(text, first):
        left, right = run.span()
        if left >= end:
            break
        if right > start and not _is_clean_in(run, start - left, end - left):
            return False
    return True


def _is_clean_in(run: re.Match[str], start: int, end: int) -> bool:
    """Return the same for what stands from `start` to `end` of `run`, maybe beyond it."""
    length = run.end() - run.start()
    # Letters and digits only count whole: AI is not in Chain. Somebody still typing "pyth" means "python".
    if run[2] and start >= 0 and end <= length:
        return end - start == length or (start == 0 and end > _BEGUN) or not run[2].isascii()
    bounds = _bounds(run[1]) if run[1] else (0, length)
    # 电路设计 in 集成电路设计 is meant; 有机 in 国有机电 is not: one letter of a word alone, at either end.
    is_torn = start > 0 and start + 1 < end and start not in bounds and start + 1 in bounds
    return not is_torn and not (start + 1 < end < length and end not in bounds and end - 1 in bounds)


def _bounds(run: str) -> frozenset[int]:
    return _kept_bounds(run) if len(run) <= _KEPT_MAX else _bounds_of(run)


def _bounds_of(run: str) -> frozenset[int]:
    """Return where the words of a run of Han characters begin and end."""
    found = [at := 0]
    for word in _cut(run):
        found.append(at := at + len(word))
    return frozenset(found)


# The same runs come up again and again: cutting them is dear.
_kept_bounds = lru_cache(maxsize=10_000)(_bounds_of)


def _cut(run: str) -> list[str]:
    parted = _parted()
    return [part for word in _jieba().cut(run) for part in parted.get(word) or (word,)]


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
