"""Small changes: what counts as one, and the one deed that approves those ticked."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from cms.publishing import _changes, _moderation, _queries
from learning.accounts.models import User
from learning.errors import Refusal
from learning.work import traced

_log = logging.getLogger(__name__)
# So many signs may be added and taken away, together, in a page that is public already; nothing else may change.
SMALL_MAX = 60
_AT_ONCE = 100


class ChangedSince(Refusal):
    """A page that was ticked is another one by now."""

    sentence = gettext_lazy(
        "A page that you ticked has changed or was decided since you looked. Nothing was approved; look again."
    )


class NotSmall(Refusal):
    """A page was ticked whose change must be looked at in the page itself."""

    sentence = gettext_lazy(
        "The change of “%(title)s” is not a small one. Nothing was approved; open the page and decide there."
    )


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A page that waits, and how it differs from what is public. `mark` names exactly what was looked at."""

    waiting: _queries.Waiting
    mark: str
    change: _changes.Change
    is_small: bool


def proposals(user: User) -> list[Proposal]:
    """Return what waits for `user`, each with its difference, small changes first."""
    rows = [_proposal(state) for state in _queries.states_for(user)[:_AT_ONCE] if _queries.page_of(state)]
    return sorted(rows, key=lambda row: not row.is_small)


@transaction.atomic
def approve_small(*, marks: Iterable[str], by: User) -> list[str]:
    """
    Approve the small changes that `marks` name, all or none; return the titles.

    :raises ChangedSince: if one of them is no longer what was looked at
    :raises NotSmall: if one of them is more than a small change
    :raises NotYourPage: if one of them is not moderated by `by`
    """
    titles = []
    for mark in dict.fromkeys(marks):
        state = _marked(mark)
        row = _proposal(state)
        if not row.is_small:
            raise NotSmall(title=row.waiting.title)
        _moderation.approve(
            page=_queries.page_of(state).specific, by=by, comment=_("Small change, approved from its difference.")
        )
        titles.append(row.waiting.title)

    return titles


def _marked(mark: str) -> TaskState:
    key, _colon, revision = mark.partition(":")
    if not (key.isdecimal() and revision.isdecimal()) or len(mark) > 30:
        raise ChangedSince
    states = TaskState.objects.select_for_update(of=("self",)).filter(status=TaskState.STATUS_IN_PROGRESS)
    state = states.filter(pk=key).first()
    page = _queries.page_of(state) if state else None
    # What is approved is the newest draft, whoever wrote it.
    if state is None or page is None or page.latest_revision_id != int(revision):
        raise ChangedSince
    return state


def _proposal(state: TaskState) -> Proposal:
    page = _queries.page_of(state).specific
    change = _change(page)
    is_small = bool(page.live and not change.others and 0 < change.size <= SMALL_MAX)
    mark = f"{state.pk}:{page.latest_revision_id}"

    return Proposal(waiting=_queries.waiting(state), mark=mark, change=change, is_small=is_small)


def _change(page: Any) -> _changes.Change:
    draft = page.get_latest_revision_as_object()
    try:
        return _changes.change(page, draft)
    except Exception as error:
        # One page must not hide what else waits.
        _log.error("The change of page %s cannot be told: %s", page.pk, traced(error))
        return _changes.whole(page, draft)
