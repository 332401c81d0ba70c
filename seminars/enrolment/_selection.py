"""The result of a selection."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import questions
from seminars.enrolment import _places, _quotas, _told
from seminars.enums import UNDECIDED, Admission, EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run


class EnrolmentStillOpen(Refusal):
    """Somebody may still apply."""

    sentence = _(
        "Enrolment for “%(title)s” is open until %(until)s. Choose after that, so that everybody has the same chance."
    )


class NotUndecided(Refusal):
    """Somebody who is to be decided about has been decided about, or belongs elsewhere."""

    sentence = _(
        "%(count)s of the chosen have not applied for “%(title)s”, or were decided about in the meantime. Open the list again."
    )


class TooManyAdmitted(Refusal):
    """More people are chosen than there are places."""

    sentence = _(
        "“%(title)s” has %(free)s free places; %(chosen)s people are chosen. Put some of them on the waiting list."
    )


class ReasonMissing(Refusal):
    """Somebody would be refused without knowing why."""

    sentence = _("%(count)s people would be refused without a reason. Give each a reason.")
    field = "reason"


@transaction.atomic
def select(
    *,
    run: Run,
    admitted: Collection[int],
    waiting: Sequence[int],
    refused: Mapping[int, str],
    by: User,
    at: datetime,
) -> None:
    """
    Decide about applications for `run`, by their keys; those on the waiting list wait in the order given. Everybody is told.

    :raises EnrolmentStillOpen: if somebody may still apply
    :raises NotUndecided: if one of them has not applied here, or is decided about
    :raises TooManyAdmitted: or QuotaExceeded, if places or a quota do not allow it
    :raises ReasonMissing: if a refusal has no reason
    """
    assert run.admission == Admission.SELECTION
    _places.lock(run)
    _require_ended(run, at=at)
    if without := [key for key, reason in refused.items() if not reason.strip()]:
        raise ReasonMissing(count=len(without))
    rows = _undecided(run, [*admitted, *waiting, *refused])
    chosen = [rows[key] for key in sorted(set(admitted))]
    _quotas.require_kept(run, chosen)
    if not _places.take(run, count=len(chosen)):
        raise TooManyAdmitted(title=run.version.title, free=run.places_free, chosen=len(chosen))

    _decide(chosen, EnrolmentState.ADMITTED)
    _queue(run, [rows[key] for key in waiting])
    _decide([rows[key] for key in refused], EnrolmentState.REFUSED, reasons=refused)
    for row in rows.values():
        row.decided_at, row.decided_by = at, by
    Enrolment.objects.bulk_update(rows.values(), ["state", "decided_at", "decided_by", "reason", "rank"])
    questions.forget(enrolments=[rows[key] for key in refused])
    _told.decided(run, list(rows.values()), at=at)


def _require_ended(run: Run, *, at: datetime) -> None:
    if run.state != RunState.OPEN or at <= run.enrol_until:
        until = tags.day_and_time(run.enrol_until)
        raise EnrolmentStillOpen(title=run.version.title, until=until)


def _undecided(run: Run, keys: Sequence[int]) -> dict[int, Enrolment]:
    found = Enrolment.objects.filter(run=run, kind=EnrolmentKind.PARTICIPANT, state__in=UNDECIDED, pk__in=keys)
    rows = {row.pk: row for row in found.order_by("pk")}
    if len(rows) != len(keys):
        raise NotUndecided(title=run.version.title, count=len(keys) - len(rows))
    return rows


def _decide(rows: Sequence[Enrolment], state: EnrolmentState, *, reasons: Mapping[int, str] | None = None) -> None:
    for row in rows:
        row.state = state
        row.reason = (reasons or {}).get(row.pk, "").strip()


def _queue(run: Run, rows: Sequence[Enrolment]) -> None:
    # Whoever waits after a selection waits in the order that the selection says, not in that of applying.
    first = _places.take_rank(run, count=len(rows))
    _decide(rows, EnrolmentState.WAITING)
    for rank, row in enumerate(rows, start=first):
        row.rank = rank
