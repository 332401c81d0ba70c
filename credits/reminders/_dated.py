"""
Dated kinds: told so many days before a day, by a sweep that asks each source what is due.

What is due on a holiday is told on the last working day before it; that something is over, on the first one after it. A sweep that was
away for days, or somebody who came late, is told at the nearest step: once, not once a step that was missed. What happened, on no day known
before, is told from where planning of the kind had come: after an outage of weeks, too, but nothing older than `LONGEST`.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from credits.models import Reminder, SharedFacts, SweepPlace
from credits.models.rows import array, copy, next_ids
from credits.reminders import _kinds, _planning
from credits.reminders._kinds import Kind
from credits.reminders._sources import Due, Query, Source, Span, source
from learning.work import traced
from learning.workdays import last_working_day, next_working_day

log = logging.getLogger(__name__)

# What is told after its day is made up for so long: a first step after the day tells nobody of what was over last year.
AFTERWARDS = timedelta(days=14)
# What is written down is seen by others when its transaction ends: a sweep looks again at so much; and a new kind tells of no more.
OVERLAP = timedelta(days=3)
# Older things are not told by a sweep that comes back: nobody waits for them any more, and the inbox would be full of them.
LONGEST = timedelta(days=90)
_LOCK = 7_205_311


def plan_dated(*, at: datetime, only: str = "") -> int:
    """Plan what each kind with a source that a sweep asks (or the kinds of the source `only`) has to say today; return how many were new."""
    return planned_and_left(at=at, only=only)[0]


def planned_and_left(*, at: datetime, only: str = "") -> tuple[int, set[str]]:
    """Plan as `plan_dated` does; return how many were new, and the sources of the kinds that failed or that another sweep is planning."""
    new, left = 0, set()
    for kind in _kinds.in_force().values():
        if only in ("", kind.source) and source(kind.source).dues:
            planned = _tried(kind, at=at)
            new += planned or 0
            left |= {kind.source} if planned is None else set()
    return new, left


def due_today(kind: Kind, *, at: datetime) -> Query | Sequence[Due]:
    """Return what `kind` would look at today, told or not."""
    given = source(kind.source)
    assert given.dues
    return given.dues(_span(kind, given, at))


def step_of(kind: Kind, on: date, today: date) -> int | None:
    """Return the nearest of the steps of `kind` whose time has come for something on a day, None if none has."""
    return next((days for days in kind.offsets if _from(today, days) <= on <= _until(today, days)), None)


def _tried(kind: Kind, *, at: datetime) -> int | None:
    try:
        return _plan(kind, at=at)
    except Exception as error:
        # One kind that fails must not stop the others. What the database says may quote a row: it is not logged.
        log.error("kind %s could not be planned: %s", kind.code, traced(error))
        return None


def _plan(kind: Kind, *, at: datetime) -> int | None:
    with transaction.atomic(), connection.cursor() as cursor:
        # A second sweep leaves to the first what it is planning already.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, kind.code])
        if not cursor.fetchone()[0]:
            return None
        if not _is_time(kind, timezone.localdate(at)):
            return 0
        dues = due_today(kind, at=at)
        planned = _insert(kind, dues, at=at) if isinstance(dues, Query) else _listed(kind, dues, at=at)
        _note(kind, at)
        return planned


def _since(kind: Kind, at: datetime) -> datetime:
    """Return from when on `kind` is to look at what happened."""
    place = SweepPlace.objects.filter(name=_place(kind)).first()
    come = min(datetime.fromtimestamp(place.after, UTC), at) if place else at
    return max(come - OVERLAP, at - LONGEST)


def _note(kind: Kind, at: datetime) -> None:
    """Note that `kind` has told of all that happened until `at`; rolled back with what was planned."""
    if not source(kind.source).has_day:
        SweepPlace.objects.update_or_create(name=_place(kind), defaults={"after": int(at.timestamp())})


def _place(kind: Kind) -> str:
    return f"since.{kind.code}"[:30]


def _is_time(kind: Kind, today: date) -> bool:
    """Say whether a source is to be asked: of those asked once a day, that it was not yet, and note it."""
    return not source(kind.source).is_daily or is_first_today(f"kind.{kind.code}", today=today)


def is_first_today(name: str, *, today: date) -> bool:
    """Say whether it is asked for the first time today whether `name` was done, and note it; rolled back with what was to be done."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=name[:30], defaults={"after": 0})
    if place.after >= today.toordinal():
        return False
    SweepPlace.objects.filter(pk=place.pk).update(after=today.toordinal())
    return True


def _span(kind: Kind, given: Source, at: datetime) -> Span:
    today = timezone.localdate(at)
    if not given.has_day:
        return Span(first=today, last=today, at=at, since=_since(kind, at))
    return Span(first=_from(today, kind.offsets[0]), last=_until(today, kind.offsets[-1]), at=at, since=at - OVERLAP)


def _from(today: date, days: int) -> date:
    """Return the first day that is told of today, `days` before it: what is over is told by steps after the day alone."""
    return today if days >= 0 else today + timedelta(days=days) - AFTERWARDS


