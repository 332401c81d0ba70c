"""Suggestions while somebody types: topics, programmes and bases, as the items of a list that a small script shows."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from cms import catalogue, search
from cms.web import kept

# Nobody types the same again later; meanwhile a programme may leave the public.
_SECONDS = 5
_KINDS = {"topic": _("Topic"), "programme": pgettext_lazy("suggestion", "Programme"), "base": _("Base")}


class Item(NamedTuple):
    """One suggestion: what kind it is, in words, and where it leads."""

    kind: object
    label: str
    url: str


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with what the typed text may become; with nothing where nothing begins like it."""
    at = timezone.now()
    text = catalogue.Choice.of(request.GET).text
    state = catalogue.state(at=at)
    try:
        items = kept.drawn(
            "cms/_suggestions.html", key=f"{state} {text}", facts=lambda: {"items": [*_items(text, state, at)]}
        )
    except search.TakesTooLong:
        items = SafeString()

    return HttpResponse(items, headers={"Cache-Control": f"private, max-age={_SECONDS}"})


def _items(text: str, state: catalogue.State, at: datetime) -> Iterator[Item]:
    programmes, bases = catalogue.addresses(state)
    for found in search.suggestions(text, at=at):
        topic = f"{reverse('cms:catalogue')}?{urlencode({'q': found.label})}"
        url = {"topic": topic, "programme": programmes.get(found.pk or 0), "base": bases.get(found.pk or 0)}[found.kind]
        if url:
            yield Item(_KINDS[found.kind], found.label, url)


urlpatterns = [path("catalogue/suggestions/", suggest, name="suggestions")]
