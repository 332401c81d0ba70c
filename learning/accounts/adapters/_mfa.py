"""Second factors."""

from allauth.mfa.adapter import DefaultMFAAdapter

from learning.accounts import identity
from learning.accounts.models import User


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted with the newest key."""
        return identity.encrypted(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given."""
        return identity.decrypted(encrypted_text.encode())

    def get_totp_label(self, user: User) -> str:
        """Return what an authenticator app shows: the number or address that somebody signs in with."""
        return user.mobile or user.email or str(user.handle)