def _until(today: date, days: int) -> date:
    """Return the last day that is told of today, `days` before it: with a holiday ahead, what would fall into it, too; what is over waits for its end."""
    if days < 0:
        return last_working_day(today) + timedelta(days=days)
    return next_working_day(today) + timedelta(days=days - 1)


def _listed(kind: Kind, dues: Sequence[Due], *, at: datetime) -> int:
    if not source(kind.source).has_day:
        return _planning.plan_of(dues=dues, kind=kind, at=at)
    today = timezone.localdate(at)
    by_step: dict[int, list[Due]] = {}
    for due in dues:
        assert due.on
        if (step := step_of(kind, due.on, today)) is not None:
            by_step.setdefault(step, []).append(due)
    return sum(_planning.plan_of(dues=found, kind=kind, step=step, at=at) for step, found in sorted(by_step.items()))


def _insert(kind: Kind, dues: Query, *, at: datetime) -> int:
    """Write down everybody's reminder in one statement; the channels follow by `spread_due`."""
    ids = next_ids(SharedFacts, len(dues.shared))
    try:
        with transaction.atomic():
            made = _inserted(kind, _statement(kind, dues, at=at, shared=ids), at=at)
    except IntegrityError:
        # Nearly never, for no other sweep plans this kind now: somebody told one of these a moment ago. To look out for that costs a fifth more.
        made = _inserted(
            kind, _statement(kind, dues, at=at, shared=ids), at=at, conflict="ON CONFLICT (key) DO NOTHING"
        )
    # Only what somebody is told: a sweep that finds nothing new leaves nothing.
    told = zip(ids, dues.shared, strict=True)
    copy(SharedFacts, [{"id": pk, "facts": dict(facts)} for pk, facts in told if pk in made])
    return int(sum(made.values()))


def _inserted(kind: Kind, told: tuple[str, list[Any]], *, at: datetime, conflict: str = "") -> dict[int | None, int]:
    """Insert the rows of a statement, and return how many of them share which facts."""
    statement, values = told
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (INSERT INTO {Reminder._meta.db_table} "  # noqa: S608  (no value is in it)
            "(key, person_id, kind, version_id, anchor, facts, shared_id, created_at, is_spread) "
            f"SELECT key, person_id, %s, %s, anchor, facts, shared_id, %s, false FROM ({statement}) AS told {conflict} "
            "RETURNING shared_id) SELECT shared_id, count(*) FROM made GROUP BY 1",
            [kind.code, kind.version_id, at, *values],
        )
        return dict(cursor.fetchall())


def count_today(kind: Kind, *, at: datetime) -> int:
    """Return how many would be told by `kind` today who were not told yet."""
    dues = due_today(kind, at=at)
    if not isinstance(dues, Query):
        return _count_listed(kind, dues, at=at)
    statement, values = _statement(kind, dues, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement}) AS told", values)  # noqa: S608  (no value is in it)
        return int(cursor.fetchone()[0])


def _count_listed(kind: Kind, dues: Sequence[Due], *, at: datetime) -> int:
    today, has_day = timezone.localdate(at), source(kind.source).has_day
    keys = set()
    for due in dues:
        step = step_of(kind, due.on, today) if has_day and due.on else None
        if kind.flags <= due.flags and (step is not None or not has_day):
            keys.add(_planning.key_of(kind, due, step=step))
    return len(keys) - Reminder.objects.filter(key__in=keys).count()


def _statement(kind: Kind, dues: Query, *, at: datetime, shared: Sequence[int] = ()) -> tuple[str, list[Any]]:
    """Return the statement of the rows that are not told yet, and its values; `shared` are the keys of the facts that many share."""
    today = timezone.localdate(at)
    # Which step has come, as the end of the key; of a source without days there is but one.
    step, steps, facts, days_left = "''", [], "due.facts", []
    if source(kind.source).has_day:
        step = f"CASE {' '.join('WHEN due.on_day BETWEEN %s::date AND %s::date THEN %s' for _step in kind.offsets)} END"
        steps = [part for days in kind.offsets for part in (_from(today, days), _until(today, days), f":{days}")]
        if not dues.shared:
            facts, days_left = "due.facts || jsonb_build_object('days_left', due.on_day - %s::date)", [today]
    key_of = "(%s::bigint[])[due.shared + 1]" if shared else "NULL::bigint"
    return (
        f"SELECT keyed.key, due.person_id, due.anchor, {facts} AS facts, {key_of} AS shared_id "  # noqa: S608  (the sources are code)
        f"FROM ({dues.sql}) AS due CROSS JOIN LATERAL (SELECT %s || due.key || {step} AS key) AS keyed "
        f"WHERE keyed.key IS NOT NULL AND due.flags @> %s::text[] "
        f"AND NOT EXISTS (SELECT FROM {Reminder._meta.db_table} AS known WHERE known.key = keyed.key)",
        [*days_left, *([array(shared)] if shared else []), *dues.values, f"{kind.code}:", *steps, list(kind.flags)],
    )
