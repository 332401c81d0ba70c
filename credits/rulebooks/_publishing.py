"""A draft becomes law, and law ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.rulebooks._examples import tried
from credits.rulebooks._locking import locked_draft
from learning.accounts.models import User
from learning.errors import Refusal


class AnotherVersionStartsThen(Refusal):
    """A corrigendum has to say what it replaces."""

    sentence = _(
        "“%(code)s” is in force from the same day. Name it as the version that is replaced, or choose another day."
    )


class SaysNothingNew(Refusal):
    """A draft says word for word what was published before."""

    sentence = _("“%(code)s” says exactly what a published version says. Change it before you publish it.")


class ExampleFails(Refusal):
    """What a version decides is not what its examples expect."""

    sentence = _("“%(code)s” cannot be published: the example “%(example)s” fails. %(line)s")


class NothingToReplace(Refusal):
    """What a corrigendum names is not in force, or starts on another day."""

    sentence = _(
        "“%(code)s” cannot be replaced: only a published version of the same rulebook that starts on the same day can."
    )


class NotInForce(Refusal):
    """Only what was published can be taken out of force, and once."""

    sentence = _("“%(code)s” is not in force: there is nothing to take out of force.")


class RetirementReasonMissing(Refusal):
    """Nobody would know why."""

    field = "reason"
    sentence = _("Say why it is taken out of force. Everybody can read the reason beside the version.")


@transaction.atomic
def publish(
    *,
    version: RulebookVersion,
    by: User | None,
    at: datetime,
    reference: str,
    is_demo: bool = False,
    seen: int | None = None,
) -> RulebookVersion:
    """
    Put `version` into force from the day that it states, under `reference`.

    Decisions that were made stay under the version that made them, also where this one starts in the past: `posting.redecide` moves them.

    Its examples are tried once more on the draft as it is locked; `seen` is the revision that whoever publishes has read.

    :raises NotADraft: if it is published already
    :raises SavedMeanwhile: if somebody saved it since the revision `seen`
    :raises SaysNothingNew: if a published version says the same
    :raises AnotherVersionStartsThen: if one that starts on the same day is in force and is not named as replaced
    :raises NothingToReplace: if the version named as replaced is not in force or starts on another day
    :raises ExampleFails: if one of its examples does
    """
    kept = locked_draft(version, seen=seen)
    _check_what_it_replaces(kept)
    _check_examples(kept)
    kept.status, kept.published_at, kept.published_by = RulebookStatus.PUBLISHED, at, by
    kept.reference, kept.is_demo = reference, is_demo
    kept.save(update_fields=["status", "published_at", "published_by", "reference", "is_demo"])

    return kept


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


def _check_what_it_replaces(draft: RulebookVersion) -> None:
    published = RulebookVersion.objects.filter(family=draft.family).exclude(status=RulebookStatus.DRAFT)
    same_start = (
        published.filter(status=RulebookStatus.PUBLISHED)
        .filter(effective_from=draft.effective_from)
        .exclude(corrigenda__status=RulebookStatus.PUBLISHED)
    )
    if published.filter(digest=draft.digest).exists():
        raise SaysNothingNew(code=draft.code)
    standing = same_start.first()
    if draft.replaces_id and (standing is None or standing.pk != draft.replaces_id):
        raise NothingToReplace(code=draft.replaces.code if draft.replaces else "")
    if standing and not draft.replaces_id:
        raise AnotherVersionStartsThen(code=standing.code)


def _check_examples(draft: RulebookVersion) -> None:
    failing = next((one for one in tried(draft) if one.lines), None)
    if failing:
        raise ExampleFails(code=draft.code, example=failing.example.name, line=failing.lines[0])
