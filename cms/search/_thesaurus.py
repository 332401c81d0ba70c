"""What words of the field mean the same, and what is a part of what."""

import tomllib
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cms.search._folding import folded

FOLDER = Path(__file__).parent / "thesaurus"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What somebody asks for: words for it, words for parts of it, and the sectors and clusters that are wholly about it."""

    equal: tuple[str, ...]
    # What was typed, and the usual word for it.
    prime: frozenset[str] = frozenset()
    narrower: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    covers: frozenset[str] = frozenset()
    is_audience: bool = False

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Return each word by which a text may be about it."""
        return tuple(dict.fromkeys([*self.prime, *self.equal, *self.narrower, *self.broader]))

    @property
    def is_known(self) -> bool:
        """Return whether it is a word of the field, not just any word."""
        return bool(self.narrower or self.broader or self.covers or len(self.equal) > 1)


@dataclass(frozen=True)
class _Group:
    terms: tuple[str, ...]
    narrower: tuple[str, ...] = ()
    covers: frozenset[str] = frozenset()
    is_audience: bool = False


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """Groups of words with one meaning. Built once; knows each word that stands in a group or below one."""

    groups: tuple[_Group, ...]
    _of_term: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Thesaurus":
        """Return the thesaurus of rows with `terms`, `narrower` and `covers`."""
        groups = tuple(
            _Group(
                tuple(dict.fromkeys(map(folded, row["terms"]))),
                tuple(dict.fromkeys(map(folded, row.get("narrower", ())))),
                frozenset(row.get("covers", ())),
                bool(row.get("audience")),
            )
            for row in rows
        )
        of_term: dict[str, tuple[int, ...]] = {}
        for number, group in enumerate(groups):
            for term in group.terms:
                of_term[term] = (*of_term.get(term, ()), number)
        words = frozenset(of_term) | {word for group in groups for word in group.narrower}
        return cls(groups, of_term, words)

    def topic(self, word: str) -> Topic:
        """Return what `word`, folded, asks for: itself, its equals, and all that lies below them."""
        mine = [self.groups[number] for number in self._of_term.get(word, ())]
        equal = dict.fromkeys([word, *(term for group in mine for term in group.terms)])
        narrower = self._below(mine, known=equal)
        return Topic(
            equal=tuple(equal),
            prime=frozenset([word, *(group.terms[0] for group in mine)]),
            narrower=tuple(narrower),
            broader=tuple(term for term in self._above(word, equal) if term not in equal and term not in narrower),
            covers=frozenset(code for group in mine for code in group.covers),
            is_audience=any(group.is_audience for group in mine),
        )

    def _above(self, word: str, equal: Mapping[str, None]) -> dict[str, None]:
        """Return the words right above, and the words of the field that `word` is made of."""
        above = [group for group in self.groups if not equal.keys().isdisjoint(group.narrower)]
        inside = [
            term for term in self._of_term if len(term) > 1 and term in word and term != word and not term.isascii()
        ]
        return dict.fromkeys([*(term for group in above for term in group.terms), *inside])

    def _below(self, groups: list[_Group], *, known: Mapping[str, None]) -> dict[str, None]:
        """Return the words below `groups`, near ones first."""
        found: dict[str, None] = {}
        waiting = deque(groups)
        while waiting:
            for word in waiting.popleft().narrower:
                if word in found or word in known:
                    continue
                found[word] = None
                below = [self.groups[number] for number in self._of_term.get(word, ())]
                found.update(dict.fromkeys(term for group in below for term in group.terms if term not in known))
                waiting.extend(below)
        return found


def shipped_rows() -> list[dict[str, Any]]:
    """Return the groups that come with the product."""
    return [row for path in sorted(FOLDER.glob("*.toml")) for row in tomllib.loads(path.read_text("utf-8"))["groups"]]


@cache
def shipped() -> Thesaurus:
    """Return the thesaurus that comes with the product."""
    return Thesaurus.of(shipped_rows())
