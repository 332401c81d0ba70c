"""The store for keys in a device (PKCS#11: a token, an HSM): keys never leave it, the device signs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from credits.models import SealKey
from learning.errors import Refusal


class DeviceAway(Refusal):
    """There is no device that could sign."""

    sentence = _("Keys of seals are to be in a PKCS#11 device, but %(what)s.")


class MadeByDevice(Refusal):
    """Who runs a device makes its keys with the device's own tools."""

    sentence = _(
        "Keys in a PKCS#11 device are made with its own tools, under the label %(name)s, and certified by the authority that runs it."
    )


class Pkcs11Store:
    """
    Keys in the device behind `settings.PKCS11_MODULE` (the path of its library), token `settings.PKCS11_TOKEN`, under `settings.PKCS11_PIN`.

    A key's label is the serial number of its certificate, as `SealKey` has it. The signature is asked for through pyHanko's own `PKCS11Signer`, which
    needs python-pkcs11 (`pip install "pyhanko[pkcs11]"`); it is no part of the lock. Curves and digests are those of `FileStore`.
    """

    def make(self, name: str) -> CertificateIssuerPrivateKeyTypes:
        """Refuse: the device makes its keys itself."""
        raise MadeByDevice(name=name)

    def has(self, name: str) -> bool:
        """Say whether the device holds a private key with this label."""
        session = _session()
        pkcs11: Any = import_module("pkcs11")  # only with a device
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.LABEL: name}
        return any(True for _key in session.get_objects(wanted))

    def sign(self, name: str, content: bytes) -> bytes:
        """Return the signature (ECDSA with SHA-256) of `content` by the device's key called `name`."""
        session = _session()
        from asn1crypto import x509  # noqa: PLC0415  (see `_sealing`)
        from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415  (only with a device)

        certificate = x509.Certificate.load(bytes(SealKey.objects.get(serial=name).certificate))
        signer: Any = PKCS11Signer(session, key_label=name, signing_cert=certificate)
        # In a thread of its own: whoever seals is in pyHanko's loop already.
        with ThreadPoolExecutor(1) as pool:
            return bytes(pool.submit(asyncio.run, signer.async_sign_raw(content, "sha256")).result())


@lru_cache(maxsize=1)
def _session() -> Any:
    if not settings.PKCS11_MODULE:
        raise DeviceAway(what=_("PKCS11_MODULE names no library"))
    try:
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415  (only with a device)
        from pyhanko.sign.pkcs11 import open_pkcs11_session  # noqa: PLC0415
    except ImportError:
        raise DeviceAway(what=_("python-pkcs11 is not installed")) from None
    token = TokenCriteria(label=settings.PKCS11_TOKEN)
    return open_pkcs11_session(settings.PKCS11_MODULE, token_criteria=token, user_pin=settings.PKCS11_PIN)
