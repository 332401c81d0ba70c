"""What a calendar keeps of runs: their sessions, also those of cancelled runs, so that a calendar can strike them out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet

from seminars.enums import RunState
from seminars.models import Programme, Run, Session

_KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One session, or a whole run without sessions (`starts` and `ends` are days then, the last one exclusive)."""

    key: str
    run_id: int
    number: int
    title: str
    session: str
    base: str
    place: str
    starts: datetime | date
    ends: datetime | date
    # How often it was changed: a calendar takes the entry with more changes for the newer one.
    changes: int
    changed_at: datetime
    is_cancelled: bool


def calendar(*, programmes: QuerySet[Programme], on: date, only: int | None = None) -> list[CalendarEntry]:
    """Return the entries of the runs of `programmes` that ended less than 30 days before `on`; `only` names one run."""
    held = Run.objects.filter(programme__in=programmes, ends_on__gte=on - _KEPT)
    return _calendar(held.filter(pk=only) if only else held)


def calendar_of(*, run_ids: Collection[int], on: date) -> list[CalendarEntry]:
    """Return the entries of those of the runs `run_ids` that ended less than 30 days before `on`."""
    return _calendar(Run.objects.filter(pk__in=run_ids, ends_on__gte=on - _KEPT))


def _calendar(held: QuerySet[Run]) -> list[CalendarEntry]:
    found = list(held.select_related("version", "programme__base", "region").order_by("starts_on", "pk"))
    sessions: dict[int, list[Session]] = {}
    for session in _sessions(found):
        sessions.setdefault(session.run_id, []).append(session)
    return [entry for run in found for entry in _entries(run, sessions.get(run.pk, []))]


def _sessions(found: list[Run]) -> QuerySet[Session]:
    counted = Session.objects.filter(run__in=found).annotate(filed=Count("changes"), filed_at=Max("changes__filed_at"))
    return counted.order_by("starts_at", "pk")


def _entries(run: Run, sessions: list[Session]) -> list[CalendarEntry]:
    if not sessions:
        return [_entry(run, key=f"run-{run.pk}", starts=run.starts_on, ends=run.ends_on + timedelta(days=1))]
    return [
        _entry(
            run,
            key=f"session-{session.pk}",
            session=session,
            starts=session.starts_at,
            ends=session.ends_at,
        )
        for session in sessions
    ]


def _entry(
    run: Run, *, key: str, starts: datetime | date, ends: datetime | date, session: Session | None = None
) -> CalendarEntry:
    is_cancelled = run.state == RunState.CANCELLED
    filed = getattr(session, "filed", 0)
    filed_at = getattr(session, "filed_at", None) or run.opened_at
    return CalendarEntry(
        key=key,
        run_id=run.pk,
        number=run.number,
        title=run.version.title,
        session=session.title if session else "",
        base=run.programme.base.name,
        place=" ".join(part for part in (run.region.name, run.place, session.room if session else "") if part),
        starts=starts,
        ends=ends,
        changes=filed + is_cancelled,
        changed_at=max(filed_at, run.closed_at) if is_cancelled and run.closed_at else filed_at,
        is_cancelled=is_cancelled,
    )
