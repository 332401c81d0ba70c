"""The files of certificates issued together as one ZIP, which is never whole anywhere: neither in memory nor on the disk."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from credits.certificates import _states
from credits.enums import CertificateState
from credits.models import Certificate, CertificateBatch
from credits.models.certificates import present
from learning import papers

if TYPE_CHECKING:
    from typing_extensions import Buffer

AT_ONCE = 200


def zipped(batch: CertificateBatch) -> Iterator[bytes]:
    """Yield the ZIP with the files of `batch` that are valid now, piece by piece; of a replaced one the one that took its place."""
    stream = _Pieces()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for certificate in _valid(batch):
            issued = timezone.localtime(certificate.issued_at)
            entry = ZipInfo(f"{certificate.number} {certificate.stated['holder']}.pdf", issued.timetuple()[:6])
            archive.writestr(entry, papers.read(certificate.file_digest, ending="pdf"))
            yield stream.taken()
    yield stream.taken()


def _valid(batch: CertificateBatch) -> Iterator[Certificate]:
    last = 0
    # A slice at a time: a cursor would hold a transaction as long as somebody downloads.
    while rows := list(
        batch.rows.filter(pk__gt=last, order__certificate__isnull=False)
        .order_by("pk")
        .values_list("pk", "order")[:AT_ONCE]
    ):
        # Not by way of their orders: what knows each other stays in memory until somebody tidies.
        found = {one.order_id: one for one in present(Certificate.objects.filter(order__in=[pk for _row, pk in rows]))}
        for _row, order in rows:
            if valid := _last(found[order], CertificateState(vars(found[order])["state"])):
                yield valid
        last = rows[-1][0]


def _last(certificate: Certificate, state: CertificateState) -> Certificate | None:
    while state == CertificateState.SUPERSEDED:
        successor = Certificate.objects.filter(replaces=certificate).first()
        if successor is None:
            return None
        certificate, state = successor, _states.state_of(successor)
    return certificate if state == CertificateState.ISSUED else None


class _Pieces(io.RawIOBase):
    """A file that can be written once from the beginning to the end; whatever was taken is forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """Say that it is written."""
        return True

    def write(self, piece: "Buffer") -> int:
        """Keep `piece` until it is taken."""
        held = bytes(piece)
        self._pieces.append(held)
        return len(held)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole, self._pieces = b"".join(self._pieces), []
        return whole
