"""What somebody may expect beside what is credited, and the bar of a category that both fill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Expected:
    """
    Hours that are registered and not credited yet, or enrolled for and still to be done, as whoever knows them hands them in.

    `credits` may not ask `seminars`: see `credits.web.hours.my_hours_page`. `hours` are hundredths; `note` says what is awaited
    (“attendance confirmed on 22 November”), `late` names who is late after three working days, and nobody otherwise.
    """

    title: str
    hours: int
    ends_on: date
    category: str = ""
    note: str = ""
    late: str = ""
    url: str = ""
    is_registered: bool = True


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One category and its own floor."""

    code: str
    label: str
    required: int
    counted: int
    missing: int
    expected: int = 0

    @property
    def share(self) -> int:
        """Return how much of the floor is done, in percent."""
        return share(self.counted, self.required)

    @property
    def expected_share(self) -> int:
        """Return how much of the floor is done once everything expected is credited, in percent."""
        return share(self.counted + self.expected, self.required)

    @property
    def missing_after(self) -> int:
        """Return what the floor still lacks once everything expected is credited."""
        return max(0, self.missing - self.expected)


def in_category(expected: Iterable[Expected], code: str) -> int:
    """Return the hours of `expected` that the category `code` may count on."""
    return sum(row.hours for row in expected if row.category == code)


def share(part: int, whole: int) -> int:
    """Return `part` of `whole` in percent, at most all of it."""
    return min(100, part * 100 // whole) if whole else 100
