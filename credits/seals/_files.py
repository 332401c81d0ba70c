"""The store of keys that is shipped: a file a key, encrypted (PKCS#8), readable by its owner alone."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings


class FileStore:
    """Keys on NIST's curve P-256, in the folder `keys` of `settings.SEALS`, under `settings.SEAL_PASSPHRASE`."""

    def make(self, name: str) -> EllipticCurvePrivateKey:
        """Make a key and keep it as `name`; return it, so that it can be certified."""
        key = generate_private_key(SECP256R1())
        write_key(self._file(name), key)
        return key

    def has(self, name: str) -> bool:
        """Say whether there is a key called `name`."""
        return self._file(name).exists()

    def sign(self, name: str, content: bytes) -> bytes:
        """Return the signature (ECDSA with SHA-256) of `content` by the key called `name`."""
        return read_key(self._file(name)).sign(content, ECDSA(hashes.SHA256()))

    def _file(self, name: str) -> Path:
        return Path(settings.SEALS) / "keys" / f"{name}.pem"


def write_key(file: Path, key: EllipticCurvePrivateKey) -> None:
    """Write `key` into a new `file`, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    encryption = BestAvailableEncryption(settings.SEAL_PASSPHRASE.encode())
    made = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as stream:
        stream.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
        stream.flush()
        os.fsync(stream.fileno())
    made.rename(file)


def read_key(file: Path) -> EllipticCurvePrivateKey:
    """Return the key in `file`, which is decrypted once a process."""
    return _read(file, settings.SEAL_PASSPHRASE)


@lru_cache(maxsize=1000)
def _read(file: Path, passphrase: str) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=passphrase.encode())
    assert isinstance(key, EllipticCurvePrivateKey)
    return key
