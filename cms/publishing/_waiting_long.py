"""What waits for longer than a working day: it goes to the deputies and to the next level as well, and everybody is told once."""

import logging
from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from cms.models import BasePage, EditorialGroup, Escalation, RegulatorApproval
from cms.publishing import _groups
from credits import reminders
from credits.reminders import filling
from learning.accounts import access as accounts
from learning.accounts.models import User
from learning.tags import moment
from learning.work import attempt, in_turn, traced
from learning.workdays import working_days_before

_AT_ONCE = 100
_log = logging.getLogger(__name__)


def hand_on_due(*, at: datetime) -> int:
    """Hand on what has waited for a whole working day, and tell everybody who may decide it now; return how many were handed on."""
    handed_on = sum(_is_handed_on(state, at=at) for state in _late(at))
    if handed_on:
        # The group above may be new: its members must be in it before they are told.
        _groups.sync_editors(at=at)
    due = Escalation.objects.filter(finished_at=None, not_before__lte=at)
    in_turn(due, partial(_told, at=at), most=_AT_ONCE)

    return handed_on


def _is_handed_on(state: TaskState, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            fresh = {"next_level": _above(state), "escalated_at": at, "not_before": at}
            Escalation.objects.get_or_create(task_state=state, defaults=fresh)
    except Exception as error:
        # It is tried again at the next tick; the others must not wait for it.
        _log.error("What waits as step %s could not be handed on: %s", state.pk, traced(error))
        return False
    return True


def _late(at: datetime) -> list[TaskState]:
    """Return what was submitted before the last whole working day began."""
    day = working_days_before(timezone.localdate(at), count=1)
    begun = timezone.make_aware(datetime.combine(day, time.min))
    tasks = RegulatorApproval.objects.filter(active=True).values("pk")
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=tasks, escalation=None)
    return list(waiting.filter(started_at__lt=begun).select_related("workflow_state").order_by("pk")[:_AT_ONCE])


def _above(state: TaskState) -> EditorialGroup | None:
    moderators = EditorialGroup.objects.filter(workflow=state.workflow_state.workflow_id).first()
    page = state.workflow_state.content_object
    base = BasePage.objects.ancestor_of(page, inclusive=True).first() if page is not None else None
    if moderators is None or base is None:
        return None  # moderated by the editors of the site, above whom nobody stands
    return _groups.moderators_above(moderators, base.organisation)


def _told(pk: int, *, at: datetime) -> bool:
    return attempt(Escalation, pk, partial(_tell, at=at), at=at, what="Escalation", finished_at=None)


def _tell(row: Escalation, *, at: datetime) -> None:
    """Tell everybody who is asked now. What was decided meanwhile is told to nobody."""
    if row.task_state.status == TaskState.STATUS_IN_PROGRESS:
        _tell_everybody(row, at=at)
    row.rest(at=at)
    row.finished_at = at
    row.save()


def _tell_everybody(row: Escalation, *, at: datetime) -> None:
    page = row.task_state.workflow_state.content_object
    facts = {
        "title": page.get_admin_display_title(),
        "since": row.task_state.started_at.isoformat(),
        "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    asked = list(_asked(row))
    reminders.plan(dues=[due for user in asked if (due := _due(row, user, facts))], at=at)
    for user in asked:
        if user.email and accounts.own_person(user) is None:
            transaction.on_commit(_letter(user, facts), robust=True)


def _asked(row: Escalation) -> QuerySet[User]:
    """Return everybody who may decide: moderators, their deputies, and those of the next level."""
    groups = Q(groups__in=row.task_state.task.specific.groups.all())
    if row.next_level:
        groups |= Q(groups=row.next_level.group_id)
    return User.objects.filter(groups, is_active=True).distinct().order_by("pk")


def _due(row: Escalation, user: User, facts: dict[str, str]) -> reminders.Due | None:
    person = accounts.own_person(user)
    if person is None:
        return None
    key = f"page-waits:{row.task_state_id}:{person.pk}"
    return reminders.Due(
        source=WAITING.code, key=key, person_id=person.pk, anchor=f"task:{row.task_state_id}", facts=facts
    )


def _letter(user: User, facts: dict[str, str]) -> Callable[[], object]:
    """Return what mails a moderator who has no record, and so no inbox; the page stands among their decisions in any case."""
    with translation.override(user.language):
        said = {"title": facts["title"], "moment": moment(datetime.fromisoformat(facts["since"]))}
        subject = _("Waiting for moderation: “%(title)s”") % said
        body = _("“%(title)s” has waited for moderation since %(moment)s. It is with you as well now; sign in and open “Decisions”.") % said  # fmt: skip
    return partial(send_mail, subject, body, None, [user.email])


WAITING = reminders.register(
    reminders.Source(
        code="pages.waiting",
        label=gettext_lazy("A page waits for moderation longer than it may"),
        path=lambda facts: str(facts["path"]),
        facts=frozenset({"title", "since", "path"}),
        placeholders={
            "title": filling.text("title", gettext_lazy("title of the page")),
            "moment": filling.moment("since", gettext_lazy("since when it waits")),
        },
        sample={"title": "关于举办高级研修班的通知", "since": "2026-09-20T02:00:00+00:00", "path": "/cms/"},
    )
)
