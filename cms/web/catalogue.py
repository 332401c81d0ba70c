"""The catalogue: what can I learn, where, when, for how many hours."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms import catalogue
from cms.web import kept


@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """Show the programmes that the address asks for. The address keeps the choice; every part of the page is a link or a GET form."""
    state = catalogue.state(at=timezone.now())
    choice = catalogue.Choice.of(request.GET)

    return kept.answer(
        request,
        "cms/catalogue.html",
        part="cms/_catalogue.html",
        state=state,
        key=repr(choice),
        facts=lambda: _facts(choice, state=state),
    )


def _facts(choice: catalogue.Choice, *, state: catalogue.State) -> dict[str, Any]:
    look = catalogue.look(choice=choice, state=state)
    sorts = [
        (label, choice.address({"sort": str(value)}), value == choice.sort)
        for value, label in catalogue.Sort.choices
        if choice.text or value != catalogue.Sort.BEST
    ]

    return {
        "choice": choice,
        "look": look,
        "narrowing": _narrowing(choice, look, state=state),
        "rows": [_row(line, at=state.at) for line in look.lines],
        "sorts": sorts,
    }


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
    stages: tuple[str, ...]
    language: str
    at: datetime = field(compare=False)


def _row(line: catalogue.Line, *, at: datetime) -> str:
    stages = tuple(run.stage(at) for run in line.runs)
    return _drawn(_Drawing(line=line, stages=stages, language=get_language() or "", at=at))


@lru_cache(maxsize=4000)
def _drawn(drawing: _Drawing) -> str:
    return render_to_string("cms/_offer.html", {"row": catalogue.row(*drawing.line, at=drawing.at)})


urlpatterns = [path("catalogue/", show_catalogue, name="catalogue")]
