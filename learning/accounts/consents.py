"""
Consents: which version of which notice somebody agreed to, and when.

The words of a version lie in `templates/accounts/notices/`; they are never edited: other words are another version.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import ConsentKind
from learning.accounts.models import Consent, User
from learning.errors import Refusal

# All versions of the notice, the one in force last. Whoever agreed to an earlier one only is asked at the next sign-in.
NOTICES = ("2026-11-22",)
# The separate consent that the law asks for before a document number is handled.
NUMBERS = ("2026-11-22",)
_PRESENT = {ConsentKind.NOTICE: NOTICES[-1], ConsentKind.DOCUMENT_NUMBER: NUMBERS[-1]}


class NotAgreed(Refusal):
    """A document number is handled with a consent of its own only."""

    field = "agrees"
    sentence = _("Without this consent the number cannot be handled. Nothing was stored.")


def agree(*, user: User, kind: ConsentKind, at: datetime, version: str = "") -> Consent:
    """Record that `user` agreed at `at` to a version (that in force if none is named); once a version."""
    consent, _is_new = Consent.objects.get_or_create(
        user=user, kind=kind, version=version or _PRESENT[kind], defaults={"agreed_at": at}
    )
    return consent


def has_agreed(user: User, kind: ConsentKind) -> bool:
    """Say whether `user` agreed to the version in force."""
    return Consent.objects.filter(user=user, kind=kind, version=_PRESENT[kind]).exists()


def given(user: User) -> list[Consent]:
    """Return what `user` agreed to, the newest first."""
    return list(Consent.objects.filter(user=user).order_by("-agreed_at", "-pk"))
