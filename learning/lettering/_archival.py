"""
What makes a PDF fit for archives (PDF/A-3b): metadata as XMP, the colours that its numbers mean, and streams that end as the standard asks.

Part 3, because papers hold the statement that they were drawn from; level b, because ReportLab cannot tag what it draws.
"""

import struct
import zlib
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
COLOURS: Final = "sRGB"


def prepare(canvas: Any, *, title: str, author: str, language: str) -> None:
    """Put into the file that `canvas` draws what an archive asks of it."""
    document = canvas._doc
    catalog = document.Catalog
    # ReportLab writes of the catalogue what it knows; these it does not.
    catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF"]
    packet = XMP.format(title=escape(title), author=escape(author), language=language).encode()
    catalog.Metadata = _stream(document, packet, Type=pdfdoc.PDFName("Metadata"), Subtype=pdfdoc.PDFName("XML"))
    intent = {
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString(COLOURS),
        "DestOutputProfile": _stream(document, _profile(), N=3),
    }
    catalog.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])


def _stream(document: Any, content: bytes, **entries: Any) -> Any:
    kind = pdfdoc.PDFDictionary({**entries, "Filter": pdfdoc.PDFName("FlateDecode")})
    return document.Reference(pdfdoc.PDFStream(kind, zlib.compress(content, 9), filters=[]))


@cache
def _profile() -> bytes:
    """Return what sRGB means; without the moment at which it was put together, so that the same paper has the same bytes."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile(COLOURS)).tobytes()
    return made[:24] + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + made[36:]


def _ended(self: Any, document: Any, *, written: Any = pdfdoc.PDFStream.format) -> bytes:
    """Write a stream with a line's end before `endstream`: the standard asks for it, and ReportLab leaves it out after bytes."""
    text: bytes = written(self, document)
    return text.removesuffix(b"endstream\n") + b"\nendstream\n"


pdfdoc.PDFStream.format = _ended
