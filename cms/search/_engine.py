"""What a search engine must be able to do: keep texts, and give candidates. `_ranking` puts them into order, whoever found them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cms.search._ranking import Candidate


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words of one programme: title; what stands beside it (base, teachers, audience); body (content and words of the page)."""

    programme_id: int
    version_id: int
    revision_id: int | None
    title: str
    beside: str
    body: str
    # Sector and cluster, by the codes of the thesaurus.
    codes: frozenset[str]


class Engine(Protocol):
    """Stores texts and finds candidates among them."""

    def store(self, texts: Iterable[Text], *, at: datetime) -> int:
        """Store `texts`, each in place of the former one of its programme; return how many."""

    def remove(self, programme_ids: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""

    def candidates(self, *, words: Collection[str], codes: Collection[str], most: int) -> list[Candidate]:
        """Return at most `most` programmes that hold one of `words` or are of one of `codes`, likely ones first."""

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
