"""
Links to shared certificates: the part that cannot be guessed is kept nowhere.

It is made from a random seed in the row with the site's key (HMAC), so that whoever made a link can be shown it again, and found by its
digest, which the row keeps. Whoever reads the table has neither: a seed says nothing without the key, and no way leads back from a digest.
"""

import base64
import secrets
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

from credits.models import CertificateShare

SALT = "credits.certificates.shared"
# As many bytes of the HMAC as make 32 letters: nobody guesses 192 bits.
BYTES = 24


def seed() -> str:
    """Return what a link is made from."""
    return secrets.token_urlsafe(18)


def token(seed: str, *, key: str | bytes | None = None) -> str:
    """Return the part of the link made from `seed` that cannot be guessed."""
    made = salted_hmac(SALT, seed, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:BYTES]).decode()


def token_of(share: CertificateShare) -> str:
    """Return that part of the link of `share`; empty where it was made with a key that the site has no more: it still leads there."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (token(share.seed, key=key) for key in keys if share.seed)
    return next((one for one in made if digest(one) == share.token_digest), "")


def digest(token: str) -> str:
    """Return that by which the row of a link is found."""
    return sha256(token.encode(errors="replace")).hexdigest()


def address(token: str) -> str:
    """Return the whole link."""
    return f"{settings.PUBLIC_URL}/shared/{token}/"
