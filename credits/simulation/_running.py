"""Order a simulation, and work through it slice by slice."""

import json
import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import policy, recount
from credits.enums import RulebookStatus, StandingState, WorkState
from credits.models import RulebookVersion, Simulation, SimulationCell, SimulationChunk, SimulationFlip
from credits.models.rows import copy, insert
from credits.simulation._trying import Outcome, trial_of, tried
from learning.accounts.models import Region, User
from learning.errors import Refusal
from learning.work import put_off, traced

log = logging.getLogger(__name__)

SLICES_A_TICK = 10  # then others have their turn
# Whoever works at it has it for so long; a worker that was killed is followed by another then.
LEASE = timedelta(minutes=5)
PEOPLE_A_CHUNK = 200
GROUP = ["cycle_starts_on", "cycle_ends_before", "city", "series", "career", "employer_kind", "before", "after"]
FLIPPED = {StandingState.MET.value, StandingState.SHORT.value}
ADDED = f"""
(simulation_id, {", ".join(GROUP)}) DO UPDATE SET standings = credits_simulationcell.standings + EXCLUDED.standings,
 missing_before = credits_simulationcell.missing_before + EXCLUDED.missing_before,
 missing_after = credits_simulationcell.missing_after + EXCLUDED.missing_after
"""


class NothingToTry(Refusal):
    """Only a draft is tried: what was published holds already."""

    sentence = _("“%(title)s” (%(code)s) is published. Write a draft and try that.")


def start(
    *, version: RulebookVersion, by: User | None, at: datetime, region: Region | None = None, since: date | None = None
) -> Simulation:
    """
    Order a trial of a draft on the ledger, or on the people of `region`. The sweep does it.

    `since` tries it as if it had begun on that day. A draft that begins in the future is otherwise tried from the first day of this year:
    nobody has learned anything under it yet.

    :raises NothingToTry: if it is no draft
    """
    if version.status != RulebookStatus.DRAFT:
        raise NothingToTry(title=version.title, code=version.code)
    today = timezone.localdate(at)
    body = body_since(version, since, today=today)
    return Simulation.objects.create(
        version=version,
        body=body,
        digest=policy.read_version(body, name=version.code).digest,
        region=region,
        today=today,
        asked_by=by,
        asked_at=at,
        total=_people(region, today),
        not_before=at,
    )


def body_since(version: RulebookVersion, since: date | None, *, today: date) -> dict[str, Any]:
    """Return the text of `version`, beginning on `since`; where that is not said and it begins in the future, this year."""
    if since is None and version.effective_from and version.effective_from > today:
        since = today.replace(month=1, day=1)
    body = version.body if isinstance(version.body, dict) else json.loads(version.body)
    return body if since is None else {**body, "since": since.isoformat()}


def run_due(*, at: datetime) -> int:
    """Go on with the simulations that were ordered, each slice in a transaction of its own; return how many slices were done."""
    due = Simulation.objects.filter(state=WorkState.WAITING, not_before__lte=at).order_by("not_before", "pk")
    return sum(_go_on(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:SLICES_A_TICK]))


def _go_on(pk: int, *, at: datetime) -> int:
    mine = Simulation.objects.filter(pk=pk, state=WorkState.WAITING, not_before__lte=at)
    if not mine.update(not_before=at + LEASE):
        return 0
    simulation, done = Simulation.objects.select_related("version__scope_region", "region").get(pk=pk), 0
    try:
        for cut, outcome in _outcomes(simulation):
            _keep(simulation, cut, outcome)
            done += 1
            if done == SLICES_A_TICK:
                Simulation.objects.filter(pk=pk).update(not_before=at)
                return done
        Simulation.objects.filter(pk=pk).update(state=WorkState.DONE, finished_at=at, last_error="")
    except Exception as error:
        log.error("simulation %s: %s", pk, traced(error))
        put_off(Simulation, pk, error, at=at, failed=WorkState.FAILED)
    return done


def _outcomes(simulation: Simulation) -> Iterator[tuple[recount.Cut, Outcome]]:
    trial = trial_of(simulation.version, simulation.body, today=simulation.today)
    path = simulation.region.path if simulation.region else ""
    for cut in recount.slices(after=simulation.after):
        yield cut, tried(recount.read(recount.people_in(cut, path=path, today=simulation.today)), trial)


@transaction.atomic
def _keep(simulation: Simulation, cut: recount.Cut, outcome: Outcome) -> None:
    """Write down what a slice shows, and that it is done: both or neither, and once."""
    row = Simulation.objects.select_for_update().get(pk=simulation.pk)
    # Somebody else was here, since the lease ran out: what they wrote stays.
    if row.after >= cut.first:
        return
    found = outcome.standings.rename({"state_before": "before", "state_after": "after"})
    insert(SimulationCell, _cells(row, found), on_conflict=ADDED)
    copy(SimulationFlip, _flips(row, found))
    copy(SimulationChunk, _chunks(row, outcome.moved))
    row.after, row.done = cut.before - 1, row.done + outcome.people
    row.concerned += len({*found["person"], *outcome.moved["record"]})
    row.save(update_fields=["after", "done", "concerned"])


def _cells(row: Simulation, found: pl.DataFrame) -> list[dict[str, Any]]:
    told = found.with_columns(
        pl.col("before", "after").fill_null(""), pl.col("missing_before", "missing_after").fill_null(0)
    )
    sums = {"missing_before": pl.col("missing_before").sum(), "missing_after": pl.col("missing_after").sum()}
    cells = told.group_by(GROUP).agg(standings=pl.len(), **sums).sort(GROUP)
    return [{"simulation_id": row.pk, **cell} for cell in cells.iter_rows(named=True)]


def _flips(row: Simulation, found: pl.DataFrame) -> list[dict[str, Any]]:
    known = pl.col("before").is_in(FLIPPED) & pl.col("after").is_in(FLIPPED)
    flipped = found.filter(known & (pl.col("before") != pl.col("after"))).rename({"person": "person_id"})
    return [{"simulation_id": row.pk, **flip} for flip in flipped.iter_rows(named=True)]


def _chunks(row: Simulation, moved: pl.DataFrame) -> list[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for record, families in moved.iter_rows():
        groups.setdefault(tuple(families), []).append(record)
    return [
        {"simulation_id": row.pk, "families": list(families), "records": records[first : first + PEOPLE_A_CHUNK]}
        for families, records in sorted(groups.items())
        for first in range(0, len(records), PEOPLE_A_CHUNK)
    ]


def _people(region: Region | None, today: date) -> int:
    """Return how many records that concerns: those that the slices will count."""
    if region is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_person")
            return int(cursor.fetchone()[0])
    return sum(len(recount.people_in(cut, path=region.path, today=today).also) for cut in recount.slices())
