"""Examining everything: no number is lost, no certificate is without its file, no file without its seal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.x509 import Certificate as Root
from django.db.models import Count, F, Max, Q

from credits import ledger, seals
from credits.models import Certificate, CertificateOrder, CertificateSeries
from learning import papers
from learning.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What came of it: how many certificates there are, how many numbers wait for theirs or never get one, and what is wrong."""

    certificates: int
    waiting: int
    closed: int
    faults: list[str]

    @property
    def summary(self) -> str:
        """Say it in one line."""
        return (
            f"{self.certificates} certificates; {self.waiting} numbers wait for theirs, {self.closed} have none for a stated reason; "
            f"{len(self.faults)} faults"
        )


def examine_all() -> Examined:
    """Walk every series and every certificate, and return what is wrong with them."""
    numbered = CertificateOrder.objects.filter(number__isnull=False, certificate=None)
    return Examined(
        certificates=Certificate.objects.count(),
        waiting=numbered.filter(done_at=None).count(),
        closed=numbered.filter(done_at__isnull=False).exclude(closed_reason="").count(),
        faults=[*_lost_numbers(), *_faults_of_certificates()],
    )


def _lost_numbers() -> Iterator[str]:
    taken = CertificateSeries.objects.annotate(
        orders_count=Count("orders"), highest=Max("orders__sequence", default=0)
    ).exclude(orders_count=F("last"), highest=F("last"))
    for series in taken.order_by("pk"):
        yield f"{series.pk}: {series.last} numbers were taken, and {series.orders_count} orders have one"
    unexplained = CertificateOrder.objects.filter(
        number__isnull=False, certificate=None, done_at__isnull=False, closed_reason=""
    )
    for number in unexplained.order_by("number").values_list("number", flat=True):
        yield f"{number}: is the number of no certificate, and nobody says why"
    other = Certificate.objects.exclude(number=F("order__number")).order_by("number")
    for number in other.values_list("number", flat=True):
        yield f"{number}: is not the number of its order"
    for number in (
        Certificate.objects.filter(Q(order__done_at=None)).order_by("number").values_list("number", flat=True)
    ):
        yield f"{number}: its order is still open"


def _faults_of_certificates() -> Iterator[str]:
    roots, ended, keys = seals.roots(), seals.ends(), ledger.keys()
    for certificate in Certificate.objects.select_related("seal").order_by("pk").iterator(chunk_size=200):
        for fault in (_fault_of_statement(certificate, keys), _fault_of_file(certificate, roots, ended)):
            if fault:
                yield f"{certificate.number}: {fault}"


def _fault_of_statement(certificate: Certificate, keys: Mapping[str, bytes]) -> str:
    encoded = ledger.encoding(certificate.stated)
    public = keys.get(certificate.key_id, b"")
    if sha256(encoded).hexdigest() != certificate.digest:
        return "its statement is not the one of its digest"
    if not ledger.is_signed(encoded, signature=bytes.fromhex(certificate.signature), public=public):
        return "its statement is not signed by the platform"
    return ""


def _fault_of_file(certificate: Certificate, roots: Sequence[Root], ended: seals.Ends) -> str:
    try:
        content = papers.read(certificate.file_digest, ending="pdf")
        at = certificate.issued_at
        seal = seals.examine(content, roots=roots, at=at, ended=ended, kept_at=at)
    except (OSError, papers.Damaged) as error:
        return f"its file cannot be read ({type(error).__name__})"
    except Refusal as refusal:
        return f"its file bears no good seal ({refusal.code})"
    return "" if seal.serial == certificate.seal.serial else "its file is sealed with another key"
