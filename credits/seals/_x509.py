"""Certificates of keys (X.509), made and read. Knows no files and no database."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME_MOST = 64  # the standard's limit
# Whatever moment a clock of the demo or of a test tells lies within.
AUTHORITY_SINCE, AUTHORITY_UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


def authority_certificate(name: str, key: EllipticCurvePrivateKey) -> x509.Certificate:
    """Return the certificate of an authority, signed by itself."""
    subject = named(name)
    made = _begun(
        subject,
        subject,
        key.public_key(),
        key,
        serial=x509.random_serial_number(),
        since=AUTHORITY_SINCE,
        until=AUTHORITY_UNTIL,
    )
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return made.add_extension(_usage(signs_papers=False), critical=True).sign(key, hashes.SHA256())


def key_certificate(
    subject: x509.Name,
    public: CertificateIssuerPublicKeyTypes,
    *,
    serial: int,
    authority: x509.Certificate,
    key: EllipticCurvePrivateKey,
    since: datetime,
    until: datetime,
    stamps: bool = False,
) -> x509.Certificate:
    """Return the certificate `serial`, signed by `authority`, of a key that seals papers of `subject`, or that `stamps` times."""
    made = _begun(subject, authority.subject, public, key, serial=serial, since=since, until=until)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.add_extension(_usage(signs_papers=True), critical=True).sign(key, hashes.SHA256())


def der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as bytes."""
    return certificate.public_bytes(Encoding.DER)


def named(name: str, number: str = "") -> x509.Name:
    """Return how a certificate names somebody; `number` is the unified social credit code."""
    stated = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:NAME_MOST]),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:NAME_MOST]),
    ]
    if number:
        stated.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    return x509.Name(stated)


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public: CertificateIssuerPublicKeyTypes,
    key: EllipticCurvePrivateKey,
    *,
    serial: int,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    begun = begun.serial_number(serial).not_valid_before(since).not_valid_after(until)
    begun = begun.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    return begun.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)


def _usage(*, signs_papers: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_papers,
        content_commitment=signs_papers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_papers,
        crl_sign=not signs_papers,
        encipher_only=False,
        decipher_only=False,
    )
