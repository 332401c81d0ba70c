"""
What was foreseen, kept for whoever decides: worked out once by doing the deed and taking it back, and good as long as nothing has moved
that it hangs on. A look at the page costs no lock and no deed.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language, override

from credits import ledger, rulebooks, standing
from learning.accounts.models import Organisation, PersonFact
from learning.errors import Refusal
from seminars.corrections._foreseeing import Foreseen, foreseen
from seminars.models import AttendanceCorrection, Enrolment, HoursCorrection

KEPT_FOR = timedelta(days=60)
_HOUSE = Path(__file__).parents[2]
# Other code decides otherwise, and may no longer read what was kept.
_CODE = hashlib.sha256(
    b"".join(
        path.read_bytes()
        for folder in ("seminars/corrections", "seminars/closing", "credits/policy", "credits/posting")
        for path in sorted((_HOUSE / folder).glob("*.py"))
    )
).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What approving would do, or what stands against it (a sentence in each language), and when that was worked out."""

    at: datetime
    foreseen: Foreseen | None = None
    sentences: dict[str, str] = field(default_factory=dict)

    @property
    def obstacle(self) -> str:
        """Return what stands against it, in the language of the page; empty if nothing does."""
        return self.sentences.get(get_language() or "", "") or next(iter(self.sentences.values()), "")


def foresee(*, correction: HoursCorrection, office: Organisation, at: datetime) -> Foresight:
    """Work out what approving `correction` would do now, and keep that for `foresight`; nothing else is kept."""
    try:
        found = Foresight(at=at, foreseen=foreseen(correction=correction, office=office, at=at))
    except Refusal as refusal:
        found = Foresight(at=at, sentences={code: _said(refusal, code) for code, _name in settings.LANGUAGES})
    keep(correction, found)
    return found


def keep(correction: HoursCorrection, found: Foresight) -> None:
    """Keep `found` until something moves that it hangs on."""
    cache.set(_key(correction, found.at), found, int(KEPT_FOR.total_seconds()))


def foresight(correction: HoursCorrection, *, at: datetime) -> Foresight | None:
    """Return what was worked out for `correction`; None where nothing was, or where something has moved since."""
    kept: Foresight | None = cache.get(_key(correction, at))
    return kept


def _said(refusal: Refusal, language: str) -> str:
    with override(language):
        return str(refusal)


def _key(correction: HoursCorrection, at: datetime) -> str:
    mark = hashlib.sha256(repr(_seen(correction, at)).encode()).hexdigest()
    return f"foresight:{correction.pk}:{mark}"


def _seen(correction: HoursCorrection, at: datetime) -> tuple[object, ...]:
    """Return what the deed hangs on: the code, the lines, facts and opening balances of those concerned, the rules in force, the presence, the day."""
    who = rulebooks.humans([one for one in (correction.person_id, correction.right_person_id) if one])
    facts = PersonFact.objects.filter(person__in=who.records)
    presence = AttendanceCorrection.objects.filter(attendance__session__run=correction.run_id)
    places = Enrolment.objects.filter(run=correction.run_id)
    return (
        _CODE,
        who.records,
        ledger.entries_of(who.records).order_by().aggregate(lines=Count("pk"), last=Max("pk")),
        facts.aggregate(last=Max("pk")),
        standing.openings_of(who).height,
        sorted(row.digest for row in rulebooks.books().holding),
        presence.aggregate(last=Max("pk")),
        sorted(places.values_list("pk", "state")),
        timezone.localdate(at),
    )
