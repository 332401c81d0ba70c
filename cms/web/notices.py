"""What is announced of a run: its notice as a PDF, its poster as a picture. Drawn on request, kept until a fact changes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cms.models import ProgrammePage, address_below_home
from learning.errors import Refusal
from seminars import access, notices

_KEPT = 24 * 3600
_FRESH = 60

Draw = Callable[[notices.Notice], bytes]


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the notice of a run that is open and may be held."""
    return _drawn(request, pk, notices.draw_notice, content_type="application/pdf", file=f"notice-run-{pk}.pdf")


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the poster of a run that is open and may be held."""
    return _drawn(request, pk, notices.draw_poster, content_type="image/png", file=f"poster-run-{pk}.png")


def _drawn(request: HttpRequest, pk: int, draw: Draw, *, content_type: str, file: str) -> HttpResponse:
    run = access.public_run(pk=pk)
    if not notices.is_offered(run):
        raise Http404
    facts = notices.facts(run, address=_address(run))
    key = f"{draw.__name__}:{notices.digest(facts)}"
    try:
        drawing = cache.get_or_set(key, lambda: draw(facts), _KEPT)
    except Refusal as refusal:
        # A letter that no font has: a page that says so is better than a paper with a box in somebody's name.
        messages.error(request, str(refusal))
        return redirect("seminars:run", pk)
    answer = HttpResponse(drawing, content_type=content_type)
    answer["Content-Disposition"] = f'inline; filename="{file}"'
    answer["Cache-Control"] = f"public, max-age={_FRESH}"
    answer["ETag"] = f'"{key.rpartition(":")[2]}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _address(run: Any) -> str:
    """Return where the code leads: to the page of the programme, or to the run's own where there is none that is public."""
    page = ProgrammePage.objects.live().filter(programme=run.programme_id).first()
    below = address_below_home(page.url_path) if page else reverse("seminars:run", args=[run.pk])
    return f"{settings.PUBLIC_URL}{below}"


urlpatterns = [
    path("runs/<int:pk>/notice.pdf", notice, name="run-notice"),
    path("runs/<int:pk>/poster.png", poster, name="run-poster"),
]
