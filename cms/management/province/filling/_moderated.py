"""Pages on their way: a small change that waits, a page that waits with a comment for too long, one that was sent back with reasons."""

from datetime import timedelta
from typing import Any

from wagtail.models import Comment, TaskState

from cms import publishing
from cms.management.province.filling._plan import Plan
from cms.models import ProgrammePage
from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import Membership, Organisation, User

WANTED = "请写明午餐安排，并把“报名后请尽快确认”改为具体日期，再提交审核。"

_ADDED = (
    "本期新增企业现场教学一天，名额与交通由基地统一安排。",
    "现场教学在企业的生产线和检测中心进行，请穿着便于行走的服装。",
    "需要开具实践证明的，请在报到时登记。",
)


def leave_under_way(plan: Plan) -> None:
    """Let three pages of the first base be on their way; its logins and its regulator's are among those that the demo prints."""
    base = Organisation.objects.filter(kind=OrganisationKind.BASE).order_by("pk").first()
    pages = list(
        ProgrammePage.objects.filter(programme__base=base, programme__withdrawn_on=None, live=True).order_by("pk")[:3]
    )
    editor = _acting_for(base, Role.BASE_MANAGER)
    if len(pages) < 3 or editor is None:
        return
    small, waiting, returned = pages
    _submit(small, "<p>报到当天请携带身份证件。</p>", by=editor)
    _submit(waiting, f"<p>{''.join(_ADDED)}</p>", by=editor)
    Comment.objects.create(page=waiting, user=editor, text="现场教学地点已与企业确认。", contentpath="introduction")
    # So long ago that the sweep hands it on to the deputy and to the province.
    since = plan.begun_at - timedelta(days=7)
    TaskState.objects.filter(workflow_state__object_id=str(waiting.pk), status="in_progress").update(started_at=since)
    _submit(returned, "<p>报名后请尽快确认。</p>", by=editor)
    returned.refresh_from_db()
    publishing.send_back(page=returned, by=_moderator(returned), comment=WANTED)


def _submit(page: Any, added: str, *, by: User) -> None:
    page.introduction = f"{page.introduction}{added}"
    page.save_revision(user=by)
    publishing.submit(page=page, by=by)


def _acting_for(base: Any, role: Role) -> User | None:
    held = Membership.objects.filter(organisation=base, role=role, ends_before=None).order_by("pk").first()
    return held.user if held else None


def _moderator(page: Any) -> User:
    group = page.current_workflow_task_state.task.specific.groups.get()
    moderator: User = group.user_set.order_by("pk").first()
    return moderator
