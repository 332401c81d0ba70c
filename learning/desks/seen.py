"""When and from where each signed-in device was seen last: kept every few minutes, not at every page."""

from datetime import timedelta

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

KEPT_FOR = timedelta(minutes=5)
# Key of the HTTP session: for which session, and when, it was kept last.
SEEN = "seen"


class LastSeenKept(UserSessionsMiddleware):  # type: ignore[misc]
    """Keep the device where it was not seen for some minutes; five questions to the database less on every other page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep, or pass on."""
        if _was_seen_lately(request):
            answer: HttpResponse = self.get_response(request)
            return answer
        if request.user.is_authenticated:
            # A session gets another key on signing in: a new device, whatever was noted before.
            request.session[SEEN] = [request.session.session_key, timezone.now().timestamp()]
        kept: HttpResponse = super().__call__(request)
        return kept


def _was_seen_lately(request: HttpRequest) -> bool:
    key, at = request.session.get(SEEN, (None, 0.0))
    is_fresh: bool = timezone.now().timestamp() - at < KEPT_FOR.total_seconds()
    return is_fresh and key == request.session.session_key
