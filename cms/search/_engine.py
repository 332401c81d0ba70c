"""What a search engine must be able to do. PostgreSQL is one; Elasticsearch will be another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words of one programme, most telling first: title; base, subjects; teachers, audience; content and words of the page."""

    programme_id: int
    version_id: int
    revision_id: int | None
    fields: tuple[str, str, str, str]


class Engine(Protocol):
    """Stores texts and finds programmes by them."""

    def store(self, texts: Iterable[Text], *, at: datetime) -> int:
        """Store `texts`, each in place of the former one of its programme; return how many."""

    def remove(self, programme_ids: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""

    def find(self, query: str, *, most: int) -> list[int]:
        """Return the ids of at most `most` programmes that match `query`, best first."""
