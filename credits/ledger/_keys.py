"""Keys that sign: the present one from the settings, earlier ones by their public halves."""

import base64
import binascii
import os
from contextlib import suppress
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from credits.models import SigningKey
from learning import env

PUBLIC_BYTES = 32


class NotAKey(Exception):
    """A text is not the public half of an Ed25519 key."""


def sign(statement: bytes) -> bytes:
    """Return the present key's signature of `statement`."""
    return _present().sign(statement)


def present_public() -> bytes:
    """Return the public half of the present key."""
    return _present().public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Return what a key is called: the first 16 hexadecimal digits of the SHA-256 of its public half."""
    return sha256(public).hexdigest()[:16]


def is_signed(statement: bytes, *, signature: bytes, public: bytes) -> bool:
    """Say whether `signature` is that of `statement` by the key whose public half is `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def known_key(*, at: datetime) -> str:
    """Return the present key's name, its public half noted for as long as the ledger lasts."""
    public = present_public()
    SigningKey.objects.get_or_create(pk=key_id(public), defaults={"public": public, "since": at})
    return key_id(public)


def public_key(text: str) -> bytes:
    """
    Return the public half that `text` states: hexadecimal, base64 or PEM, or the name of a file with one of them.

    :raises NotAKey: if it states none
    """
    stated = text.strip()
    try:
        file = Path(stated)
        stated = file.read_text(encoding="utf-8").strip() if len(stated) < 500 and file.is_file() else stated
        return _public(stated)
    except (ValueError, OSError, binascii.Error):
        raise NotAKey(f"{text[:80]!r} is no public Ed25519 key: 64 hexadecimal digits, base64, or a PEM file") from None


def _public(stated: str) -> bytes:
    if stated.startswith("-----BEGIN"):
        key = load_pem_public_key(stated.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError(stated)
        return key.public_bytes_raw()
    raw = bytes.fromhex(stated) if len(stated) == 2 * PUBLIC_BYTES else base64.b64decode(stated, validate=True)
    if len(raw) != PUBLIC_BYTES:
        raise ValueError(stated)
    return raw


def _present() -> Ed25519PrivateKey:
    return _private(settings.LEDGER_KEY or _generated(settings.LEDGER_KEY_KEPT))


@cache
def _private(stated: str) -> Ed25519PrivateKey:
    return env.signing_key("LEDGER_KEY", stated)


def _generated(kept: Path | None) -> str:
    """Return the key in the file `kept`, made where it is missing: of developers' machines, the demo and tests only."""
    assert kept is not None  # production has a key of its own
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = kept.with_name(f"{kept.name}.{os.getpid()}")
        made.write_bytes(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
        made.chmod(0o600)
        # Whoever comes first gives the key its name; everybody else takes that one.
        with suppress(FileExistsError):
            kept.hardlink_to(made)
        made.unlink()
    return kept.read_text(encoding="ascii")
