"""Questions about text messages."""

from django.db.models import QuerySet

from learning.accounts.models import TextMessage


def recent() -> QuerySet[TextMessage]:
    """Return all text messages, the newest first."""
    return TextMessage.objects.order_by("-pk")
