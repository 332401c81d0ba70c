"""Opening and cancelling a run."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.errors import Refusal
from seminars import bases
from seminars.enums import RunState
from seminars.models import Deliverable, Programme, ProgrammeVersion, Run, Session
from seminars.runs import _facts, _sessions, _told


class NotApproved(Refusal):
    """The programme may not be run on these days."""

    sentence = _(
        "“%(code)s” is not approved for a run until %(ends_on)s. Wait for the approval, or end the run before it was withdrawn."
    )


class RunNotOpen(Refusal):
    """The run is closed or cancelled."""

    sentence = _("“%(title)s” is %(state)s: nothing can be changed in it.")


class RunHasBegun(Refusal):
    """Attendance of the run was confirmed already."""

    sentence = _(
        "Attendance of “%(title)s” was confirmed already: the run has taken place in part and cannot be cancelled."
    )


class ReasonMissing(Refusal):
    """The enrolled would not know why."""

    sentence = _("The reason is missing. Say why: everybody enrolled is told.")
    field = "reason"


@transaction.atomic
def open_run(
    *,
    programme: Programme,
    by: User,
    at: datetime,
    sessions: Sequence[_sessions.SessionFacts],
    **facts: Unpack[_facts.RunFacts],
) -> Run:
    """
    Open a run of `programme` under the version in force.

    :raises NotApproved: if the programme is not approved on these days
    :raises BaseNotRecognised: if its base is not recognised on one of them
    :raises MinutesDiffer: and the other refusals of facts, if the run does not hold what was approved
    """
    _facts.require_dates(facts, at=at)
    _facts.require_admission(facts)
    version = _approved_version(programme, last=facts["ends_on"])
    bases.require_recognised(programme.base, first=facts["starts_on"], last=facts["ends_on"])
    _facts.require_mode(facts, version)
    _sessions.require_sessions(sessions, starts_on=facts["starts_on"], ends_on=facts["ends_on"])
    _sessions.require_minutes(sessions, approved=version.minutes)

    columns: dict[str, Any] = {**facts, "quotas": facts.get("quotas") or []}
    number = _next_number(programme)
    run = Run.objects.create(programme=programme, version=version, number=number, opened_at=at, opened_by=by, **columns)
    _add_sessions(run, sessions)
    _ask_for_deliverable(run)

    return run


@transaction.atomic
def state_notice(*, run: Run, **facts: Unpack[_facts.NoticeFacts]) -> None:
    """
    State what the notice of `run` says beyond its other facts; whatever is not named stays.

    :raises RunNotOpen: if it is closed or cancelled
    """
    take_open(run)
    for name, value in facts.items():
        setattr(run, name, value.strip() if isinstance(value, str) else value)
    run.save(update_fields=list(facts))


@transaction.atomic
def cancel(*, run: Run, by: User, at: datetime, reason: str) -> None:
    """
    Cancel `run`; everybody enrolled is told.

    :raises RunNotOpen: if it is closed or cancelled
    :raises RunHasBegun: if attendance was confirmed
    :raises ReasonMissing: if no reason is given
    """
    take_open(run)
    if run.sessions.filter(confirmed_at__isnull=False).exists():
        raise RunHasBegun(title=run.version.title)
    if not reason.strip():
        raise ReasonMissing
    run.state, run.cancelled_reason = RunState.CANCELLED, reason.strip()
    run.closed_at, run.closed_by = at, by
    run.save(update_fields=["state", "cancelled_reason", "closed_at", "closed_by"])
    _told.cancelled(run, at=at)


def take_open(run: Run) -> None:
    """Lock `run` until the end of the transaction and see that it is open."""
    run.refresh_from_db(
        from_queryset=Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    )
    if run.state != RunState.OPEN:
        raise RunNotOpen(title=run.version.title, state=RunState(run.state).label)


def _approved_version(programme: Programme, *, last: date) -> ProgrammeVersion:
    # The lock makes an approval, a withdrawal and another run of the programme wait.
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update(no_key=True))
    if programme.current is None or not programme.is_approved_on(last):
        raise NotApproved(code=programme.code, ends_on=last)
    return programme.current


def _next_number(programme: Programme) -> int:
    last: int | None = programme.runs.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _add_sessions(run: Run, sessions: Sequence[_sessions.SessionFacts]) -> None:
    in_order = sorted(sessions, key=lambda session: session.starts_at)
    Session.objects.bulk_create(
        Session(
            run=run,
            number=number,
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            minutes=session.minutes,
            room=session.room,
            teacher=session.teacher,
        )
        for number, session in enumerate(in_order, start=1)
    )


def _ask_for_deliverable(run: Run) -> None:
    version = run.version
    if version.deliverable:
        Deliverable.objects.create(
            run=run,
            name=version.deliverable,
            expected=version.deliverable_expected,
            days=version.deliverable_days or 0,
        )
