"""Who may read a stated change, and decide about it. A row that is not yours does not exist."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from learning.accounts import access
from learning.accounts.enums import ChangeState
from learning.accounts.models import Change, ChangeEvidence, Organisation, User

# The names of papers without their bytes, which may be many.
PAPERS: Prefetch[str] = Prefetch("evidence", ChangeEvidence.objects.defer("content").order_by("pk"))


def waiting_for(user: access.AnyUser, on: date) -> QuerySet[Change]:
    """Return the changes that wait for `user`: of people of the own region and series, or of the own staff."""
    people = Q(person__in=access.people_decided(user, on).values("pk"))
    staff = Q(person__in=access.people_employed(user, on).values("pk"))
    rows = Change.objects.filter(people | staff, state=ChangeState.WAITING)
    rows = rows.exclude(person__in=access.own_records(user))
    return rows.select_related("person", "region", "employer").order_by("due_on", "pk")


def change_to_decide(user: access.AnyUser, pk: int, on: date) -> Change:
    """Return a change that waits for `user`, or 404."""
    change = waiting_for(user, on).filter(pk=pk).prefetch_related(PAPERS).first()
    if change is None:
        raise Http404
    return change


def decider(user: User, change: Change, on: date) -> Organisation:
    """Return the organisation for which `user` decides about `change`: the regulator, if both would do."""
    if regulator := access.deciding_regulator(user, change.person_id, on):
        return regulator
    employed: Any = access.people_employed(user, on).get(pk=change.person_id)
    return access.employers_of(user, on).get(pk=employed.employer_on_day)


def may_decide_any(user: access.AnyUser, on: date) -> bool:
    """Say whether changes may wait for `user` at all."""
    officers = access.regulators_of(user, on, roles=access.DECIDING_ROLES)
    return officers.exists() or access.employers_of(user, on).exists()


def evidence_to_read(user: access.AnyUser, pk: int, on: date) -> ChangeEvidence:
    """Return a paper that is the own, or belongs to a change that waits for `user`, or 404."""
    paper = ChangeEvidence.objects.filter(pk=pk).select_related("change").first()
    if paper is None:
        raise Http404
    own = access.own_person(user)
    if own is None or paper.change.person_id != own.pk:
        change_to_decide(user, paper.change_id, on)
    return paper
