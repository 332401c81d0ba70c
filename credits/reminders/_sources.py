"""
Sources: what reminders are made from. A source is code of the slice that owns its facts; which kinds are made from it is data.

A source is told of by `plan` when something happens, or it has `dues` and a sweep asks it what is due on which day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

Facts = Mapping[str, Any]
Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    Somebody is due a message: `key` is unique within a source and offset ("81:2026-03-22:4711"), `anchor` is what it is about ("run:81").

    It is for a person or, where it comes with an office, for a login. `facts` are JSON, days and moments in ISO 8601; a path among them is the
    page to open. `on` is the day before which it is told, of sources that have one.
    """

    source: str
    key: str
    anchor: str
    facts: Facts
    person_id: int | None = None
    user_id: int | None = None
    flags: frozenset[str] = frozenset()
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Query:
    """
    Many dues as one statement: columns key, person_id, anchor, on_day (of sources that have one), flags (text[]) and facts (jsonb), each row once.

    Where `shared` says what many are told alike, the column `shared` has a place in it, and `facts` what is said to one of them alone.
    """

    sql: str
    values: Sequence[Any] = ()
    shared: Sequence[Facts] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A reminder that is about to be told to somebody, and all its facts."""

    id: int
    person_id: int
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Span:
    """
    What a sweep asks a source for: what is due from a day to a day, as things stand at a moment.

    Sources without days are asked for what happened after `since`.
    """

    first: date
    last: date
    at: datetime
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """What a wording may name in braces: how regulators read it, and how it is filled in the active language."""

    label: Label
    fill: Callable[[Facts], str]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where reminders come from: what a wording may name, which flags there are, what it opens, an example of its facts."""

    code: str
    label: Label
    placeholders: Mapping[str, Placeholder]
    sample: Facts
    path: Callable[[Facts], str]
    flags: Mapping[str, Label] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()  # what a due must state
    dues: Callable[[Span], Query | Sequence[Due]] | None = None
    has_day: bool = False  # its dues have a day, before which kinds may tell
    is_daily: bool = False  # it is asked once a day
    # What it says to each of some people alone, by the ids of their reminders, asked when they are told.
    refine: Callable[[Sequence[Told], datetime], dict[int, dict[str, Any]]] | None = None

    def filled(self, facts: Facts) -> "Filled":
        """Return what the placeholders stand for, each worked out when it is asked for."""
        return Filled(self, facts)


class Filled:
    """The placeholders of a source for some facts, in the language that is active when one is asked for."""

    def __init__(self, source: Source, facts: Facts) -> None:
        self.source, self.facts = source, facts

    def __getitem__(self, name: str) -> str:
        return self.source.placeholders[name].fill(self.facts)


class UnknownSource(LookupError):
    """No slice has registered a source of this name."""


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Make `source` known, and return it."""
    _SOURCES[source.code] = source
    return source


def source(code: str) -> Source:
    """
    Return a source.

    :raises UnknownSource: if nobody has registered it
    """
    try:
        return _SOURCES[code]
    except KeyError:
        raise UnknownSource(code) from None


def sources() -> Mapping[str, Source]:
    """Return every source by its code."""
    return dict(sorted(_SOURCES.items()))
