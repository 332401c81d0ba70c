"""Mend a slip of one character: a wrong one that sounds alike, a wrong one in a word that is no word, one left out or too many."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from cms.search._words import cut, is_word

# Sounds that many people write alike.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_LONGEST = 10


class Slips:
    """Words that somebody may have meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in sorted(words) if 2 <= len(word) <= _LONGEST and not word.isascii()]
        self._of_sound: dict[tuple[str, ...], list[str]] = {}
        for word in self._words:
            self._of_sound.setdefault(_sound(word), []).append(word)

    def mended(self, run: str, *, is_known: Callable[[str], bool]) -> str:
        """Return `run` with one slip mended, or as it is where nothing better is known. What `is_known` is left alone."""
        for start, end in _windows(len(run)):
            part = run[start:end]
            if is_known(part):
                continue
            if word := self._meant(part, is_whole=end - start == len(run)):
                return run[:start] + word + run[end:]
        return run

    def _meant(self, part: str, *, is_whole: bool) -> str | None:
        alike = self._of_sound.get(_sound(part), [])
        # Two characters that make a word are meant as they stand.
        if alike and (len(part) > 2 or (is_whole and not is_word(part))):
            return min(alike, key=lambda word: (Levenshtein.distance(word, part), word))
        return self._near(part) if is_whole and len(part) >= 3 and not _is_sense(part) else None

    def _near(self, part: str) -> str | None:
        """Return a word that one character away from `part`; short words have too many neighbours."""
        near = [
            word
            for word in self._words
            if len(word) >= 4
            and abs(len(word) - len(part)) <= 1
            and Levenshtein.distance(word, part, score_cutoff=1) == 1
        ]
        return min(near, key=lambda word: (abs(len(word) - len(part)) == 0, word), default=None)


def _windows(length: int) -> Sequence[tuple[int, int]]:
    """Return the parts of a run of `length` characters, long ones first."""
    return [(start, start + size) for size in range(min(length, _LONGEST), 1, -1) for start in range(length - size + 1)]


def _is_sense(part: str) -> bool:
    """Return whether `part` is made of words: then nobody slipped."""
    return all(len(word) > 1 and is_word(word) for word in cut(part))


@cache
def _sound(word: str) -> tuple[str, ...]:
    return tuple(map(_syllable, lazy_pinyin(word)))


def _syllable(sound: str) -> str:
    for written, heard in _ALIKE:
        if sound.startswith(written):
            sound = heard + sound[len(written) :]
    for written, heard in _ENDS:
        if sound.endswith(written):
            sound = sound[: -len(written)] + heard
    return sound
