"""Who of a closed run can be issued a certificate together with others, and what stands in the way of the rest."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from credits import certificates
from learning.accounts.models import User
from seminars import attendance, deliverables
from seminars.closing import _certificates
from seminars.enums import HandedInState
from seminars.models import Enrolment, Run


class Obstacle(StrEnum):
    """Why somebody gets no certificate."""

    NOT_COMPLETED = "NOT_COMPLETED"
    NO_HOURS = "NO_HOURS"
    MISSING = "MISSING"
    WAITING = "WAITING"
    RETURNED = "RETURNED"
    ENDED = "ENDED"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody on the roster: what can be issued, or why it cannot; and what was ordered before."""

    enrolment: Enrolment
    order: certificates.Order | None
    obstacle: Obstacle | None
    ordered: certificates.Ordered | None


def candidates(run: Run) -> list[Candidate]:
    """Return everybody on the roster of `run`, which is closed, in their order; who also watched the stream stands there once."""
    rows = {row.person_id: row for row in reversed(attendance.on_roster(run))}
    claims = _certificates.claimed(run)
    due = {one.person_id: one for one in _certificates.counted(run, claims)}
    passed = {claim.person_id for claim in claims if claim.passed}
    before = certificates.ordered(_certificates.certificate_key(run.pk, ""))
    handed_in = deliverables.last_states(run) if deliverables.of(run) else {}
    found = []
    for person, row in sorted(rows.items(), key=lambda one: one[1].rank):
        obstacle = _obstacle(
            before.get(person), handed_in.get(person), has_passed=person in passed, is_due=person in due
        )
        order = None if obstacle else _ordered_before(due[person], before.get(person))
        found.append(Candidate(enrolment=row, order=order, obstacle=obstacle, ordered=before.get(person)))
    return found


def chosen(run: Run, people: Collection[int]) -> list[certificates.Order]:
    """Return what can be issued to those of `people`."""
    if not people:
        return []
    return [one.order for one in candidates(run) if one.order and one.order.person_id in people]


@transaction.atomic
def issue_together(*, run: Run, people: Collection[int], name: str, by: User, at: datetime) -> int:
    """
    Have the certificates of `run`, which is closed, issued to those of `people` to whom they can be, and return the key of the batch.

    What was accepted stays accepted from then on.

    :raises certificates.NobodyChosen: if there are none
    """
    _certificates.hold(run)
    there = set(attendance.on_roster(run).filter(person__in=people).values_list("person", flat=True))
    deliverables.settle(run=run, people=there, at=at)
    _certificates.hold_hours(there)
    orders, base = chosen(run, there), run.programme.base
    return certificates.issue_together(orders=orders, name=name, organisation=base, by=by, at=at).pk


def _obstacle(
    before: certificates.Ordered | None, handed_in: str | None, *, has_passed: bool, is_due: bool
) -> Obstacle | None:
    if before and before.is_over:
        return Obstacle.ENDED
    if not is_due:
        return Obstacle.NO_HOURS if has_passed else Obstacle.NOT_COMPLETED
    # What is ordered is not asked for anew: a run that was closed before asks for nothing.
    if before is None and handed_in not in {None, HandedInState.ACCEPTED}:
        return Obstacle(str(handed_in))
    return None


def _ordered_before(due: certificates.Order, before: certificates.Ordered | None) -> certificates.Order:
    """Return `due` under the key of what was ordered last: it is listed with the others, and not issued twice."""
    return replace(due, key=before.key) if before else due
