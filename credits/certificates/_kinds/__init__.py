"""What kinds of certificates state: a module a kind, each with its facts, its words on paper, its rows, and what its hours hang on."""

from credits.certificates._kinds import _completion, _teaching, _year
from credits.certificates._kinds._common import CATEGORY_NAMES, HoursDiffer, Kind, day, holds, placeable
from credits.enums import CertificateKind

KINDS: dict[CertificateKind, Kind] = {
    CertificateKind.COMPLETION: _completion.KIND,
    CertificateKind.YEAR: _year.KIND,
    CertificateKind.TEACHING: _teaching.KIND,
}


def of(kind: str) -> Kind:
    """Return what certificates of `kind` state."""
    return KINDS[CertificateKind(kind)]


__all__ = ["CATEGORY_NAMES", "KINDS", "HoursDiffer", "Kind", "day", "holds", "of", "placeable"]
