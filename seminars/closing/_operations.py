"""Closing a run."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import certificates, posting
from learning import tags
from learning.accounts.models import User
from learning.deeds import deed
from learning.errors import Refusal
from seminars import bases, deliverables
from seminars.closing import _certificates, _claims
from seminars.enums import RunState
from seminars.models import Run


class RunNotOver(Refusal):
    """A session is still to come."""

    sentence = _("“%(session)s” ends at %(ends_at)s. Close the run after that.")


class AttendanceOpen(Refusal):
    """Nobody has said who was there."""

    sentence = _("Attendance of “%(session)s” is not confirmed. Confirm it, then close the run.")


class RunCancelled(Refusal):
    """The run did not take place."""

    sentence = _("“%(title)s” was cancelled: there is nothing to close.")


@deed
def close(*, run: Run, by: User, at: datetime) -> list[posting.Receipt]:
    """
    Close `run`, claim the hours of everybody admitted and order their certificates, all or none; again: the same receipts.

    :raises RunNotOver: if a session is still to come
    :raises AttendanceOpen: if a session is not confirmed
    :raises RunCancelled: if it did not take place
    """
    _certificates.hold(run)
    if run.state == RunState.CANCELLED:
        raise RunCancelled(title=run.version.title)
    if run.state == RunState.OPEN:
        _require_over(run, at=at)
        _name_provider(run)

    claims = _claims.claims_of(run, declared_on=timezone.localdate(run.closed_at or at))
    receipts = posting.credit(claims=claims, by=by, at=at, origin=f"run:{run.pk}")
    if run.state == RunState.OPEN:
        deliverables.settle(run=run, at=at)
        certificates.order(orders=_certificates.orders(run, claims, receipts), at=at)
        run.state, run.closed_at, run.closed_by = RunState.CLOSED, at, by
        run.save()

    return receipts


def _require_over(run: Run, *, at: datetime) -> None:
    sessions = list(run.sessions.order_by("starts_at", "pk"))
    for session in sessions:
        if session.ends_at > at:
            raise RunNotOver(session=session.title, ends_at=tags.day_and_time(session.ends_at))
    for session in sessions:
        if session.confirmed_at is None:
            raise AttendanceOpen(session=session.title)


def _name_provider(run: Run) -> None:
    base = run.programme.base
    span = bases.span_around(base, run.starts_on)
    run.provider = base.name
    run.provider_since = span.since if span else None
    run.provider_until = span.last_on if span else None
