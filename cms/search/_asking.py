"""Understand a query: topics, wishes about place and mode, and what is only said along."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import attrgetter

from cms.search._cutting import LONG, parts, pieces
from cms.search._folding import RUN, folded
from cms.search._sayings import said_along, wishes
from cms.search._slips import Slips
from cms.search._thesaurus import Thesaurus, Topic, shipped

_SENTENCE = re.compile(
    r"怎么|怎样|如何|为什么|什么|想|希望|需要|哪|吗|呢|我|不知道|不会|不懂|有没有|能不能|可以|[，。？！,?!]"
)


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a facet: one of `values`, as said by `words`."""

    values: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def and_also(self, other: "Wish") -> "Wish":
        """Return the wish for either."""
        return Wish(self.values | other.values, self.words + other.words)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks for. Every topic must be met unless it is a sentence; `wishes` are by facet."""

    # All topics as one, where several were typed: 桥梁 检测 is also 桥梁检测.
    whole: Topic | None = None
    topics: tuple[Topic, ...] = ()
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    is_sentence: bool = False
    # The query as it was typed, and with its slips mended; both folded.
    typed: str = ""
    read_as: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return each word by which a text may answer, those that say just what was asked first."""
        topics = [*self.topics, self.whole] if self.whole else self.topics
        by_kind = attrgetter("equal", "narrower", "broader")
        said = [word for kind in zip(*map(by_kind, topics), strict=True) for words in kind for word in words]
        return tuple(dict.fromkeys(said or [word for wish in self.wishes.values() for word in wish.words]))

    @property
    def codes(self) -> frozenset[str]:
        """Return the sectors and clusters that are wholly about one of the topics."""
        return frozenset(code for topic in self.topics for code in topic.covers)


class _Held:
    """Whether some text holds a part of a query. All parts are asked for at once, the first time that it matters."""

    def __init__(self, text: str, ask: Callable[[Collection[str]], set[str]]) -> None:
        self._text, self._ask = text, ask

    def __call__(self, part: str) -> bool:
        return part in self._known

    @cached_property
    def _known(self) -> set[str]:
        return self._ask(parts(self._text))


def understood(query: str, *, held: Callable[[Collection[str]], set[str]], thesaurus: Thesaurus | None = None) -> Asked:
    """Return what `query` asks for. `held` says which phrases some text holds: what neither it nor the field knows may be a slip."""
    known = thesaurus or shipped()
    typed = folded(query)
    is_held = _Held(typed, held)
    text = _mended(typed, known, is_held)
    found: dict[str, Wish] = {}
    said: dict[str, None] = {}
    for piece in pieces(text, known.words | wishes().keys(), is_held):
        if piece in wishes():
            facet, values = wishes()[piece]
            found[facet] = found.get(facet, Wish()).and_also(Wish(values, (piece,)))
        else:
            said[piece] = None
    is_sentence = bool(_SENTENCE.search(typed)) or (len(said) > 3 and len(typed) >= LONG)
    meant = _meant(list(said), has_wishes=bool(found), is_sentence=is_sentence)
    return Asked(
        whole=known.topic("".join(meant)) if 1 < len(meant) < 4 else None,
        topics=tuple(map(known.topic, meant)),
        wishes=found,
        is_sentence=is_sentence,
        typed=typed,
        read_as=text,
    )


def _meant(said: list[str], *, has_wishes: bool, is_sentence: bool) -> list[str]:
    """Return which of the words somebody wants to learn about."""
    asking = [word for word in said if word not in said_along()]
    # Whoever asks for nothing but a word that is usually said along means it.
    meant = asking or ([] if has_wishes else said)
    return [word for word in meant if len(word) > 1] if is_sentence and len(meant) > 1 else meant


def _mended(text: str, known: Thesaurus, is_held: Callable[[str], bool]) -> str:
    """Return `text` with the slips of its short runs mended."""
    words = known.words | wishes().keys()

    def is_known(part: str) -> bool:
        return part in words or part in said_along() or is_held(part)

    def is_meant(run: str) -> bool:
        cuts = list(pieces(run, words, is_held))
        of_field = all(known.topic(piece).is_known or piece in wishes() for piece in cuts)
        return all(map(is_known, cuts)) and (of_field or is_held(run))

    def mend(run: re.Match[str]) -> str:
        may_slip = run[1] and len(run[1]) <= LONG and not _SENTENCE.search(run[1])
        return _slips(known).mended(run[1], is_known=is_known) if may_slip and not is_meant(run[1]) else run[0]

    return RUN.sub(mend, text)


@cache
def _slips(known: Thesaurus) -> Slips:
    return Slips(known.words)
