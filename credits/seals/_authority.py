"""The platform's own authority: the key that certifies keys of organisations."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from credits.seals import _x509
from credits.seals._files import read_key, write_key
from learning.errors import Refusal

CERTIFICATE, KEY = "authority.pem", "authority.key"
DEMO_NAME = "学时平台演示签章根证书"


class AuthorityAway(Refusal):
    """Nobody here can certify a key."""

    sentence = _("There is no authority for seals in %(folder)s. Make one: manage.py seal_authority NAME.")


@dataclass(frozen=True)
class Authority:
    """A certificate that is trusted, and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def authority() -> Authority:
    """
    Return the platform's own authority; where keys are made as they are needed, it is made, too.

    :raises AuthorityAway: if there is none
    """
    folder = _folder()
    if not (folder / KEY).exists():
        if not settings.SEALS_MADE_HERE:
            raise AuthorityAway(folder=folder)
        make_authority(DEMO_NAME)
    return Authority(x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes()), read_key(folder / KEY))


def make_authority(name: str) -> Path:
    """Make an authority called `name` where there is none yet, and return the file with its certificate, for everybody to trust."""
    folder = _folder()
    made = folder.with_name(f"{folder.name}.{os.getpid()}")
    key = generate_private_key(SECP256R1())
    write_key(made / KEY, key)
    (made / CERTIFICATE).write_bytes(_x509.authority_certificate(name, key).public_bytes(Encoding.PEM))
    try:
        # Whoever comes first gives the authority; everybody else takes that one.
        made.rename(folder)
    except OSError:
        if not (folder / KEY).exists():
            # Somebody else's root was put there before. The key comes last: with it the authority is there.
            for part in (CERTIFICATE, KEY):
                (made / part).replace(folder / part)
        shutil.rmtree(made)
    return folder / CERTIFICATE


def trusted() -> list[x509.Certificate]:
    """Return what is trusted here besides the authorities of known keys: everything in files of the folder that end in `.pem`."""
    return [one for file in sorted(_folder().glob("*.pem")) for one in read_roots(file.read_bytes())]


def read_roots(content: bytes) -> list[x509.Certificate]:
    """
    Return the certificates in a PEM file.

    :raises ValueError: if there is none
    """
    return x509.load_pem_x509_certificates(content)


def _folder() -> Path:
    return Path(settings.SEALS) / "authority"
