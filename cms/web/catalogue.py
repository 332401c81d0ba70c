"""The catalogue: what can I learn, where, when, for how many hours."""

from collections.abc import Mapping
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

    def facts() -> Mapping[str, Any]:
        sorts = [
            (label, choice.address(sort=str(value)), value == choice.sort)
            for value, label in catalogue.Sort.choices
            if choice.text or value != catalogue.Sort.BEST
        ]
        return {"choice": choice, "look": catalogue.look(choice=choice, state=state, at=at), "sorts": sorts}

    return kept.answer(
        request, "cms/catalogue.html", part="cms/_catalogue.html", key=f"{state} {choice!r}", facts=facts
    )


urlpatterns = [path("catalogue/", show_catalogue, name="catalogue")]
