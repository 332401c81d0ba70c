"""Cities, bases and employers of the filling, as `places.toml` has them, and the bases of the small world."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cms.management.province import _cast, _taught
from cms.management.province.filling import _topics
from cms.management.province.filling._topics import Topic

EXAMPLE = "（示例）"
SOUTH = ("320100", "320200", "320400", "320500", "321100")
# In the order in which a small filling takes them: Lianyungang joined the platform late, so it comes early here.
ORDER = ("320100", "320700", "320200", "320300", "320400", "320500", "320600")
# Cities whose hours before the platform's second year nobody has.
LATE = ("320700", "321300")


@dataclass(frozen=True, kw_only=True)
class BasePlan:
    """A base, and what it teaches in this filling."""

    city: str
    place: int  # which of its city's bases
    number: int  # which of all
    name: str
    sector: str
    field: str  # a cluster, SERVICES or FUTURE
    level: str
    login: str  # of the small world; empty: a manager is made
    seminars: tuple[Topic, ...]
    courses: tuple[Topic, ...]

    @property
    def key(self) -> str:
        """Return how a step names it."""
        return f"{self.city}:{self.place}"


@cache
def cities() -> list[str]:
    """Return the codes of all cities."""
    return sorted(_known(), key=lambda code: (ORDER.index(code) if code in ORDER else len(ORDER), code))


def employers(city: str) -> list[tuple[str, str]]:
    """Return name and kind of the employers of a city."""
    return [(f"{name}{EXAMPLE}", kind) for name, kind in _known()[city]["employers"]]


def bases(*, part: tuple[int, int]) -> list[BasePlan]:
    """Return all bases with so many seminars and courses each; those of the small world have some already."""
    shelf, rows = _topics.Shelf(), list(_rows())
    # One seminar and three courses of the small world are there.
    counts = [(part[0] - 1, part[1] - 3) if row[-1] else part for row in rows]
    dealt = shelf.seminars([(row[4], row[3], count[0]) for row, count in zip(rows, counts, strict=True)])
    return [
        BasePlan(
            city=city,
            place=place,
            number=number,
            name=name,
            sector=sector,
            field=field,
            level=level,
            login=login,
            seminars=tuple(dealt[number]),
            courses=tuple(shelf.courses(sector, counts[number][1], publics=1 if login else 2)),
        )
        for number, (city, place, name, sector, field, level, login) in enumerate(rows)
    ]


def _rows() -> Iterator[tuple[str, int, str, str, str, str, str]]:
    for city, (name, sector, level) in _cast.BASES.items():
        yield city, 0, name, str(sector), str(_taught.CLUSTERS[city]), str(level), _taught.LOGIN_OF[city]
    for city in cities():
        first = 1 if city in _cast.BASES else 0
        for place, (name, sector, field, level) in enumerate(_known()[city]["bases"], start=first):
            yield city, place, f"{name}{EXAMPLE}", sector, field, level, ""


@cache
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
