"""Put candidates into order. The one function for every engine, so that all answer alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.search._asking import Asked
from cms.search._facts import LATER
from cms.search._sayings import said_as
from cms.search._thesaurus import Topic
from cms.search._words import Words

# How much a text is about a topic, on the scale of a judge: 3 just what was asked, 2 clearly, 1 in passing.
_TITLE = 3.0
# By what a topic is named, and where that stands.
_EVIDENCE = (
    ("prime", (("heading", _TITLE), ("surroundings", 1.2))),
    ("equal", (("heading", 2.8), ("opening", 1.7), ("rest", 0.8))),
    ("narrower", (("heading", 2.0), ("opening", 1.0), ("rest", 0.4))),
    ("broader", (("heading", 0.7), ("opening", 0.3))),
)
_COVERED, _OF_AUDIENCE = 1.0, 2.6
_AUDIENCE = ("面向", "适合", "主要面向", "适用", "对象")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A programme that may answer: its words, folded, and what its facets say. `values` holds the codes of each facet."""

    key: int
    title: str = ""
    beside: str = ""
    body: str = ""
    values: Mapping[str, frozenset[str]] | None = None
    facets: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    # What it is ordered by besides: see `cms.search._facts`. Neutral where nobody knows of runs.
    start: int = 0
    hours: int = 0
    seats: int = 0

    @classmethod
    def of(cls, *, codes: Iterable[str], facets: Iterable[str], **kept: Any) -> "Candidate":
        """Return the candidate that an engine kept."""
        return cls(codes=frozenset(codes), facets=tuple(facets), **kept)

    def has(self, name: str) -> frozenset[str]:
        """Return its values of a facet, as `values` says them, or else its own facets."""
        if self.values is not None:
            return self.values.get(name, frozenset())
        pairs = (word.partition("=") for word in self.facets)
        return frozenset(said_as(name, value) for facet, _equals, value in pairs if facet == name)

    @cached_property
    def whole(self) -> str:
        """Return all its words."""
        return "\n".join((self.title, self.beside, self.body))

    @cached_property
    def heading(self) -> Words:
        """Return the title."""
        return Words(self.title, is_folded=True)

    @cached_property
    def surroundings(self) -> Words:
        """Return who gives it, and whom it is for."""
        return Words(self.beside, is_folded=True)

    @cached_property
    def opening(self) -> Words:
        """Return the first sentence of the body: what it is about."""
        return Words(self.body.split("。", 1)[0], is_folded=True)

    @cached_property
    def rest(self) -> Words:
        """Return the rest of the body without the audience: what else it says."""
        sentences = self.body.split("。")[1:]
        return Words("。".join(each for each in sentences if not each.startswith(_AUDIENCE)), is_folded=True)


def ranked(asked: Asked, candidates: Iterable[Candidate], *, most: int) -> list[int]:
    """Return the keys of the candidates that answer, best first; none where nothing meets what was asked."""
    rows = list(candidates)
    strengths = {row.key: [_strength(topic, row) for topic in asked.topics] for row in rows}
    weights = _weights(asked, list(strengths.values()))
    if _is_beside(asked, list(strengths.values()), weights):
        return []
    scored = [(_score(asked, row, strengths[row.key], weights), row.key) for row in rows]
    places = {row.key: row.start // LATER for row in rows}
    # Of what answers about as well, what somebody can enrol in stands first.
    found = sorted((-int(score), places[key], -score, key) for score, key in scored if score > 0)
    return [key for *_value, key in found[:most]]


def _strength(topic: Topic, row: Candidate) -> float:
    """Return how much `row` is about `topic`."""
    whole = row.whole
    here = {term for term in topic.terms if term in whole}
    if not here:
        return _worth_of_codes(topic, row)
    evidence = [_worth_of_codes(topic, row)]
    for kind, found in _EVIDENCE:
        if terms := [term for term in getattr(topic, kind) if term in here]:
            evidence += [worth * _any(getattr(row, part), terms) for part, worth in found]
    most = max(evidence)
    # What says it twice is a little more about it.
    return most + 0.1 * (sum(evidence) - most)


def _worth_of_codes(topic: Topic, row: Candidate) -> float:
    """Return how much it says that `row` is of a sector or cluster that is wholly about `topic`."""
    if topic.covers.isdisjoint(row.codes):
        return 0.0
    return _OF_AUDIENCE if topic.is_audience else _COVERED


def _any(words: Words, terms: Iterable[str]) -> float:
    """Return 1 if one of `terms` stands there, less if it is the end of a short word."""
    for term in terms:
        if amount := words.letter(term) if len(term) == 1 else float(words.holds(term)):
            return amount
    return 0.0


def _weights(asked: Asked, strengths: Sequence[Sequence[float]]) -> list[float]:
    """Return the weight of each topic: rare ones tell more, those that nothing answers count as the rarest."""
    total = len(strengths) or 1
    counts = [sum(row[number] > 0 for row in strengths) for number in range(len(asked.topics))]
    rare = [1.0 + (1.0 - count / total) for count in counts]
    if not asked.is_sentence:
        return rare
    # In a sentence, the words of the field carry it.
    return [each * (1.0 if topic.is_known else 0.3) for each, topic in zip(rare, asked.topics, strict=True)]


def _is_beside(asked: Asked, strengths: Sequence[Sequence[float]], weights: Sequence[float]) -> bool:
    """Return whether what matters most in the query is nowhere: then what is said along with it answers nothing."""
    answered = [any(row[number] > 0 for row in strengths) for number in range(len(asked.topics))]
    if all(answered) or any(is_met and topic.is_known for is_met, topic in zip(answered, asked.topics, strict=True)):
        return False
    met = sum(weight for weight, is_met in zip(weights, answered, strict=True) if is_met)
    return met < 0.6 * sum(weights)


def _score(asked: Asked, row: Candidate, strengths: Sequence[float], weights: Sequence[float]) -> float:
    base = _of_topics(asked, row, strengths, weights)
    return base * _of_wishes(asked, row, base)


def _of_topics(asked: Asked, row: Candidate, strengths: Sequence[float], weights: Sequence[float]) -> float:
    if not strengths:
        return 3.0 if asked.wishes else 0.0
    if len(strengths) == 1:
        return strengths[0]
    mean = sum(weight * each for weight, each in zip(weights, strengths, strict=True)) / sum(weights)
    apart = mean if asked.is_sentence else 0.5 * (mean + min(strengths)) if all(strengths) else 0.3 * mean
    return max(apart, _strength(asked.whole, row)) if asked.whole else apart


def _of_wishes(asked: Asked, row: Candidate, base: float) -> float:
    factor = 1.0
    for facet, wanted in asked.wishes.items():
        has = row.has(facet)
        if (has and has <= wanted.values) or _any(row.heading, wanted.words):
            continue
        if has & wanted.values:
            factor *= 0.6
        elif asked.is_sentence:
            factor *= 0.7
        elif not asked.topics:
            return 0.0
        else:
            factor *= 0.3 if base >= _TITLE * 0.9 else 0.0
    return factor
