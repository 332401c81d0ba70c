"""One officer at a time changes a draft, and only the one that they saw."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from learning.errors import Refusal


class NotADraft(Refusal):
    """What is published cannot change, and cannot be published again."""

    sentence = _("“%(title)s” (%(code)s) is published already. Write a new version and publish that.")


class SavedMeanwhile(Refusal):
    """Somebody else saved the draft since it was opened."""

    sentence = _("%(name)s saved this draft at %(at)s, after you opened it. Look at what is different, then decide.")


def locked_draft(version: RulebookVersion, *, seen: int | None) -> RulebookVersion:
    """
    Return the draft `version`, locked until the end of the transaction, as it was seen at its revision `seen`.

    :raises NotADraft: if it is published
    :raises SavedMeanwhile: if it was saved since
    """
    rows = RulebookVersion.objects.select_for_update(of=("self",)).select_related("edited_by", "replaces")
    kept = rows.get(pk=version.pk)
    if kept.status != RulebookStatus.DRAFT:
        raise NotADraft(title=kept.title, code=kept.code)
    if seen is not None and kept.revision != seen:
        saved_at = timezone.localtime(kept.edited_at) if kept.edited_at else None
        raise SavedMeanwhile(
            name=kept.edited_by.name if kept.edited_by else _("Somebody"), at=f"{saved_at:%H:%M}" if saved_at else "—"
        )
    return kept
