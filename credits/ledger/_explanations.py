"""Why a line says what it says, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from credits import policy
from credits.models import Claim, Entry


@dataclass(frozen=True)
class Sentence:
    """One reason in Chinese and English: what it gave or took (hundredths), and the clause that it rests on."""

    code: str
    amount: int
    zh: str
    en: str
    document: str
    article: str


@dataclass(frozen=True)
class Explanation:
    """A line explained: the claim, the rulebook and cycle that decided, rule by rule, and whose act caused it."""

    entry: Entry
    claim: Claim
    family: str
    rulebook: str
    reference: str
    cycle_starts_on: date | None
    cycle_ends_before: date | None
    category: str
    hours: int
    caused_by: str
    cause: str
    at: datetime
    sentences: tuple[Sentence, ...]


def explanation(entry: Entry) -> Explanation:
    """Return `entry` explained."""
    version = entry.version
    return Explanation(
        entry=entry,
        claim=entry.claim,
        family=entry.family,
        rulebook=version.title if version else "",
        reference=version.reference if version else "",
        cycle_starts_on=entry.cycle_starts_on,
        cycle_ends_before=entry.cycle_ends_before,
        category=entry.category,
        hours=entry.hours,
        caused_by=entry.act.kind,
        cause=entry.act.reason,
        at=entry.recorded_at,
        sentences=tuple(_sentence(reason) for reason in entry.reasons),
    )


def _sentence(reason: Mapping[str, Any]) -> Sentence:
    return Sentence(
        code=reason["code"],
        amount=reason.get("amount") or 0,
        zh=policy.sentence(reason, "zh"),
        en=policy.sentence(reason, "en"),
        document=reason.get("document") or "",
        article=reason.get("article") or "",
    )
