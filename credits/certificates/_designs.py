"""
Designs: layout, wording, rows and logo of a kind, as data with versions. Every statement names the design that it is drawn with.

The words of a design may name facts in braces, such as `{holder}`; which there are says the kind.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from credits import ledger
from credits.certificates import _kinds
from credits.enums import CertificateKind, DesignStatus
from credits.models import CertificateDesign

SHIPPED = Path(__file__).parent / "designs"
PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
FRAMED, LETTER, PAGES = _kinds.FRAMED, _kinds.LETTER, _kinds.PAGES


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text in Chinese, and in English where the design speaks both."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class Design:
    """What a paper of `kind` looks like and says."""

    kind: str
    number: int
    layout: str
    is_bilingual: bool
    title: Words
    sentence: Words
    note: Words
    rows: Sequence[str]
    logo: bytes = b""

    @property
    def code(self) -> str:
        """Return the name by which a statement calls it."""
        return f"{self.kind}/{self.number}"

    def sentence_of(self, stated: Mapping[str, Any], language: str) -> str:
        """Return the sentence that certifies, with what is stated in its places."""
        text: str = getattr(self.sentence, language)
        said = _kinds.of(self.kind).said(stated, language)
        return PLACEHOLDER.sub(lambda found: said[found[1]], text)

    def rows_of(self, stated: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Return the rows: Chinese label, English label, text. An empty fact has no row."""
        kind = _kinds.of(self.kind)
        said = kind.said(stated, "zh")
        for name in self.rows:
            if said[name]:
                yield *kind.rows[name], said[name]


def present(kind: str, *, at: datetime) -> Design:
    """Return the design in use; an installation in which none was published yet is given the shipped one."""
    row = published(kind).first()
    if row is None:
        install(at=at)
        row = published(kind)[0]
    return of_row(row)


def of(stated: Mapping[str, Any]) -> Design:
    """Return the design that a statement names; the first papers named none, and had the first."""
    kind, _slash, number = str(stated.get("design") or f"{stated['kind']}/1").partition("/")
    row = CertificateDesign.objects.filter(kind=kind, number=int(number)).first()
    return of_row(row) if row else shipped(kind)


def published(kind: str) -> Any:
    """Return the published designs of a kind, the one in use first."""
    return CertificateDesign.objects.filter(kind=kind, status=DesignStatus.PUBLISHED).order_by("-number")


def of_row(row: CertificateDesign) -> Design:
    """Return what a row says."""
    return understood(row.kind, row.body, number=row.number or 0, logo=bytes(row.logo))


def understood(kind: str, body: Mapping[str, Any], *, number: int = 0, logo: bytes = b"") -> Design:
    """Return the design whose body this is."""
    return Design(
        kind=kind,
        number=number,
        layout=body["layout"],
        is_bilingual=body["is_bilingual"],
        **{name: Words(**body.get(name, {})) for name in ("title", "sentence", "note")},
        rows=tuple(body["rows"]),
        logo=logo,
    )


def install(*, at: datetime) -> list[CertificateDesign]:
    """
    Publish the shipped design of each kind of which none is published, and its next version where the one in use came with the product and
    says something else; return what came. What a regulator has published stays in use.
    """
    made = []
    for kind, name, body in map(_read, sorted(SHIPPED.glob("*.toml"))):
        used, told_apart = published(kind).first(), digest(body, b"")
        if used and (used.published_by_id is not None or used.digest == told_apart):
            continue
        row = CertificateDesign(
            kind=kind,
            number=used.number + 1 if used else 1,
            name=name,
            status=DesignStatus.PUBLISHED,
            body=body,
            digest=told_apart,
            edited_at=at,
            published_at=at,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # another process was faster
            continue
        made.append(row)
    return made


def shipped(kind: str) -> Design:
    """Return the design of a kind that comes with the product."""
    _kind, _name, body = _read(SHIPPED / f"{CertificateKind(kind).lower()}.toml")
    return understood(kind, body, number=1)


def digest(body: Mapping[str, Any], logo: bytes) -> str:
    """Return what tells two designs apart."""
    return sha256(ledger.encoding({"body": body, "logo": sha256(logo).hexdigest()})).hexdigest()


def _read(file: Path) -> tuple[str, str, dict[str, Any]]:
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    return held.pop("kind"), held.pop("name"), held
