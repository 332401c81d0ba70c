"""
Numbers at rest.

The text is encrypted with the first of `FIELD_KEYS` (the others still decrypt), and found by a digest keyed with `INDEX_KEY`.
Changing a key: `manage.py rotate_keys --help`.
"""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypted(text: str) -> bytes:
    """Return `text` encrypted with the newest key; the same text gives other bytes each time."""
    return _fernet(tuple(settings.FIELD_KEYS)).encrypt(text.encode())


def decrypted(token: bytes | memoryview) -> str:
    """Return the text that `encrypted` made `token` from."""
    return _fernet(tuple(settings.FIELD_KEYS)).decrypt(bytes(token)).decode()


def reencrypted(token: bytes | memoryview) -> bytes:
    """Return the same text encrypted with the newest key."""
    return _fernet(tuple(settings.FIELD_KEYS)).rotate(bytes(token))


def number_index(*, kind: str, number: str, key: str | None = None) -> str:
    """Return the keyed digest by which a normalised number is found; `key` is `INDEX_KEY` unless said."""
    # One number is one person whichever of the three cards was chosen, so those share a name; a passport may look like one.
    scheme = "passport" if kind == "PASSPORT" else "card"
    return hmac.new((key or settings.INDEX_KEY).encode(), f"{scheme}:{number}".encode(), hashlib.sha256).hexdigest()


def number_indexes(*, kind: str, number: str) -> tuple[str, str]:
    """Return the digests of both index columns: by the present key and, while keys change, by the next one."""
    return (
        number_index(kind=kind, number=number),
        number_index(kind=kind, number=number, key=settings.INDEX_KEY_NEXT or settings.INDEX_KEY),
    )


@cache
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
