"""Law ends: a version is taken out of force, with a reason that everybody can read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from learning.accounts.models import User
from learning.errors import Refusal

TOUCHED = """
SELECT (SELECT count(DISTINCT person_id) FROM credits_standing WHERE version_id = %s),
       (SELECT count(*) FROM credits_standing WHERE version_id = %s),
       (SELECT count(DISTINCT claim_id) FROM credits_entry WHERE version_id = %s)
"""


class NotInForce(Refusal):
    """Only what was published can be taken out of force, and once."""

    sentence = _("“%(code)s” is not in force: there is nothing to take out of force.")


class RetirementReasonMissing(Refusal):
    """Nobody would know why."""

    field = "reason"
    sentence = _("Say why it is taken out of force. Everybody can read the reason beside the version.")


@dataclass(frozen=True)
class Touched:
    """Whom a version concerns: people and standings that it decides now, registrations that were decided under it."""

    people: int
    standings: int
    claims: int


@transaction.atomic
def retire(*, version: RulebookVersion, by: User | None, at: datetime, reason: str) -> RulebookVersion:
    """
    Take `version` out of force altogether: no new decision is made under it. What it decided stays.

    :raises RetirementReasonMissing: without a reason
    :raises NotInForce: if it is a draft, or out of force already
    """
    if not reason.strip():
        raise RetirementReasonMissing
    kept = RulebookVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if kept.status != RulebookStatus.PUBLISHED:
        raise NotInForce(code=kept.code)
    kept.status, kept.retired_at, kept.retired_by = RulebookStatus.RETIRED, at, by
    kept.retired_reason = reason.strip()[:500]
    kept.save(update_fields=["status", "retired_at", "retired_by", "retired_reason"])

    return kept


def touched(version: RulebookVersion) -> Touched:
    """Return whom `version` concerns."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [version.pk] * 3)
        return Touched(*cursor.fetchone())


def left_in_force(version: RulebookVersion) -> RulebookVersion | None:
    """Return what would hold from the start of `version` on if it were taken out of force; None where its family would say nothing."""
    others = RulebookVersion.objects.filter(status=RulebookStatus.PUBLISHED, family=version.family)
    others = others.exclude(pk=version.pk).select_related("scope_region").defer("body", "text")
    # What this version replaced holds again, unless another one replaced that too.
    replaced = Q(corrigenda__status=RulebookStatus.PUBLISHED) & ~Q(corrigenda=version.pk)
    holding = others.exclude(pk__in=others.filter(replaced).values("pk"))
    since = version.effective_from or date.min
    before = [row for row in holding if (row.effective_from or date.min) <= since and _reaches(row, since)]
    return max(before, key=lambda row: (row.effective_from or date.min, row.pk), default=None)


def _reaches(row: RulebookVersion, day: date) -> bool:
    return row.effective_before is None or day < row.effective_before
