"""
Examining: whose seal a file bears, or why it is worth nothing.

Whatever was put into the file by somebody else is never parsed. The one signature is found by a strict pattern; the bytes that it states to cover
must be all but its own place, to the last one; that place must be written exactly as pyHanko writes it, so that not even there a digit
can be changed. Only then the signature is computed, and its certificate followed up to a trusted one.
"""

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography import x509
from django.utils.translation import gettext_lazy as _

from credits.seals._ends import NOBODY, Ends, KeyEnd, refuse_stolen
from credits.seals._x509 import der
from learning.errors import Refusal

_RANGE = re.compile(rb"/ByteRange\s{0,3}\[\s{0,3}0\s(\d{1,9})\s(\d{1,9})\s(\d{1,9})\s{0,40}\]")
SIGNATURE_MOST = 64 * 1024
# The key's own, and those between it and a trusted one, which is not among them.
CERTIFICATES_MOST = 3
STAMP = "1.2.840.113549.1.9.16.2.14"


class NoSeal(Refusal):
    """There is no signature in it."""

    sentence = _("This file bears no digital signature.")


class BytesAdded(Refusal):
    """The signature does not reach to the end."""

    sentence = _("Something was added to this file after it was sealed.")


class BytesChanged(Refusal):
    """The signature is not one of these bytes."""

    sentence = _("This file was changed after it was sealed.")


class SealUnknown(Refusal):
    """Somebody else's."""

    sentence = _("This file is sealed with a key that nobody trusted here has certified.")


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A seal that holds: whose, by which key, when it was made, where an authority vouches for that, and the end of its key, if that came later."""

    signer: str
    serial: str
    stamped_at: datetime | None
    key_end: KeyEnd | None = None


def examine(
    content: bytes,
    *,
    roots: Sequence[x509.Certificate],
    at: datetime,
    ended: Ends = NOBODY,
    kept_at: datetime | None = None,
) -> Seal:
    """
    Return the seal of `content`, trusting `roots`. `at` is the moment that the paper states: its key is judged as of a timestamp, else of then.

    `ended` are the keys that are known to be in wrong hands. `kept_at` is a moment at which whoever asks had this very file already, which
    proves as much as a timestamp does.

    :raises NoSeal: if there is no signature
    :raises BytesAdded: if it does not cover the whole file
    :raises BytesChanged: if it is not the signature of these bytes
    :raises SealUnknown: if its key was not certified by a trusted authority at that moment
    :raises SealStolen: if its key is in wrong hands, and nothing proves that it sealed before
    :raises SealedLate: if its key was in wrong hands when it sealed
    """
    signed, signature = _parted(content)
    try:
        seal = _judged(signed, signature, roots, at=at)
        proved_at = min((one for one in (seal.stamped_at, kept_at) if one), default=None)
        key_end = refuse_stolen(seal.serial, seal.signer, proved_at, ended)
        return replace(seal, key_end=key_end)
    except Refusal:
        raise
    except Exception:
        # Bytes that somebody made up may fail anywhere in the reading of them: they are no seal.
        raise BytesChanged from None


def _judged(signed: bytes, signature: bytes, roots: Sequence[x509.Certificate], *, at: datetime) -> Seal:
    data = _read(signature)
    stamped_at = _stamped_at(data)
    status = _status(data, signed, roots, at=stamped_at or at)
    if not (status.intact and status.valid):
        raise BytesChanged
    if not status.trusted or (stamped_at is not None and not _is_good(status.timestamp_validity)):
        raise SealUnknown
    certificate = status.signing_cert
    return Seal(
        signer=certificate.subject.native["common_name"], serial=f"{certificate.serial_number:x}", stamped_at=stamped_at
    )


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """Return the bytes that the signature of a file covers, and the signature."""
    # The last one: whatever was signed before is what it covers.
    found = _RANGE.search(content, max(0, content.rfind(b"/ByteRange")))
    if found is None:
        raise NoSeal
    before, after, length = map(int, found.groups())
    if after + length < len(content):
        raise BytesAdded
    place = content[before:after]
    if after + length != len(content) or not 0 < len(place) <= SIGNATURE_MOST:
        raise BytesChanged
    return content[:before] + content[after:], _unwritten(place)


def _unwritten(place: bytes) -> bytes:
    """Return the signature that is written in its place, followed by nothing but zeros."""
    try:
        padded = bytes.fromhex(place[1:-1].decode("ascii"))
        length = int.from_bytes(padded[2:4], "big") + 4
    except ValueError:
        raise BytesChanged from None
    signature = padded[:length]
    # In capitals, as every seal is written: another case of a digit is another byte.
    written = b"<" + signature.hex().upper().encode() + b"0" * (2 * (len(padded) - length)) + b">"
    if written != place or not padded.startswith(b"\x30\x82"):
        raise BytesChanged
    return signature


def _read(signature: bytes) -> Any:
    """Return the signed data of a signature, which is written as every seal is: no byte of its frame could be another one."""
    from asn1crypto import cms  # noqa: PLC0415  (see `_sealing`)

    data = cms.ContentInfo.load(signature, strict=True)["content"]
    others = [one["type"].dotted for one in data["signer_infos"][0]["unsigned_attrs"] if one["type"].dotted != STAMP]
    if others or _written_again(data) != signature or len(data["certificates"]) > CERTIFICATES_MOST:
        raise BytesChanged
    return data


def _written_again(data: Any) -> bytes:
    """Return the signature that holds what `data` does, in the frame of every seal."""
    from asn1crypto import cms  # noqa: PLC0415

    sha256, info = cms.DigestAlgorithm({"algorithm": "sha256"}), data["signer_infos"][0]
    kept = ("sid", "signature_algorithm", "signature", "signed_attrs", "unsigned_attrs")
    signer = {"version": "v1", "digest_algorithm": sha256, **{name: info[name] for name in kept}}
    if not len(info["unsigned_attrs"]):
        del signer["unsigned_attrs"]
    framed = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms([sha256]),
        "encap_content_info": {"content_type": "data"},
        "certificates": data["certificates"],
        "signer_infos": [cms.SignerInfo(signer)],
    }
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(framed)}).dump()
    return written


def _stamped_at(data: Any) -> datetime | None:
    """Return the moment that a timestamp in a signature states; whether it is to be trusted is not looked at."""
    for attribute in data["signer_infos"][0]["unsigned_attrs"]:
        token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
        stated: datetime = token["gen_time"].native
        return stated
    return None


def _status(data: Any, signed: bytes, roots: Sequence[x509.Certificate], *, at: datetime) -> Any:
    from asn1crypto import x509 as asn1  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    def context() -> Any:
        trusted = [asn1.Certificate.load(der(one)) for one in roots]
        return ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)

    checked = async_validate_detached_cms(
        signed, data, signer_validation_context=context(), ts_validation_context=context()
    )
    # In a thread of its own: whoever asks may run a loop already.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, checked).result()


def _is_good(stamp: Any) -> bool:
    return stamp is not None and bool(stamp.valid and stamp.intact and stamp.trusted)
