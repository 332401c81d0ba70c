"""
Statements: what a certificate says, frozen on the day of issue. Page, file, picture and answers are made from this and nothing else.

A statement is a JSON object in the ledger's canonical encoding: `format`, `kind`, `design` (its version, "YEAR/2"), `number`, `url` (with
the part that cannot be guessed), `is_specimen`, `holder`, `document` (masked), `issuer`, the facts of its kind (see `_kinds`; each has
`title`, `starts_on`, `ends_on` and `hours`, label and amount of each category; a register also `duties`, `registers` with their `entries` and
`sums`, and `proofs`, the digest of `transcript.json` beside the statement), `issued_on`, `issued_at`, `replaces` (the number of the
certificate whose place it takes), `key`. Its digest is the SHA-256 of the encoding; its signature is the platform's (Ed25519, `key`).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone

from credits import ledger
from credits.certificates import _kinds, _lint
from credits.models import CertificateOrder
from learning import lettering
from learning.accounts import people

FORMAT = "xueshi-certificate/1"
MOST = 1024 * 1024  # bytes of a statement with its signature; only registers are longer than some thousand


@dataclass(frozen=True)
class Holder:
    """Whom a certificate is about, as the register knows them now."""

    name: str
    document: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A statement, its digest, and the platform's signature of it."""

    stated: dict[str, Any]
    digest: str
    signature: str


def holders(person_ids: Collection[int]) -> dict[int, Holder]:
    """Return whom certificates of these people are about."""
    names, numbers = people.current_names(person_ids), people.masked_numbers(person_ids)
    return {pk: Holder(names[pk], numbers[pk]) for pk in person_ids}


def require_sayable(order: CertificateOrder, holder: Holder) -> None:
    """
    Look whether what `order` asks for may and can be said on paper, before it takes a number.

    :raises BannedWords: if a text that somebody wrote contains a banned word
    :raises GlyphMissing: if no font has a character of it
    """
    facts = _kinds.of(order.kind).stated(order.facts)
    labels = [label for label, _hours in facts["hours"]]
    _lint.refuse_banned_words(
        (facts["title"], *labels), names=(facts.get("host", ""), facts.get("organiser", ""), facts["issuer"])
    )
    for text in (holder.name, *_texts(facts)):
        list(lettering.runs(text, lettering.SERIF))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of what is stated, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def stated(
    order: CertificateOrder, holder: Holder, *, design: str, token: str, at: datetime, replaces: str = ""
) -> dict[str, Any]:
    """Return what the certificate of `order`, which has its number, says, drawn in `design`."""
    return {
        "format": FORMAT,
        "kind": order.kind,
        "design": design,
        "number": order.number,
        "url": f"{settings.PUBLIC_URL}/verify/{token}/",
        "is_specimen": settings.DEMO,
        "holder": holder.name,
        "document": holder.document,
        **_kinds.of(order.kind).stated(order.facts),
        "issued_on": timezone.localdate(at),
        "issued_at": at,
        "replaces": replaces,
    }


def signed(statement: Mapping[str, Any], *, at: datetime) -> Signed:
    """Return `statement` as plain JSON with the name of the platform's key, and its signature."""
    encoded = ledger.encoding({**statement, "key": ledger.known_key(at=at)})
    return Signed(stated=json.loads(encoded), digest=sha256(encoded).hexdigest(), signature=ledger.sign(encoded).hex())
