"""The pages that somebody edits, and where each stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, WorkflowState

from cms.models import BasePage, ProgrammePage, address_below_home
from learning.accounts.models import User

_AT_WORK = {
    WorkflowState.STATUS_NEEDS_CHANGES: (gettext_lazy("Sent back: see the comment, mend, submit again"), "bad"),
    WorkflowState.STATUS_IN_PROGRESS: (gettext_lazy("Waiting for moderation"), "calm"),
}
_UNAPPROVED = {  # is the page public?
    True: (gettext_lazy("The approval was withdrawn; the page says so"), "calm"),
    False: (gettext_lazy("The programme is not approved: a draft can be written"), "calm"),
}


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """A page of somebody's base."""

    title: str
    state: str
    tone: str  # one of components/state.html
    edit_address: str
    public_address: str


def pages_of(user: User) -> list[OwnPage]:
    """Return the pages of the bases that `user` edits for: those sent back first, then drafts, then the others; by title."""
    bases = list(BasePage.objects.filter(organisation__editorial_group__group__user=user).order_by("path"))
    if not bases:
        return []
    below = Q()
    for base in bases:
        below |= Q(path__startswith=base.path)
    programmes = ProgrammePage.objects.filter(below).select_related("programme").order_by("title", "pk")
    pages = [*bases, *programmes]
    at_work = dict(
        WorkflowState.objects.active()
        .filter(object_id__in=[str(page.pk) for page in pages], base_content_type__model="page")
        .values_list("object_id", "status")
    )
    shown = [_own(page, at_work.get(str(page.pk), "")) for page in pages]

    return sorted(shown, key=lambda page: ("bad", "warn", "calm", "good").index(page.tone))


def _own(page: Page, status: str) -> OwnPage:
    state, tone = _standing(page, status)
    return OwnPage(
        title=page.draft_title or page.title,
        state=str(state),
        tone=tone,
        edit_address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        public_address=address_below_home(page.url_path) if page.live else "",
    )


def _standing(page: Any, status: str) -> tuple[str | Promise, str]:
    if status:
        return _AT_WORK[status]
    if not getattr(page, "is_approved", True):
        return _UNAPPROVED[bool(page.live)]
    if not page.live:
        return _("Draft: write, then submit for moderation"), "warn"
    if page.has_unpublished_changes:
        return _("Public; newer changes are not submitted yet"), "warn"
    return _("Public"), "good"
