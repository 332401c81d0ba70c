"""A draft becomes law, and law ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from learning.accounts.models import User
from learning.errors import Refusal


class NotADraft(Refusal):
    """Only a draft can be published."""

    sentence = _("“%(title)s” (%(code)s) is published already. Write a new version and publish that.")


class AnotherVersionStartsThen(Refusal):
    """A corrigendum has to say what it replaces."""

    sentence = _(
        "“%(code)s” is in force from the same day. Name it as the version that is replaced, or choose another day."
    )


class NothingToReplace(Refusal):
    """What a corrigendum names is not in force, or starts on another day."""

    sentence = _(
        "“%(code)s” cannot be replaced: only a published version of the same rulebook that starts on the same day can."
    )


@transaction.atomic
def publish(
    *, version: RulebookVersion, by: User | None, at: datetime, reference: str, is_demo: bool = False
) -> RulebookVersion:
    """
    Put `version` into force from the day that it states, under `reference`.

    Decisions that were made stay under the version that made them, also where this one starts in the past: `posting.redecide` moves them.

    :raises NotADraft: if it is published already
    :raises AnotherVersionStartsThen: if one that starts on the same day is in force and is not named as replaced
    :raises NothingToReplace: if the version named as replaced is not in force or starts on another day
    """
    kept = RulebookVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if kept.status != RulebookStatus.DRAFT:
        raise NotADraft(title=kept.title, code=kept.code)
    _check_what_it_replaces(kept)
    kept.status, kept.published_at, kept.published_by = RulebookStatus.PUBLISHED, at, by
    kept.reference, kept.is_demo = reference, is_demo
    kept.save(update_fields=["status", "published_at", "published_by", "reference", "is_demo"])

    return kept


@transaction.atomic
def retire(*, version: RulebookVersion) -> RulebookVersion:
    """Take `version` out of force altogether: no new decision is made under it."""
    kept = RulebookVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    kept.status = RulebookStatus.RETIRED
    kept.save(update_fields=["status"])

    return kept


def _check_what_it_replaces(draft: RulebookVersion) -> None:
    published = RulebookVersion.objects.filter(family=draft.family, status=RulebookStatus.PUBLISHED)
    same_start = published.filter(effective_from=draft.effective_from).exclude(
        corrigenda__status=RulebookStatus.PUBLISHED
    )
    standing = same_start.first()
    if draft.replaces_id and (standing is None or standing.pk != draft.replaces_id):
        raise NothingToReplace(code=draft.replaces.code if draft.replaces else "")
    if standing and not draft.replaces_id:
        raise AnotherVersionStartsThen(code=standing.code)
