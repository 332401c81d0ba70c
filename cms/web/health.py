"""How the site is, for whoever watches it: no secret, no sign-in, nothing kept."""

from dataclasses import asdict

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms import search


@require_safe
@never_cache
def show_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while pages can be answered, 503 while not. Without the cluster they can: PostgreSQL answers."""
    try:
        found = asdict(search.health(at=timezone.now()))
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503)
    # Why the cluster does not answer stands in the log: it may name places that are nobody's business.
    found["reason"] = found["reason"].partition(":")[0]
    return JsonResponse({"database": "answers", "search": found})


urlpatterns = [path("health/", show_health, name="health")]
