"""Lanes: processes that take the steps of a filling, one after the other; any number of them at once."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cms.management.province.filling import (
    _alone,
    _notices,
    _organisations,
    _people,
    _planned,
    _programmes,
    _runs,
    _sweeps,
)
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan, steps
from cms.models import DemoFilling, DemoStep

Say = Callable[[str], object]
# Two lanes, or a lane and a sweep, may block each other; the database lets one go on, and the other tries again.
TRIES = 5


@transaction.atomic
def begin(*, seed: int, scale: float, at: datetime) -> DemoFilling:
    """Write down the steps of the filling, or return the one that was begun."""
    # A second lane that starts at the same moment waits here, and finds what the first began.
    _lock()
    if known := DemoFilling.objects.order_by("pk").first():
        return known
    filling = DemoFilling.objects.create(seed=seed, scale=scale, begun_at=at)
    DemoStep.objects.bulk_create(
        DemoStep(
            filling=filling,
            number=number,
            stage=step.stage,
            deed=step.deed,
            subject=step.subject,
            part=step.part,
            weight=step.weight,
        )
        for number, step in enumerate(steps(_plan(filling)), start=1)
    )

    return filling


def go_on(filling: DemoFilling, *, say: Say) -> None:
    """Take steps until none is left."""
    plan = _plan(filling)
    while (stage := _stage(filling)) is not None:
        if not _take(filling, plan, stage, say=say):
            time.sleep(0.3)  # the last steps of the stage are in other hands
    DemoFilling.objects.filter(pk=filling.pk, ended_at=None).update(ended_at=timezone.now())


def _plan(filling: DemoFilling) -> Plan:
    return Plan(seed=filling.seed, scale=filling.scale, begun_at=filling.begun_at)


def _stage(filling: DemoFilling) -> int | None:
    return (
        DemoStep.objects.filter(filling=filling, done_at=None).order_by("stage").values_list("stage", flat=True).first()
    )


def _take(filling: DemoFilling, plan: Plan, stage: int, *, say: Say) -> bool:
    for _try in range(TRIES - 1):
        try:
            return _done(filling, plan, stage, say=say)
        except OperationalError as error:
            say(f"  {error}".strip())
    return _done(filling, plan, stage, say=say)


@transaction.atomic
def _done(filling: DemoFilling, plan: Plan, stage: int, *, say: Say) -> bool:
    """Do one free step of `stage` with its mark, and return whether there was one."""
    free = DemoStep.objects.select_for_update(skip_locked=True).filter(filling=filling, stage=stage, done_at=None)
    step = free.order_by("number").first()
    if step is None:
        return False
    began = time.perf_counter()
    _do(plan, step)
    step.done_at, step.seconds = timezone.now(), time.perf_counter() - began
    step.save(update_fields=["done_at", "seconds"])
    say(f"  {step.number:3} {step} {step.seconds:.1f} s")

    return True


def _do(plan: Plan, step: DemoStep) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "organisations": lambda: _begin(plan),
        "notices": lambda: _notices.write(plan),
        "programmes": lambda: _programmes.teach(plan, _base(plan, step)),
        "people": lambda: _people.settle(plan, step.subject, step.part),
        "coming": lambda: _runs.announce(plan, _base(plan, step)),
        "closed": lambda: _runs.close_one(plan, _base(plan, step), step.part),
        "completions": lambda: _alone.complete(plan, _base(plan, step)),
        "sweeps": lambda: _sweeps.sweep(plan),
    }
    deeds[step.deed]()


def _begin(plan: Plan) -> None:
    _organisations.make(plan)
    _planned.plan_ahead(plan)


def _base(plan: Plan, step: DemoStep) -> BasePlan:
    return next(base for base in plan.bases if base.key == step.subject)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('demo filling', 0))")
