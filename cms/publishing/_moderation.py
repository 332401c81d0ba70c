"""The way of a page to the public: submitted by an editor, approved or sent back by a moderator."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from cms.models.programmes import ProgrammeNotApproved
from learning.accounts.models import User
from learning.errors import Refusal


class NotYourPage(Refusal):
    """Somebody acts on a page that they neither edit nor moderate."""

    sentence = _("“%(title)s” is not among the pages that you may edit or moderate.")


class NothingToModerate(Refusal):
    """A page is not waiting for moderation."""

    sentence = _("“%(title)s” is not waiting for moderation.")


@transaction.atomic
def submit(*, page: Any, by: User) -> None:
    """
    Hand the newest draft of `page` to its moderators; if it waits with them already, it stays there.

    :raises NotYourPage: if `by` may not edit the page
    :raises ProgrammeNotApproved: if the page tells of a programme that is not approved
    """
    if not page.permissions_for_user(by).can_edit():
        raise NotYourPage(title=page.title)
    if not getattr(page, "is_approved", True):
        raise ProgrammeNotApproved(title=page.title)
    if not page.latest_revision_id:
        page.save_revision(user=by)
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)


@transaction.atomic
def approve(*, page: Any, by: User, comment: str = "") -> None:
    """
    Approve the draft of `page` that waits; it is public then.

    :raises NothingToModerate: if no draft waits
    :raises NotYourPage: if `by` is no moderator of the page
    :raises ProgrammeNotApproved: if the programme lost its approval meanwhile
    """
    _act("approve", page=page, by=by, comment=comment)


@transaction.atomic
def send_back(*, page: Any, by: User, comment: str) -> None:
    """
    Send the draft of `page` that waits back to its editors, with a comment.

    :raises NothingToModerate: if no draft waits
    :raises NotYourPage: if `by` is no moderator of the page
    """
    _act("reject", page=page, by=by, comment=comment)


def _act(action: str, *, page: Any, by: User, comment: str) -> None:
    state = page.current_workflow_task_state
    if state is None:
        raise NothingToModerate(title=page.title)
    task = state.task.specific
    allowed = {name for name, _label, _modal in task.get_actions(page, by)}
    if not allowed:
        raise NotYourPage(title=page.title)
    if action not in allowed:
        raise ProgrammeNotApproved(title=page.title)
    task.on_action(state, by, action, comment=comment)
