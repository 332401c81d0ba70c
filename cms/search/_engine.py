"""What a search engine must be able to do: keep documents, give candidates and counts. `_ranking` puts them into order, whoever found them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from cms.search._documents import Document
from cms.search._facts import counted_by, counts_of
from cms.search._question import Order
from cms.search._ranking import Candidate

Chosen = Mapping[str, frozenset[str] | set[str]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    What an engine is asked for: documents that hold one of `words` or are of one of `codes` (all, where neither is given), that meet the gap
    and `chosen`; `most` of them from `first` on in an order, and what the values of `facets` would leave.
    """

    words: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    # Nothing but these, where it is not None.
    only: tuple[int, ...] | None = None
    chosen: Chosen = field(default_factory=dict)
    series: str = ""
    ends_by: date | None = None
    can_enrol: bool = False
    order: Order = Order.BEST
    first: int = 0
    most: int = 0
    facets: tuple[str, ...] = ()
    # Whether somebody asks how many there are.
    is_counted: bool = True

    @property
    def has_words(self) -> bool:
        """Return whether documents are asked for by what they say."""
        return bool(self.words or self.codes)


class Walk(NamedTuple):
    """Facets whose values are counted in one field under the same choices."""

    field: str
    chosen: Chosen
    names: tuple[str, ...]

    def counts(self, words: Mapping[str, int], wanted: Wanted) -> dict[str, dict[str, int]]:
        """Return the counts of each facet among those of all words of the field."""
        return {name: counts_of(name, words, wanted.chosen) for name in self.names}


def walks(wanted: Wanted) -> list[Walk]:
    """Return how the facets that are asked for are counted: a facet's own choice stands aside."""
    found: dict[tuple[str, str], tuple[str, Chosen, list[str]]] = {}
    for name in wanted.facets:
        chosen = {other: values for other, values in wanted.chosen.items() if other != name}
        field = counted_by(name, wanted.chosen)[0]
        found.setdefault((field, repr(sorted(chosen))), (field, chosen, []))[2].append(name)
    return [Walk(field, chosen, tuple(names)) for field, chosen, names in found.values()]


@dataclass(frozen=True, kw_only=True)
class Matches:
    """Candidates, how many documents match in all (where that was asked for), and counts by facet and value."""

    candidates: tuple[Candidate, ...] = ()
    count: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Stores documents and finds candidates among them."""

    name: str

    def __hash__(self) -> int:
        """Engines are told apart by themselves."""

    def store(self, documents: Iterable[Document], *, at: datetime) -> int:
        """Store `documents`, each in place of the former one of its programme; return how many."""

    def remove(self, keys: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""

    def matches(self, wanted: Wanted) -> Matches:
        """Return what is asked for: likely ones first where the order is BEST."""

    def keys(self, wanted: Wanted) -> tuple[int, ...]:
        """Return the keys alone of what is asked for, what somebody can enrol in first."""

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
