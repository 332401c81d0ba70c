"""What somebody may be typing: topics of the field, programmes, bases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone

from cms.models import BasePage
from cms.search import _engines
from cms.search._engine import Engine, Wanted
from cms.search._folding import folded
from cms.search._synonyms import thesaurus
from seminars import programmes

_TOPICS, _BASES = 3, 2
_LONGEST = 30


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One way to go on: a topic to search for, or a programme or base to open, by the id of its row."""

    kind: Literal["topic", "programme", "base"]
    label: str
    pk: int | None = None


def suggestions(text: str, *, at: datetime, most: int = 8, engine: Engine | None = None) -> list[Suggestion]:
    """Return what `text` may become, topics first; nothing for a text too short or too long to tell."""
    typed = "".join(folded(text).split())
    if not typed or len(typed) > _LONGEST:
        return []
    return _engines.answered(lambda chosen: _suggested(typed, chosen, at=at, most=most), engine=engine)


def _suggested(typed: str, engine: Engine, *, at: datetime, most: int) -> list[Suggestion]:
    # Twelve of them are asked for at once: rarely do more begin alike.
    begun = sorted((word for word in thesaurus().words if word.startswith(typed)), key=lambda word: (len(word), word))[
        :12
    ]
    held = engine.held(begun)
    topics = [Suggestion(kind="topic", label=word) for word in begun if word in held and word != typed][:_TOPICS]
    bases = list(_bases(typed))
    room = most - len(topics) - len(bases)
    return [*topics, *_programmes(typed, engine, at=at, most=room), *bases][:most]


def _programmes(typed: str, engine: Engine, *, at: datetime, most: int) -> Iterator[Suggestion]:
    """Yield the programmes whose title holds what was typed, as their rows say it now."""
    likely = engine.matches(Wanted(words=(typed,), most=4 * most, is_counted=False)).candidates
    keys = [row.key for row in likely if typed in row.title][:most]
    public = programmes.catalogue(on=timezone.localdate(at)).filter(pk__in=keys, page__live=True)
    titles = dict(public.order_by().values_list("pk", "current__title"))
    yield from (Suggestion(kind="programme", label=titles[key], pk=key) for key in keys if key in titles)


def _bases(typed: str) -> Iterator[Suggestion]:
    pages = BasePage.objects.filter(live=True, organisation__name__icontains=typed)
    rows = pages.order_by("organisation__name", "pk").values_list("organisation_id", "organisation__name")[:_BASES]
    yield from (Suggestion(kind="base", label=name, pk=pk) for pk, name in rows)
