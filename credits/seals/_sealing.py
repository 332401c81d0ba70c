"""Sealing: a signature of an organisation is appended to a PDF (PAdES B-B, or B-T where a timestamp authority is named)."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connections

from credits.models import SealKey
from credits.seals import _keys

FIELD = "Seal"
# Hexadecimal digits kept free for the signature: with two certificates it takes some 2,000, a timestamp with its own some 10,000 more.
ROOM, ROOM_WITH_TIMESTAMP = 8192, 32768
ECDSA_BYTES = 72


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A file with its seal, and the key that made it."""

    content: bytes
    key: SealKey


def seal(pdf: bytes, *, organisation_id: int, reason: str, at: datetime) -> Sealed:
    """
    Return `pdf` sealed by an organisation; its own bytes stay as they are, the seal follows them.

    :raises KeyAway: if the organisation has no key here
    """
    key = _keys.present_key(organisation_id, at=at)
    return Sealed(content=_signed(pdf, key, reason=reason, at=at), key=key)


def _signed(pdf: bytes, key: SealKey, *, reason: str, at: datetime) -> bytes:
    # pyHanko takes a second to load: only whoever seals pays for it.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    stated = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reason
    )
    room = ROOM_WITH_TIMESTAMP if settings.TSA_URL else ROOM
    signed = io.BytesIO()
    signer = signers.PdfSigner(stated, signer=_signer(key.serial), timestamper=_timestamper(settings.TSA_URL))
    session = _at(signer, at)

    def sign() -> None:
        try:
            session.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=room, output=signed)
        finally:
            connections.close_all()  # those of this thread: a store of keys may have asked

    # pyHanko runs a loop of its own, which a thread that runs one already refuses.
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(sign).result()
    return signed.getvalue()


def _at(signer: Any, at: datetime) -> Any:
    """Let `signer` state the moment that it is given, where pyHanko would read the clock."""
    begin = signer.init_signing_session

    def begun(*given: Any, **named: Any) -> Any:
        session = begin(*given, **named)
        session.system_time = at
        return session

    signer.init_signing_session = begun
    return signer


@lru_cache(maxsize=200)
def _signer(serial: str) -> Any:
    """Return what signs with the key called `serial`; its certificates are read once a process."""
    from asn1crypto import x509  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    class Signer(signers.Signer):
        """Asks the store of keys."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  (pyHanko's)
            """Return the signature of `data`."""
            assert digest_algorithm == "sha256"
            return bytes(ECDSA_BYTES) if dry_run else _keys.store().sign(serial, data)

    registry: Any = SimpleCertificateStore
    key = SealKey.objects.get(serial=serial)
    certificate, authority = (x509.Certificate.load(bytes(one)) for one in (key.certificate, key.authority))
    return Signer(
        signing_cert=certificate,
        cert_registry=registry.from_certs([authority]),
        embed_roots=False,
    )


@lru_cache(maxsize=2)
def _timestamper(url: str) -> Any:
    if not url:
        return None
    from pyhanko.sign import timestamps  # noqa: PLC0415

    return timestamps.HTTPTimeStamper(url, timeout=10)
