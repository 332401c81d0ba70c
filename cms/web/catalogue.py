"""The catalogue: what can I learn, where, when, for how many hours."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms import catalogue, gaps, search
from cms.web import kept
from learning.accounts import access
from seminars import demand


@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """Show the programmes that the address asks for. The address keeps the choice; every part of the page is a link or a GET form."""
    at = timezone.now()
    state = kept.state_of(request, at=at)
    choice = catalogue.Choice.of(request.GET)
    look = cache(lambda: catalogue.look(choice=choice, state=state))
    gap = _own_gap(request, choice, at=at)
    with_saving = {"choice": choice, "may_save": choice.is_narrow and access.own_person(request.user) is not None}
    try:
        if gap:
            part = render_to_string("cms/_catalogue.html", _of_gap(choice, gap, state=state, at=at))
            return kept.framed(request, "cms/catalogue.html", part=part, own=with_saving)
        return kept.answer(
            request,
            "cms/catalogue.html",
            part="cms/_catalogue.html",
            state=state,
            key=repr(choice),
            facts=lambda: _facts(choice, look(), state=state),
            own=with_saving,
            is_whole=not _is_wished_for(choice, look, at=at) and request.get_full_path() == choice.address(),
        )
    except search.TakesTooLong as refusal:
        part = render_to_string("cms/_catalogue.html", {"choice": choice, "refused": str(refusal)})
        return kept.framed(request, "cms/catalogue.html", part=part, own={"choice": choice})


def _is_wished_for(choice: catalogue.Choice, look: Callable[[], catalogue.Look], *, at: datetime) -> bool:
    """Return whether the words alone find nothing, and count that somebody wants it: the demand of a year is made of such searches."""
    is_words_alone = choice.text and not choice.facets and not choice.gap and not choice.after
    if not is_words_alone or look().count:
        return False
    demand.note(text=choice.text, on=timezone.localdate(at))

    return True


def _own_gap(request: HttpRequest, choice: catalogue.Choice, *, at: datetime) -> gaps.Gap | None:
    """Return what the person who asks still misses, where the address speaks of a gap and somebody's record is known."""
    person = access.own_person(request.user) if choice.gap else None
    return gaps.of_person(person, stated=choice.gap, at=at) if person and choice.gap else None


def _of_gap(choice: catalogue.Choice, gap: gaps.Gap, *, state: catalogue.State, at: datetime) -> dict[str, Any]:
    look = catalogue.look(choice=choice, state=state, closing=gap.closing)
    rows = [
        render_to_string(
            "cms/_offer.html", {"row": catalogue.row(*judged.line, at=at, words=look.words), "judged": judged}
        )
        for judged in gaps.judged(look.lines, gap=gap, at=at)
    ]
    narrowing = render_to_string("cms/_narrowing.html", {"facets": look.facets(), "chosen": len(choice.facets)})

    return _shown(choice, look) | {"gap": gap, "rows": rows, "narrowing": narrowing}


def _facts(choice: catalogue.Choice, look: catalogue.Look, *, state: catalogue.State) -> dict[str, Any]:
    rows = [_row(line, look.words, at=state.at) for line in look.lines]
    return _shown(choice, look) | {"rows": rows, "narrowing": _narrowing(choice, look, state=state)}


def _shown(choice: catalogue.Choice, look: catalogue.Look) -> dict[str, Any]:
    sorts = [
        (label, choice.address({"sort": str(value)}), value == choice.sort)
        for value, label in catalogue.Sort.choices
        if choice.text or value != catalogue.Sort.BEST
    ]
    return {"choice": choice, "look": look, "sorts": sorts}


def _narrowing(choice: catalogue.Choice, look: catalogue.Look, *, state: catalogue.State) -> str:
    # Every page of a choice, and every cursor that somebody made up, has the same facets beside it.
    return kept.drawn(
        "cms/_narrowing.html",
        key=f"{state} {choice.stated}",
        facts=lambda: {"facets": look.facets(), "chosen": len(choice.facets)},
    )


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    """A row to draw: it looks the same whenever the line, the stage of its runs and the language are the same, whatever else changed."""

    line: catalogue.Line
    words: tuple[str, ...]
    stages: tuple[str, ...]
    language: str
    at: datetime = field(compare=False)


def _row(line: catalogue.Line, words: tuple[str, ...], *, at: datetime) -> str:
    stages = tuple(run.stage(at) for run in line.runs)
    return _drawn(_Drawing(line=line, words=words, stages=stages, language=get_language() or "", at=at))


@lru_cache(maxsize=4000)
def _drawn(drawing: _Drawing) -> str:
    return render_to_string(
        "cms/_offer.html", {"row": catalogue.row(*drawing.line, at=drawing.at, words=drawing.words)}
    )


urlpatterns = [path("catalogue/", show_catalogue, name="catalogue")]
