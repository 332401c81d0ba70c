"""
Who edits and who moderates: one Wagtail group an organisation, the task that asks a regulator, deputies, and what waited too long.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import AbstractGroupApprovalTask, TaskState

from learning.work import Work


class RegulatorApproval(AbstractGroupApprovalTask):
    """A regulator looks at a page before the public does. What cannot be published can only be sent back."""

    class Meta:
        verbose_name = _("approval by a regulator")
        verbose_name_plural = _("approvals by a regulator")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what `user` may do with `obj` at this step."""
        if not self.user_can_access_editor(obj, user):
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

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Say whether `user` moderates `obj`: as a member of the group, or one level above where it waited too long."""
        if super().user_can_access_editor(obj, user):
            return True
        waiting = obj.current_workflow_task_state
        return waiting is not None and self._above(user).filter(pk=waiting.pk).exists()

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Say whether `obj` may only be looked at by `user` while it waits."""
        return not self.user_can_access_editor(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """Return what waits for `user` at this step."""
        own = super().get_task_states_user_can_moderate(user, **kwargs)
        return self.task_states.filter(pk__in=own.values("pk")) | self._above(user)

    def _above(self, user: Any) -> Any:
        in_progress = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return in_progress.filter(escalation__next_level__group__in=user.groups.values("pk"))


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


class Deputy(models.Model):
    """Who stands in for a moderator (AB角): what waits for longer than a working day goes to both."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    moderator = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", verbose_name=_("moderator"))
    deputy = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", verbose_name=_("deputy"))
    named_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named at"))

    class Meta:
        verbose_name = _("deputy of a moderator")
        verbose_name_plural = _("deputies of moderators")
        constraints = [
            models.UniqueConstraint(name="one_deputy_a_moderator", fields=["organisation", "moderator"]),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy", condition=~models.Q(moderator=models.F("deputy"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderator_id} → {self.deputy_id}"


class Escalation(Work):
    """
    A page waited for longer than a working day: since then the deputies and the next level are asked as well.

    It is finished once everybody asked was told, or the page was decided before.
    """

    task_state = models.OneToOneField("wagtailcore.TaskState", models.CASCADE, related_name="escalation")
    # Nobody stands above the province.
    next_level = models.ForeignKey(EditorialGroup, models.PROTECT, null=True, related_name="+")
    escalated_at = models.DateTimeField(_("handed on at"))

    class Meta:
        verbose_name = _("page that waited too long")
        verbose_name_plural = _("pages that waited too long")
        indexes = [models.Index(name="escalations_due", fields=["not_before"], condition=models.Q(finished_at=None))]

    def __str__(self) -> str:
        return f"#{self.task_state_id}"
