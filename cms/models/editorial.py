"""Who edits and who moderates: one Wagtail group an organisation, and the task that asks a regulator."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import AbstractGroupApprovalTask


class RegulatorApproval(AbstractGroupApprovalTask):
    """A regulator looks at a page before the public does. What cannot be published can only be sent back."""

    class Meta:
        verbose_name = _("approval by a regulator")
        verbose_name_plural = _("approvals by a regulator")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what `user` may do with `obj` at this step."""
        if not super().get_actions(obj, user):
            return []
        # The words are our own: Wagtail's “Approve” is an application's approval elsewhere on this site.
        send_back = ("reject", pgettext_lazy("moderation", "Send back"), True)
        if not getattr(obj.specific_deferred, "is_approved", True):
            return [send_back]

        return [
            send_back,
            ("approve", pgettext_lazy("moderation", "Approve"), False),
            ("approve", pgettext_lazy("moderation", "Approve with a comment"), True),
        ]


class EditorialGroup(models.Model):
    """The Wagtail group of an organisation: editors of a base, moderators of a regulator. Its members follow from memberships."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, related_name="editorial_group", verbose_name=_("organisation")
    )
    group = models.OneToOneField("auth.Group", models.PROTECT, related_name="editorial_group")
    # Pictures and documents of a base.
    collection = models.OneToOneField(
        "wagtailcore.Collection", models.PROTECT, null=True, related_name="editorial_group"
    )
    # The way to the public, of a regulator.
    workflow = models.OneToOneField("wagtailcore.Workflow", models.PROTECT, null=True, related_name="editorial_group")

    class Meta:
        verbose_name = _("editorial group")
        verbose_name_plural = _("editorial groups")

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.group_id}"
