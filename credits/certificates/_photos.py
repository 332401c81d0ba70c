"""A photo or a screenshot of a certificate: nothing of it is proved, but its QR code says which certificate the register is to be asked for."""

import io
import warnings
from datetime import datetime

import zxingcpp
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from credits.certificates import _queries
from credits.certificates._checking import LINK, Checked, InFile
from learning.errors import Refusal

FORMATS = ("PNG", "JPEG", "WEBP")
PIXELS_MOST = 40_000_000
# What cannot be read at a smaller scale at once: a screenshot, not a camera's picture.
PIXELS_MOST_WHOLE = 12_000_000
SIDE_MOST = 3000  # a code that fills a tenth of the picture is still read
_BEGINNINGS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"RIFF")


class NoCode(Refusal):
    """Nothing in the picture leads to a certificate."""

    sentence = _(
        "No code of a certificate of this platform can be read in this picture. Take one in which the whole code is sharp."
    )


def is_photo(content: bytes) -> bool:
    """Say whether `content` begins as a picture does."""
    return content.startswith(_BEGINNINGS)


def check_photo(content: bytes, *, at: datetime) -> Checked:
    """Return what the register knows of the certificate whose QR code is in a picture."""
    on = timezone.localdate(at)
    for token in _tokens(content):
        found = _queries.rows().filter(token=token).first()
        if found is not None:
            return Checked(
                file=InFile(said=None, seal=None, fault=None),
                found=_queries.verified(found),
                is_original=False,
                on=on,
                is_photo=True,
            )
    return Checked(
        file=InFile(said=None, seal=None, fault=NoCode()), found=None, is_original=False, on=on, is_photo=True
    )


def _tokens(content: bytes) -> list[str]:
    picture = _opened(content)
    if picture is None:
        return []
    texts = [
        code.text
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
    return [link[1] for link in map(LINK.search, texts) if link]


def _opened(content: bytes) -> Image.Image | None:
    """Return a picture in grey, not larger than need be; None for what is none, or would not fit into memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            most = PIXELS_MOST if picture.format == "JPEG" else PIXELS_MOST_WHOLE
            if picture.width * picture.height > most:
                return None
            picture.draft("L", (SIDE_MOST, SIDE_MOST))
            picture.thumbnail((SIDE_MOST, SIDE_MOST))
            return picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
