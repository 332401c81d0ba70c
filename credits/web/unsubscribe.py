"""The link in every mail that ends such mails: it works without signing in, and only POST does it (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from credits import reminders


@csrf_exempt  # a mail program sends no token; the signed link is what proves
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether mails shall end; end them where that is sent."""
    at = timezone.now()
    try:
        subscribed = reminders.subscription(token, at=at)
    except reminders.LinkEnded as ended:
        return render(request, "credits/unsubscribe_ended.html", {"ended": ended}, status=410)
    if subscribed is None:
        raise Http404
    if request.method == "POST":
        reminders.end_subscription(subscribed, at=at)
    return render(request, "credits/unsubscribe.html", {"is_done": request.method == "POST"})


urlpatterns = [path("inbox/unsubscribe/<str:token>/", unsubscribe, name="unsubscribe")]
