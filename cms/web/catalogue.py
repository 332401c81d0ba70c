"""The catalogue: what can I learn, where, when, for how many hours."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms import catalogue
from cms.web import kept


@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """Show the programmes that the address asks for. The address keeps the choice; every part of the page is a link or a GET form."""
    at = timezone.now()
    state = catalogue.state(at=at)
    choice = catalogue.Choice.of(request.GET)

    return kept.answer(
        request,
        "cms/catalogue.html",
        part="cms/_catalogue.html",
        key=f"{state} {choice!r}",
        facts=lambda: _facts(choice, state=state, at=at),
    )


def _facts(choice: catalogue.Choice, *, state: str, at: datetime) -> dict[str, Any]:
    look = catalogue.look(choice=choice, state=state, at=at)
    sorts = [
        (label, choice.address({"sort": str(value)}), value == choice.sort)
        for value, label in catalogue.Sort.choices
        if choice.text or value != catalogue.Sort.BEST
    ]

    return {
        "choice": choice,
        "look": look,
        "rows": [_row(line, state=state, at=at) for line in look.lines],
        "sorts": sorts,
    }


def _row(line: catalogue.Line, *, state: str, at: datetime) -> str:
    # Most choices show rows that another one has shown: each is drawn once for a state.
    return kept.drawn(
        "cms/_offer.html",
        key=f"{state} {line.offer.pk} {[run.pk for run in line.runs]}",
        facts=lambda: {"row": catalogue.row(*line, at=at)},
    )


urlpatterns = [path("catalogue/", show_catalogue, name="catalogue")]
