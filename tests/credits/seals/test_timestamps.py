"""Timestamps: an authority vouches for the moment of a seal, over HTTP, as RFC 3161 has it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from credits import seals
from credits.certificates import issue_due
from credits.models import Certificate, CertificateOrder
from credits.seals import _authority, _x509
from learning.errors import Refusal
from tests.credits.certificates import builders as certified
from tests.credits.certificates.builders import AT
from tests.credits.seals.test_seals import gap, sealed

pytestmark = pytest.mark.django_db
STAMPED = datetime(2026, 9, 20, 3, 0, tzinfo=UTC)


class Stamps:
    """A timestamp authority on this machine; `answer` may be made wrong."""

    def __init__(self, at: datetime = STAMPED) -> None:
        above, key = _authority.authority(), generate_private_key(65537, 2048)
        certificate = _x509.key_certificate(
            _x509.named("时间戳测试"),
            key.public_key(),
            serial=x509.random_serial_number(),
            authority=above.certificate,
            key=above.key,
            since=at - timedelta(days=1),
            until=at + timedelta(days=365),
            stamps=True,
        )
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.stamper = DummyTimeStamper(
            tsa_cert=asn1.Certificate.load(_x509.der(certificate)),
            tsa_key=keys.PrivateKeyInfo.load(private),
            fixed_dt=at,
        )
        self.asked = 0
        self.is_down = False

    def answer(self, request: bytes) -> bytes:
        self.asked += 1
        answered: bytes = self.stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answered


@pytest.fixture
def stamps(settings: Any) -> Iterator[Stamps]:
    authority = Stamps()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(503 if authority.is_down else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            if not authority.is_down:
                self.wfile.write(authority.answer(asked))

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TSA_URL = f"http://127.0.0.1:{server.server_port}/"
    yield authority
    server.shutdown()
    server.server_close()


def test_moment_of_a_stamped_seal_is_the_one_of_its_authority(stamps: Stamps) -> None:
    content = sealed()

    found = seals.examine(content, roots=seals.roots(), at=AT)

    assert (found.stamped_at, stamps.asked) == (STAMPED, 1)


def test_stamped_seal_stays_good_after_its_key_has_expired(stamps: Stamps) -> None:
    content = sealed()

    found = seals.examine(content, roots=seals.roots(), at=AT + timedelta(days=20 * 365))

    assert found.stamped_at == STAMPED


def test_stamp_of_somebody_else_is_not_trusted(stamps: Stamps, settings: Any, tmp_path: Any) -> None:
    sealed()
    trusted = seals.roots()
    here, settings.SEALS = settings.SEALS, tmp_path
    stamps.stamper = Stamps().stamper
    settings.SEALS = here

    with pytest.raises(seals.SealUnknown):
        seals.examine(sealed(), roots=trusted, at=AT)


def test_changed_stamps_are_found_or_say_the_same(stamps: Stamps) -> None:
    """A stamp is written by others: no signature covers its version. Whatever else is changed in it is found."""
    content = sealed()
    true = seals.examine(content, roots=seals.roots(), at=AT)
    start, _end = gap(content)
    length, others = 4 + int(content[start + 5 : start + 9], 16), []
    for place in range(start + 1, start + 1 + 2 * length, 97):
        digit = b"0" if content[place : place + 1] != b"0" else b"1"
        try:
            found = seals.examine(content[:place] + digit + content[place + 1 :], roots=seals.roots(), at=AT)
        except Refusal:
            continue
        others.append(found)

    assert others in ([], [true])


def test_certificate_waits_while_the_authority_is_away_and_keeps_its_number(stamps: Stamps) -> None:
    stamps.is_down = True
    who = certified.builders.person()
    from credits import certificates  # noqa: PLC0415

    certificates.order(orders=[certified.order(who)], at=AT)

    assert issue_due(at=AT) == 0
    number = CertificateOrder.objects.get().number
    stamps.is_down = False
    assert issue_due(at=AT + timedelta(minutes=6)) == 1

    certificate = Certificate.objects.get()
    assert number == certificate.number
    found = certificates.check_file(certified.file_of(certificate), roots=seals.roots(), at=AT + timedelta(days=1))
    assert found.is_valid
    assert found.file.seal is not None
    assert found.file.seal.stamped_at == STAMPED
