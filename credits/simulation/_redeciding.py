"""Those whose hours a simulation changes are decided again, once the version is law."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from credits import posting
from credits.enums import RulebookStatus, WorkState
from credits.models import Redecision, Simulation, SimulationChunk
from learning.accounts.models import User
from learning.errors import Refusal
from learning.work import in_turn, put_off, traced

log = logging.getLogger(__name__)

CHUNKS_A_TICK = 20


class NotLookedAt(Refusal):
    """Nobody moves hours without having seen whose."""

    sentence = _(
        "Nobody has opened the result of this simulation yet. Look at who is concerned before hours are decided again."
    )


class NotPublishedAsTried(Refusal):
    """What is applied is what was seen."""

    sentence = _(
        "“%(code)s” is not in force as it was tried here. Publish it first; if it was changed or begins on another day, run the simulation again."
    )


class AlreadyRedecided(Refusal):
    """Once is enough."""

    sentence = _("Those whom this simulation concerns are being decided again, or have been.")


class NothingToRedecide(Refusal):
    """Nobody's hours change."""

    sentence = _(
        "This simulation changes nobody's hours: what is asked for changes by itself once the version is in force."
    )


@transaction.atomic
def redecide(*, simulation: Simulation, reason: str, by: User, at: datetime) -> Redecision:
    """
    Order that those whose hours the simulation changes be decided again. The sweep does it, and nobody else is touched.

    :raises ReasonMissing: if nobody says why
    :raises NotLookedAt: if nobody opened the result
    :raises NotPublishedAsTried: if the version is no law, or not as it was tried
    :raises NothingToRedecide: if nobody's hours change
    :raises AlreadyRedecided: if that was ordered before
    """
    kept = Simulation.objects.select_for_update(of=("self",)).select_related("version").get(pk=simulation.pk)
    if not reason.strip():
        raise posting.ReasonMissing
    if kept.state != WorkState.DONE or kept.seen_at is None:
        raise NotLookedAt
    if kept.version.status != RulebookStatus.PUBLISHED or kept.version.digest != kept.digest:
        raise NotPublishedAsTried(code=kept.version.code)
    if Redecision.objects.filter(simulation=kept).exists():
        raise AlreadyRedecided
    if not (people := people_to_redecide(kept)):
        raise NothingToRedecide
    return Redecision.objects.create(simulation=kept, reason=reason.strip(), by=by, at=at, total=people, not_before=at)


def people_to_redecide(simulation: Simulation) -> int:
    """Return of how many records the simulation changes the hours."""
    chunks = SimulationChunk.objects.filter(simulation=simulation).values_list("records", flat=True)
    return sum(map(len, chunks.iterator()))


def redecide_due(*, at: datetime) -> int:
    """Go on with the redecisions that were ordered, each chunk in a transaction of its own; return how many chunks were done."""
    due = Redecision.objects.filter(state=WorkState.WAITING, not_before__lte=at)
    return in_turn(due, partial(_step, at=at), most=CHUNKS_A_TICK)


def _step(pk: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            # Whoever holds the row is at it.
            rows = Redecision.objects.select_for_update(skip_locked=True, of=("self",))
            order = rows.filter(pk=pk, state=WorkState.WAITING, not_before__lte=at).first()
            return order is not None and _redecide_chunk(order, at=at)
    except Exception as error:
        log.error("redecision %s: %s", pk, traced(error))
        put_off(Redecision, pk, error, at=at, failed=WorkState.FAILED)
        return False


def _redecide_chunk(order: Redecision, *, at: datetime) -> bool:
    chunk = SimulationChunk.objects.filter(simulation=order.simulation_id, lines=None).order_by("pk").first()
    if chunk is None:
        order.state, order.finished_at, order.last_error = WorkState.DONE, at, ""
        order.save(update_fields=["state", "finished_at", "last_error"])
        return False
    found = posting.redecide(
        person_ids=chunk.records,
        families=chunk.families,
        reason=order.reason,
        by=order.by,
        at=max(at, order.at),
        origin=f"simulation:{order.simulation_id}",
    )
    SimulationChunk.objects.filter(pk=chunk.pk).update(lines=found.lines)
    Redecision.objects.filter(pk=order.pk).update(
        done=F("done") + len(chunk.records), lines=F("lines") + found.lines, moved=F("moved") + found.people
    )
    return True
