"""What is taught: titles and modules of `seminars.toml` and `courses.toml`, dealt out to bases."""

import tomllib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from learning.accounts.enums import Sector
from seminars.enums import Cluster

SEMINAR = "高级研修班"
CLUSTERS = {cluster.value: f"A{number:02d}" for number, cluster in enumerate(Cluster, start=1)}
BRANCHES = {"FUTURE": "B", "SERVICES": "C"}
PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that can be taught: its title, its modules, and the sector or field that it belongs to."""

    title: str
    modules: tuple[str, ...]
    field: str
    number: int = 1  # in its field
    sector: str = ""  # of a seminar; empty: that of its base

    @property
    def item(self) -> str:
        """Return the code of the item of the guidance catalogue that a seminar serves."""
        return CLUSTERS.get(self.field) or f"{BRANCHES[self.field]}{self.number:02d}"

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

    def seminars(self, wishes: Sequence[tuple[str, str, int]]) -> list[list[Topic]]:
        """Deal seminars to bases (field, sector, how many), one a round, so that nobody gets only what others left."""
        dealt: list[list[Topic]] = [[] for _wish in wishes]
        for turn in range(max(count for _field, _sector, count in wishes)):
            for hand, (field, sector, count) in zip(dealt, wishes, strict=True):
                if turn < count:
                    hand.append(self._seminar(field, sector))
        return dealt

    def _seminar(self, field: str, sector: str) -> Topic:
        """Return a seminar of `field`, best of `sector`; else a service of `sector`; else of what is like `field` and has most left."""
        fullest = sorted(
            self._seminars, key=lambda name: (_is_cluster(name) != _is_cluster(field), -len(self._seminars[name]))
        )
        own = sorted(self._seminars[field], key=lambda topic: topic.sector != sector)
        near = [
            topic for topic in self._seminars["SERVICES"] if topic.sector == sector and topic.sector != Sector.INDUSTRY
        ]
        others = (topic for name in fullest for topic in self._seminars[name])
        # Services are for everybody: of those, only the own sector's come before the industries of the future.
        topic = next(iter([*near[:1], *others] if field == "SERVICES" else [*own, *near, *others]))
        self._seminars[topic.field].remove(topic)
        return topic

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
        field: tuple(
            replace(
                _topic(text, field, SEMINAR),
                number=number,
                sector=rows["sectors"][number - 1] if "sectors" in rows else _sector(field),
            )
            for number, text in enumerate(rows["seminars"], start=1)
        )
        for field, rows in _read("seminars.toml").items()
    }


@cache
def courses() -> dict[str, tuple[Topic, ...]]:
    """Return the courses by sector; `public` are the public subjects."""
    return {sector: tuple(_topic(text, sector) for text in rows) for sector, rows in _read("courses.toml").items()}


def _is_cluster(field: str) -> bool:
    return field in CLUSTERS


def _sector(field: str) -> str:
    return str(
        Sector.HEALTH
        if field == Cluster.BIOMEDICINE
        else Sector.ENVIRONMENT
        if field == Cluster.ENVIRONMENTAL
        else Sector.INDUSTRY
    )


def _topic(text: str, field: str, ending: str = "") -> Topic:
    title, modules = text.split("：")
    return Topic(title=title + ending, modules=tuple(modules.split("；")), field=field)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
