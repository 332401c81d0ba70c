"""
Statements: what a certificate says, frozen on the day of issue. Page, file, picture and answers are made from this and nothing else.

A statement is a JSON object in the ledger's canonical encoding: `format`, `kind`, `number`, `url` (with the part that cannot be
guessed), `is_specimen`, `holder`, `document` (masked), `title`, `run_number`, `activity`, `approval_number`, `starts_on`, `ends_on`,
`hours` (label and amount of each category), `host`, `organiser`, `issuer`, `issued_on`, `issued_at`, `replaces` (the number of the
certificate whose place it takes), `key`. Its digest is the SHA-256 of the encoding; its signature is the platform's (Ed25519, `key`).
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone

from credits import ledger
from credits.certificates import _lint
from credits.enums import Activity
from credits.models import CertificateOrder
from learning import lettering
from learning.accounts import people

FORMAT = "xueshi-certificate/1"
# The words of the paper itself: Chinese by law, whatever language the screen speaks.
ACTIVITY_NAMES = {
    Activity.SEMINAR: "高级研修班",
    Activity.CLASS: "培训班",
    Activity.PUBLIC_COURSE: "公需科目课程",
    Activity.ONLINE_COURSE: "网络课程",
}
OTHER_ACTIVITY = "继续教育活动"
# In the order in which a paper names them; hours of any other category are said without one.
CATEGORY_NAMES = {"public": "公需科目", "professional": "专业科目", "compulsory": "必修", "elective": "选修"}


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
    facts = {**_facts(order), "organisation_id": order.facts["organisation_id"]}
    _lint.refuse_banned_words(
        (facts["title"], facts["activity"], *(label for label, _hours in facts["hours"])),
        names=(facts["host"], facts["organiser"], facts["issuer"]),
    )
    for text in (
        holder.name,
        *filter(None, (facts[name] for name in ("title", "approval_number", "host", "organiser", "issuer"))),
    ):
        list(lettering.runs(text, lettering.SERIF))


def stated(order: CertificateOrder, holder: Holder, *, token: str, at: datetime, replaces: str = "") -> dict[str, Any]:
    """Return what the certificate of `order`, which has its number, says."""
    return {
        "format": FORMAT,
        "kind": order.kind,
        "number": order.number,
        "url": f"{settings.PUBLIC_URL}/verify/{token}/",
        "is_specimen": settings.DEMO,
        "holder": holder.name,
        "document": holder.document,
        **_facts(order),
        "issued_on": timezone.localdate(at),
        "issued_at": at,
        "replaces": replaces,
    }


def signed(statement: Mapping[str, Any], *, at: datetime) -> Signed:
    """Return `statement` as plain JSON with the name of the platform's key, and its signature."""
    encoded = ledger.encoding({**statement, "key": ledger.known_key(at=at)})
    return Signed(stated=json.loads(encoded), digest=sha256(encoded).hexdigest(), signature=ledger.sign(encoded).hex())


def _facts(order: CertificateOrder) -> dict[str, Any]:
    facts = order.facts
    return {
        "title": facts["title"],
        "run_number": facts["run_number"],
        "activity": ACTIVITY_NAMES.get(Activity(facts["activity"]), OTHER_ACTIVITY),
        "approval_number": facts["approval_number"],
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "hours": [
            [CATEGORY_NAMES.get(code, ""), _plain(hours)] for code, hours in sorted(facts["hours"].items(), key=_order)
        ],
        "host": facts["host"],
        "organiser": facts["organiser"],
        "issuer": facts["issuer"],
    }


def _order(amount: tuple[str, str]) -> tuple[int, str]:
    places = list(CATEGORY_NAMES)
    return (places.index(amount[0]) if amount[0] in places else len(places), amount[0])


def _plain(hours: str) -> str:
    text = f"{Decimal(hours):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
