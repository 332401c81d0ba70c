"""Put candidates into order. The one function for every engine, so that all answer alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cms.search._asking import Asked, Wish
from cms.search._facts import LATER
from cms.search._sayings import said_as
from cms.search._thesaurus import Topic
from cms.search._words import holds, letter_in

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


@dataclass(kw_only=True, slots=True, eq=False)
class Candidate:
    """
    A programme that may answer: its words, folded, and what its facets say. `values` holds the codes of each facet.

    Hundreds are made for a page: so it is not frozen, which would take three times as long.
    """

    key: int
    title: str = ""
    beside: str = ""
    body: str = ""
    values: Mapping[str, frozenset[str]] | None = None
    facets: Collection[str] = ()
    codes: Collection[str] = ()
    # What it is ordered by besides: see `cms.search._facts`. Neutral where nobody knows of runs.
    start: int = 0
    hours: int = 0
    seats: int = 0

    def has(self, name: str) -> frozenset[str]:
        """Return its values of a facet, as `values` says them, or else its own facets."""
        if self.values is not None:
            return self.values.get(name, frozenset())
        pairs = (word.partition("=") for word in self.facets)
        return frozenset(said_as(name, value) for facet, _equals, value in pairs if facet == name)


class _Texts(NamedTuple):
    """
    Where a row may say something: its title, who gives it and for whom, the first sentence of the body (what it is about), and the rest of
    the body without the audience (what else it says).
    """

    heading: str
    surroundings: str
    opening: str
    rest: str

    @classmethod
    def of(cls, row: Candidate, here: Sequence[str]) -> "_Texts":
        """Return the texts of a row in which the terms `here` stand somewhere."""
        opening, _mark, rest = row.body.partition("。")
        for term in here:
            if term in rest:
                sentences = [each for each in rest.split("。") if not each.startswith(_AUDIENCE)]
                return cls(row.title, row.beside, opening, "。".join(sentences))
        return cls(row.title, row.beside, opening, "")


class _Looked:
    """A topic as it is looked for: its terms by kind, each kind with where it counts how much."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        kinds = ((frozenset(getattr(topic, kind)), found) for kind, found in _EVIDENCE)
        self._kinds = [
            (terms, [(_Texts._fields.index(part), worth) for part, worth in found]) for terms, found in kinds
        ]
        self._places: dict[tuple[str, ...], list[_Place]] = {}

    def strength(self, row: Candidate, texts: Sequence[str], here: tuple[str, ...]) -> float:
        """Return how much `row` is about the topic, if these of all terms stand in its texts somewhere."""
        places = self._places.get(here)
        if places is None:
            # Many rows hold the same terms.
            places = self._places[here] = self._places_of(here)
        evidence = [worth * _any(texts[part], said) for part, worth, said in places]
        evidence.append(_worth_of_codes(self.topic, row))
        most = max(evidence)
        # What says it twice is a little more about it.
        return most + 0.1 * (sum(evidence) - most)

    def _places_of(self, here: Sequence[str]) -> "list[_Place]":
        """Return in which texts `here` is looked for: each with what it is worth there, and the terms that are."""
        of_kinds = [([term for term in here if term in terms], found) for terms, found in self._kinds]
        return [(part, worth, said) for said, found in of_kinds if said for part, worth in found]


_Place = tuple[int, float, list[str]]


def ranked(asked: Asked, candidates: Iterable[Candidate], *, most: int) -> list[int]:
    """Return the keys of the candidates that answer, best first; none where nothing meets what was asked."""
    rows = list(candidates)
    strengths, of_whole = _strengths(asked, rows)
    weights = _weights(asked, strengths)
    if _is_beside(asked, strengths, weights):
        return []
    found = []
    for row, of_row, whole in zip(rows, strengths, of_whole, strict=True):
        score = _score(asked, row, max(_of_topics(asked, of_row, weights), whole))
        if score > 0:
            # Of what answers about as well, what somebody can enrol in stands first.
            found.append((-int(score), row.start // LATER, -score, row.key))
    found.sort()
    return [key for *_value, key in found[:most]]


def _strengths(asked: Asked, rows: Sequence[Candidate]) -> tuple[list[list[float]], list[float]]:
    """Return how much each row is about each topic, and about all of them as one where that can be asked."""
    topics = [_Looked(topic) for topic in asked.topics]
    whole = _Looked(asked.whole) if asked.whole else None
    meant = [*asked.topics, asked.whole] if asked.whole else asked.topics
    terms = list(dict.fromkeys(term for topic in meant for term in topic.terms))
    strengths, of_whole = [], []
    for row in rows:
        text = f"{row.title}\n{row.beside}\n{row.body}"
        here = tuple([term for term in terms if term in text])
        texts = _Texts.of(row, here)
        strengths.append([looked.strength(row, texts, here) for looked in topics])
        of_whole.append(whole.strength(row, texts, here) if whole else 0.0)
    return strengths, of_whole


def _worth_of_codes(topic: Topic, row: Candidate) -> float:
    """Return how much it says that `row` is of a sector or cluster that is wholly about `topic`."""
    if not topic.covers or topic.covers.isdisjoint(row.codes):
        return 0.0
    return _OF_AUDIENCE if topic.is_audience else _COVERED


def _any(text: str, terms: Iterable[str]) -> float:
    """Return 1 if one of `terms` stands there, less if it is the end of a short word."""
    for term in terms:
        if term in text and (amount := letter_in(text, term) if len(term) == 1 else float(holds(text, term))):
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


def _score(asked: Asked, row: Candidate, base: float) -> float:
    return base * _of_wishes(asked, row, base) if asked.wishes else base


def _of_topics(asked: Asked, strengths: Sequence[float], weights: Sequence[float]) -> float:
    if len(strengths) == 1:
        return strengths[0]
    if not strengths:
        return 3.0 if asked.wishes else 0.0
    mean = sum(weight * each for weight, each in zip(weights, strengths, strict=True)) / sum(weights)
    return mean if asked.is_sentence else 0.5 * (mean + min(strengths)) if all(strengths) else 0.3 * mean


def _of_wishes(asked: Asked, row: Candidate, base: float) -> float:
    factor = 1.0
    for facet, wanted in asked.wishes.items():
        if _is_met(row, facet, wanted):
            continue
        if row.has(facet) & wanted.values:
            factor *= 0.6
        elif asked.is_sentence:
            factor *= 0.7
        elif not asked.topics:
            return 0.0
        else:
            factor *= 0.3 if base >= _TITLE * 0.9 else 0.0
    return factor


def _is_met(row: Candidate, facet: str, wanted: Wish) -> bool:
    """Return whether `row` is just of what is wished for, or says so in its title, or whether nobody says anything of the facet."""
    if row.values is not None and facet not in row.values:
        return True
    has = row.has(facet)
    return bool(has and has <= wanted.values) or bool(_any(row.title, wanted.words))
