"""Search over the whole site: programmes, policy documents, notices, help, bases, grouped by kind."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms import catalogue, search, texts

PROGRAMMES_SHOWN = 5


@require_safe
def search_site(request: HttpRequest) -> HttpResponse:
    """Show what answers the words of the address, the programmes first; the catalogue shows all of them."""
    text = " ".join(request.GET.get("q", "").split())
    asked = text[: texts.QUERY_MAX]
    context = {"text": asked, "is_cut": len(text) > len(asked)}
    try:
        found = {"programmes": _programmes(asked), "found": texts.find(asked)} if asked else {}
    except search.TakesTooLong as refusal:
        found = {"refused": str(refusal)}

    return render(request, "cms/search.html", context | found)


def _programmes(text: str) -> dict[str, object]:
    at = timezone.now()
    query = urlencode({"q": text})
    state = catalogue.state(at=at)
    look = catalogue.look(choice=catalogue.Choice.of(QueryDict(query)), state=state)
    rows = [catalogue.row(*line, at=at, words=look.words) for line in look.lines[:PROGRAMMES_SHOWN]]

    return {"rows": rows, "count": look.count, "address": f"{reverse('cms:catalogue')}?{query}"}


urlpatterns = [path("search/", search_site, name="search")]
