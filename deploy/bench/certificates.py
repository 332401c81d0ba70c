"""Certificates a second: drawn, against a bare ReportLab page with the same text and fonts; signed, against a bare pyHanko loop over the same bytes."""

import argparse
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from deploy.bench.tools import databases, papers
from deploy.bench.tools.figures import Figure, alternated, peak_memory

if TYPE_CHECKING:
    from credits.certificates._statements import Signed

ROUNDS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument(
        "--count", type=int, default=100, help="certificates a turn; there are five turns (default 100)"
    )


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield both figures."""
    with databases.throw_away():
        from django.conf import settings  # noqa: PLC0415  (needs settings)

        with papers.folder() as folder:
            settings.PAPERS, settings.SEALS = folder / "papers", folder / "seals"
            settings.TSA_URL = ""
            yield from _measured(_statements(options.count))


def _statements(count: int) -> list["Signed"]:
    one = papers.signed_one()
    return [_named(one, number) for number in range(count)]


def _measured(statements: Sequence["Signed"]) -> Iterator[Figure]:
    from credits import seals  # noqa: PLC0415  (needs settings)
    from credits.certificates import _designs, _pdf  # noqa: PLC0415

    design = _designs.present(statements[0].stated["kind"], at=papers.AT)
    pages = [_Recorder.of(one) for one in statements]
    drawn, bare = alternated(
        lambda: _rate(lambda one: _pdf.draw(one, design), statements),
        lambda: _rate(_Recorder.drawn, pages),
        rounds=ROUNDS,
    )
    yield Figure(
        name="certificates-drawn", value=drawn, baseline=bare, unit="pages/s", at_least=0.5, more=peak_memory()
    )

    files = [_pdf.draw(one) for one in statements]
    base = papers.base()

    def sealed(file: bytes) -> object:
        return seals.seal(file, organisation_id=base.pk, reason="结业证书", at=papers.AT)

    sealed(files[0])
    signed, bare = alternated(lambda: _rate(sealed, files), lambda: _rate(_bare_signer(), files), rounds=ROUNDS)
    yield Figure(
        name="certificates-signed", value=signed, baseline=bare, unit="files/s", at_least=0.7, more=peak_memory()
    )


def _rate(work: Callable[[Any], object], things: Sequence[Any]) -> float:
    start = perf_counter()
    for thing in things:
        work(thing)
    return len(things) / (perf_counter() - start)


def _named(signed: "Signed", number: int) -> "Signed":
    """Return a statement about somebody else: no two pages hold the same letters."""
    name = "".join(chr(0x4E00 + (number * 37 + place * 101) % 5000) for place in range(3))
    return replace(
        signed, stated={**signed.stated, "holder": name, "number": f"{signed.stated['number'][:-9]}{number:07d}-A"}
    )


class _Recorder:
    """What a page asks of its canvas, kept in order, to be asked of a bare one."""

    def __init__(self, url: str) -> None:
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any], _Recorder | None]] = []
        self.url = url

    @classmethod
    def of(cls, signed: "Signed") -> "_Recorder":
        """Return what the page of a statement asks."""
        from credits.certificates import _paper, _pdf  # noqa: PLC0415  (needs settings)

        recorder = cls(signed.stated["url"])
        _pdf.Page(recorder, signed.stated, _paper.design_of(signed.stated)).draw()
        return recorder

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*given: Any, **named: Any) -> Any:
            line = _Recorder(self.url) if name == "beginText" else None
            self.asked.append((name, given, named, line))
            return line

        return asked

    def drawn(self) -> bytes:
        """Return the page from ReportLab alone; the code on it is made anew, as it is for each certificate."""
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  (slow)

        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(595.28, 841.89), invariant=1, pageCompression=1)
        self._ask(canvas)
        canvas.showPage()
        canvas.save()
        return stream.getvalue()

    def _ask(self, canvas: Any) -> None:
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415  (slow)

        from learning import lettering  # noqa: PLC0415  (needs settings)

        lines: dict[int, Any] = {}
        made = {
            "drawImage": lambda _image, *place: (ImageReader(lettering.qr(self.url)), *place),
            "drawText": lambda line: (lines[id(line)],),
        }
        for name, given, named, line in self.asked:
            answer = getattr(canvas, name)(*(made[name](*given) if name in made else given), **named)
            if line is not None:
                line._ask(answer)
                lines[id(line)] = answer


def _bare_signer() -> Callable[[bytes], object]:
    """Return what signs as pyHanko's documentation does it, with its key loaded: the same certificates, the same kind of signature."""
    from asn1crypto import x509  # noqa: PLC0415  (slow)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    from credits.models import SealKey  # noqa: PLC0415  (needs settings)
    from credits.seals import _keys  # noqa: PLC0415

    kept, store = SealKey.objects.get(), _keys.store()

    class Signer(signers.Signer):
        """Has its key."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
            """Return the signature."""
            return bytes(72) if dry_run else store.sign(kept.serial, data)

    registry: Any = SimpleCertificateStore
    certificate, above = (x509.Certificate.load(bytes(one)) for one in (kept.certificate, kept.authority))
    signer = Signer(signing_cert=certificate, cert_registry=registry.from_certs([above]), embed_roots=False)
    stated = signers.PdfSignatureMetadata(
        field_name="Seal", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", reason="结业证书"
    )

    def sign(file: bytes) -> bytes:
        signed = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(file))
        signers.PdfSigner(stated, signer=signer).sign_pdf(writer, bytes_reserved=8192, output=signed)
        return signed.getvalue()

    return sign
