"""The catalogue: what can I learn, where, when, for how many hours."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms import catalogue

ROWS_A_PAGE = 20


@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """Show the programmes that the address asks for. The address keeps the choice; every part of the page is a link or a GET form."""
    choice = catalogue.Choice.of(request.GET)
    look = catalogue.look(choice=choice, on=timezone.localdate())
    page = Paginator(look.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)

    return render(
        request,
        "cms/catalogue.html",
        {
            "choice": choice,
            "facets": [facet for facet in look.facets if facet.options],
            "rows": page,
            "kept": kept.urlencode(),
            "sorts": [
                (value, label) for value, label in catalogue.Sort.choices if choice.text or value != catalogue.Sort.BEST
            ],
        },
    )


urlpatterns = [path("catalogue/", show_catalogue, name="catalogue")]
