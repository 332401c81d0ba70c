"""Second factors."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.models import User


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("The second factor cannot be turned off."),
        "cannot_generate_recovery_codes": _(
            "Set up an authenticator app or a passkey first; then recovery codes help."
        ),
        "incorrect_code": _(
            "This code does not open. Type the one that the app shows now, or a recovery code not used yet."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted with the newest key."""
        return identity.encrypted(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given."""
        return identity.decrypted(encrypted_text.encode())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  (allauth's)
        """Return a name for a passkey that nobody named."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_totp_label(self, user: User) -> str:
        """Return what an authenticator app shows: the number or address that somebody signs in with."""
        return user.mobile or user.email or str(user.handle)
