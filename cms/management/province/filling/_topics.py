"""What is taught: titles and modules of `seminars.toml` and `courses.toml`, dealt out to bases."""

import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from seminars.enums import Cluster

SEMINAR = "高级研修班"
CLUSTERS = {cluster.value: f"A{number:02d}" for number, cluster in enumerate(Cluster, start=1)}
PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that can be taught: its title, its modules, and the sector or field that it belongs to."""

    title: str
    modules: tuple[str, ...]
    field: str

    @property
    def is_public(self) -> bool:
        """Return whether it is a public subject."""
        return self.field == PUBLIC


class Shelf:
    """Topics, dealt out one after the other: each seminar once; courses again once all of a sector were given."""

    def __init__(self) -> None:
        self._seminars = {field: deque(topics) for field, topics in seminars().items()}
        self._courses = {sector: deque(topics) for sector, topics in courses().items()}
        self._given = dict.fromkeys(self._courses, 0)

    def seminars(self, field: str, count: int) -> Iterator[Topic]:
        """Yield seminars of `field`, then of whatever has most left."""
        for _number in range(count):
            own = self._seminars.get(field)
            fullest = max(self._seminars.values(), key=len)
            yield (own or fullest).popleft()

    def courses(self, sector: str, count: int, *, publics: int) -> Iterator[Topic]:
        """Yield public subjects, then half of the rest of `sector`, then one each of the sectors that were given least."""
        yield from (self._next(PUBLIC) for _number in range(publics))
        own = (count - publics + 1) // 2
        yield from (self._next(sector) for _number in range(own))
        others = sorted(set(self._courses) - {PUBLIC, sector}, key=lambda name: (self._given[name], name))
        yield from (self._next(name) for name in others[: count - publics - own])

    def _next(self, sector: str) -> Topic:
        topics = self._courses[sector]
        topic = topics[0]
        topics.rotate(-1)
        self._given[sector] += 1
        return topic


@cache
def seminars() -> dict[str, tuple[Topic, ...]]:
    """Return the advanced seminars by field."""
    return {
        field: tuple(_topic(text, field, SEMINAR) for text in rows["seminars"])
        for field, rows in _read("seminars.toml").items()
    }


@cache
def courses() -> dict[str, tuple[Topic, ...]]:
    """Return the courses by sector; `public` are the public subjects."""
    return {sector: tuple(_topic(text, sector) for text in rows) for sector, rows in _read("courses.toml").items()}


def _topic(text: str, field: str, ending: str = "") -> Topic:
    title, modules = text.split("：")
    return Topic(title=title + ending, modules=tuple(modules.split("；")), field=field)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
