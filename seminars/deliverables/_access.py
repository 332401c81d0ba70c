"""Who gets which row: the person, the base's staff of the run, and whoever supervises it. For everybody else there is none."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from learning.accounts import access as accounts
from learning.accounts import people
from learning.accounts.models import Person, User
from seminars import access
from seminars.models import Enrolment, HandedIn

_BASE = "enrolment__run__programme__base"


def own(*, person: Person, pk: int) -> Enrolment:
    """Return an enrolment of `person`, whose run may ask for something to be handed in."""
    records = people.joined([person.pk])[person.pk]
    rows = Enrolment.objects.select_related("run__version", "run__programme__base", "run__deliverable")
    return get_object_or_404(rows, pk=pk, person__in=records, run__deliverable__isnull=False)


def to_decide(*, user: User, pk: int, on: date) -> HandedIn:
    """Return what somebody handed in to a base that `user` acts for."""
    return get_object_or_404(_rows().filter(_own_base(user, on)), pk=pk)


def to_read(*, user: User, pk: int, on: date) -> HandedIn:
    """Return what `user` handed in, or what was handed in to the own base, or in a run of the region and sector that `user` looks after."""
    mine = Q(enrolment__person__in=accounts.own_records(user))
    return get_object_or_404(_rows().filter(mine | _own_base(user, on) | _in_sight(user, on)), pk=pk)


def to_oversee(*, user: User, pk: int, on: date) -> HandedIn:
    """Return what was handed in in a run of the region and sector that `user`, of a regulator, looks after."""
    return get_object_or_404(_rows().filter(_in_sight(user, on)), pk=pk)


def _in_sight(user: User, on: date) -> Q:
    return accounts.regulated(user, on, region=f"{_BASE}__region", sector="enrolment__run__version__sector")


def _own_base(user: User, on: date) -> Q:
    return Q(**{f"{_BASE}__in": accounts.bases_of(user, on, roles=access.STAFF)})


def _rows() -> QuerySet[HandedIn]:
    return HandedIn.objects.select_related(
        "enrolment__run__version", f"{_BASE}__region", "enrolment__run__deliverable", "decided_by"
    )
