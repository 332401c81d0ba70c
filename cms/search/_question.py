"""What is asked of search, and what it answers: the same for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

# Nobody pages further; whoever wants more narrows.
REACH = 10_000
ROWS_A_PAGE = 20


class TakesTooLong(Refusal):
    """A question costs more than a page may."""

    sentence = _("This search takes too long. Use fewer words, or narrow it by the filters.")


class Order(StrEnum):
    """How the rows are ordered. Without words, BEST is START."""

    BEST = "best"
    START = "start"
    HOURS = "hours"
    SEATS = "seats"


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    Words, choices (facet → values of which one must be met), order, and the part of the rows that is wanted.

    City, month, seats and slot must be met by one run. `series`, `ends_by` and `can_enrol` ask for programmes open to a series, with a run
    that takes enrolments now and ends by a day.
    """

    text: str = ""
    chosen: Mapping[str, frozenset[str] | set[str]] = field(default_factory=dict)
    order: Order = Order.BEST
    series: str = ""
    ends_by: date | None = None
    can_enrol: bool = False
    first: int = 0
    rows: int = ROWS_A_PAGE


@dataclass(frozen=True, kw_only=True)
class Found:
    """Ids of the programmes of the part that was asked for, how many answer in all, and what each choice would leave."""

    ids: tuple[int, ...] = ()
    first: int = 0
    count: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # What to mark, folded: see `marked`.
    words: tuple[str, ...] = ()
    # The query after a slip was mended; empty where it was read as typed.
    read_as: str = ""
    engine: str = ""

    @property
    def reach(self) -> int:
        """Return how many of the rows can be paged to."""
        return min(self.count, REACH)
