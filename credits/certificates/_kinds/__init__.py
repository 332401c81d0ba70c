"""What kinds of certificates state: a module a kind, each with its facts, its words on paper, its rows, and what its hours hang on."""

from credits.certificates._kinds import _completion, _teaching, _transcript, _year
from credits.certificates._kinds._claimed import CLAIMED
from credits.certificates._kinds._common import (
    CATEGORY_NAMES,
    FRAMED,
    LETTER,
    PAGES,
    HoursDiffer,
    Kind,
    day,
    holds,
    placeable,
    plain,
    span_of,
)
from credits.certificates._kinds._gathering import NoOffice, NothingRegistered, TooManyLines, gathered
from credits.certificates._kinds._lessening import FOUND, JOINED
from credits.enums import CertificateKind

KINDS: dict[CertificateKind, Kind] = {
    CertificateKind.COMPLETION: _completion.KIND,
    CertificateKind.YEAR: _year.KIND,
    CertificateKind.TEACHING: _teaching.KIND,
    CertificateKind.TRANSCRIPT: _transcript.KIND,
}


def of(kind: str) -> Kind:
    """Return what certificates of `kind` state."""
    return KINDS[CertificateKind(kind)]


__all__ = [
    "CATEGORY_NAMES",
    "CLAIMED",
    "FOUND",
    "FRAMED",
    "JOINED",
    "KINDS",
    "LETTER",
    "PAGES",
    "HoursDiffer",
    "Kind",
    "NoOffice",
    "NothingRegistered",
    "TooManyLines",
    "day",
    "gathered",
    "holds",
    "of",
    "placeable",
    "plain",
    "span_of",
]
