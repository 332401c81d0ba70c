"""What a run claims: one row for everybody who took part."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from credits import hours, ledger, posting
from credits.enums import Activity
from seminars import attendance
from seminars.enums import EnrolmentKind, Mode, ProgrammeKind, RunState
from seminars.models import Enrolment, Run, Session

ACTIVITIES = {ProgrammeKind.ADVANCED_SEMINAR: Activity.SEMINAR, ProgrammeKind.PUBLIC_COURSE: Activity.PUBLIC_COURSE}


# What a claim says of how it was handed in: it says that for good, whatever is handed in for others later.
HANDED_IN = ("declared_on", "late_approved_on", "provider_region")


def claims_of(run: Run, *, declared_on: date, late_approved_on: date | None = None) -> list[posting.ClaimFacts]:
    """
    Return the claims of everybody whose presence in `run` counts, participants first.

    Who has none yet claims on `declared_on`: the day on which the base closes the run, or asks for somebody to be added.
    """
    sessions = list(run.sessions.order_by("starts_at", "pk"))
    shared = replace(_shared(run, sessions), declared_on=declared_on, late_approved_on=late_approved_on)
    present = attendance.presence(run)
    claims: dict[int, posting.ClaimFacts] = {}
    for row in Enrolment.objects.filter(pk__in=present).order_by("kind", "rank"):
        # Who also watched the stream claims as participant only.
        claims.setdefault(row.person_id, _claim(row, shared, present[row.pk]))
    said = _said(run, claims) if run.state == RunState.CLOSED else {}

    return [replace(claim, **said.get(person, {})) for person, claim in claims.items()]


def claim_of(
    run: Run, person_id: int, *, declared_on: date, late_approved_on: date | None = None
) -> posting.ClaimFacts:
    """Return the claim of one person whose presence in `run` counts."""
    claims = claims_of(run, declared_on=declared_on, late_approved_on=late_approved_on)
    return next(claim for claim in claims if claim.person_id == person_id)


def claims_if_present(runs: Iterable[Run], *, person_id: int) -> list[posting.ClaimFacts]:
    """
    Return what each of `runs` would claim for somebody who is there from the first session to the last; the run need not be over.

    They are as if the base closed each on its last day: it cannot do so before.
    """
    return [_claim_if_present(run, person_id) for run in runs]


def claim_key(run_id: int) -> str:
    """Return the key of what a run claims for each of its people."""
    return f"run:{run_id}"


def activity_of(run: Run) -> Activity:
    """Return what taking part in `run` is, in the words of policy."""
    return ACTIVITIES.get(ProgrammeKind(run.version.kind)) or _course(run.mode)


def _claim(row: Enrolment, shared: posting.ClaimFacts, present: attendance.Presence) -> posting.ClaimFacts:
    mode = Mode.LIVE if row.kind == EnrolmentKind.VIEWER else Mode(shared.mode or "")
    return replace(
        shared,
        hours=attendance.hours_attended(
            shared.hours or Decimal(0), minutes=present.minutes, scheduled=shared.minutes or 0
        ),
        person_id=row.person_id,
        mode=str(mode),
        attended_minutes=present.minutes,
        absent_half_days=present.absent_half_days,
        # A run records no examination yet: who completed it has passed. A gate that asks for it must not keep the run open.
        passed=attendance.has_completed(minutes=present.minutes, scheduled=shared.minutes or 0),
    )


def _claim_if_present(run: Run, person_id: int) -> posting.ClaimFacts:
    shared = _shared(run, sorted(run.sessions.all(), key=lambda session: (session.starts_at, session.pk)))
    return replace(
        shared,
        person_id=person_id,
        attended_minutes=shared.minutes,
        absent_half_days=0,
        passed=True,
        declared_on=run.ends_on,
    )


def _said(run: Run, person_ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return what the claims of these persons that are kept say of how they were handed in."""
    kept = ledger.claims_of(person_ids).filter(key=claim_key(run.pk)).order_by("revision")
    return {claim.person_id: {name: getattr(claim, name) for name in HANDED_IN} for claim in kept}


def _course(mode: str) -> Activity:
    return Activity.CLASS if mode == Mode.ON_SITE else Activity.ONLINE_COURSE


def _shared(run: Run, sessions: list[Session]) -> posting.ClaimFacts:
    version, base = run.version, run.programme.base
    is_one_day = run.starts_on == run.ends_on
    return posting.ClaimFacts(
        person_id=0,
        key=claim_key(run.pk),
        # A programme counts once in a cycle where the rulebook says so, whichever of its runs it was.
        item=f"programme:{run.programme.code}",
        title=version.title,
        provider=run.provider,
        provider_organisation_id=base.pk,
        provider_since=run.provider_since,
        provider_until=run.provider_until,
        # Who teaches is recognised, not where the room is: a class that a base of Nanjing holds in Suzhou is one of Nanjing.
        provider_region=base.region_id,
        organiser="base",
        approval_number=version.approval_number,
        approved_on=version.approved_on,
        activity=str(activity_of(run)),
        category=version.category,
        level=version.level,
        mode=run.mode,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        # The clock of a run over several days runs at night too: it would overlap with everything.
        starts_at=timezone.localtime(sessions[0].starts_at) if is_one_day else None,
        ends_at=timezone.localtime(sessions[-1].ends_at) if is_one_day else None,
        hours=hours.to_decimal(version.hours),
        minutes=sum(session.minutes for session in sessions),
    )
