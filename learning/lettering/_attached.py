"""Files inside a PDF: put there, and taken out again. Takes out only what was put in by the same hand: it is no reader of PDF."""

import re
import zlib
from itertools import islice
from mimetypes import guess_type
from typing import Any

from reportlab.pdfbase import pdfdoc

# The same bytes whenever it is written; when it was made stands in it.
WRITTEN = "D:20000101000000+00'00'"
SIZE_MAX = 20 * 1024 * 1024
# Bounded, so that nobody's file can be slow to search.
_EMBEDDED = re.compile(rb"<<([^<>]{0,300}/Type\s{0,9}/EmbeddedFile[^<>]{0,300})>>\s{0,9}stream\r?\n")
_LENGTH = re.compile(rb"/Length\s{1,9}(\d{1,9})\b")


class NothingAttached(Exception):
    """A PDF holds no file that was put there by `attach`; its text says what is so."""


def attach(canvas: Any, name: str, content: bytes) -> None:
    """Put `content` into the file that `canvas` draws: readers of PDF list it as an attachment called `name`. Several are given in the order of their names."""
    document = canvas._doc
    kind = {
        "Type": pdfdoc.PDFName("EmbeddedFile"),
        "Filter": pdfdoc.PDFName("FlateDecode"),
        "Subtype": _named(guess_type(name)[0] or "application/octet-stream"),
        "Params": document.Reference(pdfdoc.PDFDictionary({"ModDate": pdfdoc.PDFString(WRITTEN)})),
    }
    packed = document.Reference(pdfdoc.PDFStream(pdfdoc.PDFDictionary(kind), zlib.compress(content, 9), filters=[]))
    said = pdfdoc.PDFString(name)
    file = {
        "Type": pdfdoc.PDFName("Filespec"),
        "F": said,
        "UF": said,
        "EF": pdfdoc.PDFDictionary({"F": packed, "UF": packed}),
        # What the pages were drawn from.
        "AFRelationship": pdfdoc.PDFName("Source"),
    }
    held = document.Reference(pdfdoc.PDFDictionary(file))
    catalog = document.Catalog
    # The catalogue turns into references what it is given; the arrays behind them are kept here.
    listed, source = getattr(catalog, "_attached", ((), ()))
    listed, source = (*listed, said, held), (*source, held)
    catalog._attached = (listed, source)
    catalog.AF = pdfdoc.PDFArray(list(source))
    named = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(list(listed))})
    catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": named})


def _named(kind: str) -> str:
    """Return a type as a name: ReportLab leaves its stroke as it is, and would write an escaped one twice escaped."""
    return "/" + kind.replace("/", "#2F")


def attached(content: bytes, *, most: int = SIZE_MAX, place: int = 0) -> bytes:
    """
    Return the file in the PDF `content` that was put there first, or at another `place`; at most `most` bytes of it are unpacked.

    :raises NothingAttached: if there is none, or it is damaged
    """
    found = next(islice(_EMBEDDED.finditer(content), place, None), None)
    length = _LENGTH.search(found[1]) if found else None
    if found is None or length is None:
        raise NothingAttached("nothing is embedded in this PDF; perhaps another program wrote it anew")
    try:
        return zlib.decompressobj().decompress(content[found.end() : found.end() + int(length[1])], most)
    except zlib.error:
        raise NothingAttached("what is embedded in this PDF is damaged") from None
