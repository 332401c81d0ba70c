"""Which of two versions is the more specific, and which pairs are not to be told apart: ties."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

# In the order in which they are compared, behind the region; the committee only where somebody asks before which one a title is applied for.
SIDES = ("employer_kind", "target_level", "review_level")
OF_A_DAY = SIDES[:2]
EVERYBODY = 1000


@dataclass(frozen=True)
class Reach:
    """Whom a version concerns, and when: an empty text or set means everybody; a region is its path."""

    family: str
    version: str
    series: str
    path: str
    starts: date
    ends: date | None
    employer_kind: frozenset[str] = frozenset()
    target_level: frozenset[str] = frozenset()
    review_level: frozenset[str] = frozenset()

    def sets(self, sides: Sequence[str]) -> Iterator[frozenset[str]]:
        """Yield whom it names on each of `sides`."""
        return (getattr(self, side) for side in sides)

    def rank(self, sides: Sequence[str]) -> tuple[int, ...]:
        """Return how specific it is: the deeper region, then on each of `sides` the fewer that it names."""
        return len(self.path), *(-(len(named) or EVERYBODY) for named in self.sets(sides))


def ranks(reaches: Sequence[Reach], sides: Sequence[str]) -> list[int]:
    """Return the rank of each of `reaches` as one number: what is more specific has the higher one."""
    ordered = sorted({reach.rank(sides) for reach in reaches})
    return [ordered.index(reach.rank(sides)) for reach in reaches]


def tying(reaches: Iterable[Reach], sides: Sequence[str] = OF_A_DAY) -> list[tuple[Reach, Reach]]:
    """Return each pair of families that meets, of which neither goes before the other, and between whom no third decides everywhere."""
    ordered = sorted(reaches, key=lambda reach: (reach.family, reach.starts))
    return [
        (one, other)
        for one, other in combinations(ordered, 2)
        if one.family != other.family
        and _meet(one, other, sides)
        and not _goes_before(one, other, sides)
        and not _goes_before(other, one, sides)
        and not any(_settles(third, one, other, sides) for third in ordered)
    ]


def _goes_before(one: Reach, other: Reach, sides: Sequence[str]) -> bool:
    """Return whether `one` is the more specific. What is for everybody never goes before what names a series."""
    if one.family == other.family or not _meet(one, other, sides) or other.series not in {"", one.series}:
        return False
    return (one.rank(sides), one.series != other.series) > (other.rank(sides), False)


def _meet(one: Reach, other: Reach, sides: Sequence[str]) -> bool:
    """Return whether both may decide for somebody on one day."""
    in_time = (one.ends is None or other.starts < one.ends) and (other.ends is None or one.starts < other.ends)
    in_place = one.path.startswith(other.path) or other.path.startswith(one.path)
    in_series = not one.series or not other.series or one.series == other.series
    return in_time and in_place and in_series and all(map(_overlap, one.sets(sides), other.sets(sides)))


def _settles(third: Reach, one: Reach, other: Reach, sides: Sequence[str]) -> bool:
    """Return whether `third` holds wherever the two meet, and goes before one of them."""
    if not (_goes_before(third, one, sides) or _goes_before(third, other, sides)):
        return False
    ends = min((end for end in (one.ends, other.ends) if end), default=date.max)
    in_time = third.starts <= max(one.starts, other.starts) and ends <= (third.ends or date.max)
    in_place = max(one.path, other.path, key=len).startswith(third.path)
    in_series = third.series in {"", one.series or other.series}
    shared = zip(one.sets(sides), other.sets(sides), third.sets(sides), strict=True)
    return in_time and in_place and in_series and all(not last or _common(*two) <= last for *two, last in shared)


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one & other if one and other else one | other
