"""What is asked of whom, what was handed in, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from seminars import attendance
from seminars.deliverables._asking import held, of
from seminars.enums import EnrolmentKind, EnrolmentState, HandedInState, RunState
from seminars.models import Deliverable, Enrolment, HandedIn, Run

MISSING = "MISSING"  # of somebody who has handed in nothing yet


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One enrolment that has something to hand in: what, until when, and what was handed in last."""

    enrolment: Enrolment
    deliverable: Deliverable
    last: HandedIn | None
    first_at: datetime | None

    @property
    def due_on(self) -> date:
        """Return the day by which it is due."""
        return self.deliverable.due_on(self.enrolment.run.ends_on)

    @property
    def state(self) -> str:
        """Return the state of what was handed in last, or `MISSING`."""
        return self.last.state if self.last else MISSING

    @property
    def is_open(self) -> bool:
        """Say whether the person has still to do something."""
        return self.state in {MISSING, HandedInState.RETURNED}

    @property
    def is_late(self) -> bool:
        """Say whether the first one came after the day."""
        return self.first_at is not None and timezone.localdate(self.first_at) > self.due_on

    def is_overdue(self, on: date) -> bool:
        """Say whether it should be there on a day, and is not."""
        return self.is_open and on > self.due_on


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many of a run have handed in what it asks for."""

    missing: int = 0
    waiting: int = 0
    returned: int = 0
    accepted: int = 0

    @property
    def people(self) -> int:
        """Return of how many it is asked."""
        return self.missing + self.waiting + self.returned + self.accepted

    @property
    def not_accepted(self) -> int:
        """Return how many get no certificate yet."""
        return self.people - self.accepted


def page(run: Run, *, state: str = "", after: int | None = None, size: int) -> tuple[list[Asked], int | None]:
    """Return one page of those of whom `run` asks something, below the rank `after`, and the rank to go on from; of one state, if named."""
    asked = of(run)
    if asked is None:
        return [], None
    rows = _with_last(Enrolment.objects.filter(_asks(), run=run)).filter(rank__gt=after or 0).order_by("rank")
    if state:
        rows = rows.filter(last_state=state)
    found = list(rows[: size + 1])
    for row in found:
        row.run = run
    return _asked(found[:size], {run.pk: asked}), (found[size - 1].rank if len(found) > size else None)


def counts(run: Run) -> Counts:
    """Return how many of `run` are in each state."""
    return counts_of_each([run])[run.pk]


def counts_of_each(runs: Collection[Run]) -> dict[int, Counts]:
    """Return how many of each of `runs` are in each state."""
    rows = _with_last(Enrolment.objects.filter(_asks(), run__in=[run.pk for run in runs])).order_by()
    found: dict[int, dict[str, int]] = {run.pk: {} for run in runs}
    for run, state, number in rows.values_list("run", "last_state").annotate(number=Count("pk")):
        found[run][state.lower()] = number
    return {run: Counts(**numbers) for run, numbers in found.items()}


def asked_of(person_ids: Collection[int]) -> list[Asked]:
    """Return what is asked of one human, whose records these are, in runs that were not cancelled, what is due first at the top."""
    rows = Enrolment.objects.filter(_asks(), person__in=person_ids, run__deliverable__isnull=False)
    found = list(_with_last(rows).select_related("run__version", "run__programme__base", "run__deliverable"))
    asked = _asked(found, {row.run_id: held(row.run) for row in found})
    return sorted(asked, key=lambda one: (one.due_on, one.enrolment.pk))


def history(enrolment: Enrolment) -> QuerySet[HandedIn]:
    """Return what was handed in for `enrolment`, the last one first."""
    return HandedIn.objects.filter(enrolment=enrolment).select_related("decided_by").order_by("-number")


def settled_people(run: Run) -> set[int] | None:
    """Return the people whose work for `run` was accepted for good, see `settle`; None where it asks for nothing."""
    if of(run) is None:
        return None
    accepted = HandedIn.objects.filter(enrolment__run=run, state=HandedInState.ACCEPTED, settled_at__isnull=False)
    return set(accepted.values_list("enrolment__person", flat=True))


def last_states(run: Run) -> dict[int, str]:
    """Return by person what became of what they handed in for `run`; who handed in nothing is `MISSING`."""
    rows = _with_last(attendance.on_roster(run)).values_list("person", "last_state")
    found: dict[int, str] = {}
    for person, state in rows:
        # Who also watched the stream hands in once.
        if found.get(person, MISSING) == MISSING:
            found[person] = state
    return found


def to_settle() -> QuerySet[HandedIn]:
    """Return what was accepted in runs that are closed, where nobody has looked yet whether a certificate is due by it."""
    return HandedIn.objects.filter(state=HandedInState.ACCEPTED, settled_at=None, enrolment__run__state=RunState.CLOSED)


def due_between(first: date, last: date) -> QuerySet[Enrolment]:
    """Return the enrolments that still have to hand in what is due from a day to a day, with that day as `due_on`."""
    by_days = ExpressionWrapper(F("run__ends_on") + F("run__deliverable__days"), output_field=DateField())
    rows = Enrolment.objects.filter(_asks(), run__deliverable__isnull=False).annotate(
        # Without an extension it is the other one.
        due_on=Greatest("run__deliverable__extended_to", by_days)
    )
    open_ones: QuerySet[Enrolment] = _with_last(rows.filter(due_on__range=(first, last))).filter(
        last_state__in=[MISSING, HandedInState.RETURNED]
    )
    return open_ones.select_related("run__version", "run__deliverable").order_by("pk")


def _asks() -> Q:
    """
    Return what holds of enrolments that have something to hand in where their run asks for it, as `attendance.on_roster` has it.

    Of two enrolments of one person (who also watched the stream) by one alone: people hand in once.
    """
    counts_there = Q(kind=EnrolmentKind.PARTICIPANT) | Q(run__version__viewers_earn_hours=True)
    return counts_there & Q(state=EnrolmentState.ADMITTED) & ~Q(run__state=RunState.CANCELLED) & ~_stands_aside()


def _stands_aside() -> Q:
    """Return what holds of an enrolment by which nothing came, where the same person handed in by another one or has the place of a participant."""
    mine = HandedIn.objects.filter(enrolment=OuterRef("pk"))
    others = Enrolment.objects.filter(
        run=OuterRef("run"), person=OuterRef("person"), state=EnrolmentState.ADMITTED
    ).exclude(pk=OuterRef("pk"))
    takes_part = Q(kind=EnrolmentKind.VIEWER) & Q(Exists(others.filter(kind=EnrolmentKind.PARTICIPANT)))
    return Q(~Exists(mine)) & (takes_part | Q(Exists(others.filter(handed_in__isnull=False))))


def _with_last(rows: Any) -> Any:
    last = HandedIn.objects.filter(enrolment=OuterRef("pk")).order_by("-number")
    return rows.annotate(last_state=Coalesce(Subquery(last.values("state")[:1]), Value(MISSING)))


def _asked(rows: Iterable[Enrolment], deliverables: dict[int, Deliverable]) -> list[Asked]:
    rows = list(rows)
    found: dict[int, list[HandedIn]] = {}
    for one in HandedIn.objects.filter(enrolment__in=[row.pk for row in rows]).order_by("enrolment", "number"):
        found.setdefault(one.enrolment_id, []).append(one)
    return [
        Asked(
            enrolment=row,
            deliverable=deliverables[row.run_id],
            last=found[row.pk][-1] if row.pk in found else None,
            first_at=found[row.pk][0].first_handed_in_at if row.pk in found else None,
        )
        for row in rows
    ]
