"""Two records that are one human's."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.accounts.access import joined
from learning.accounts.enums import JoinKind
from learning.accounts.models import Person, PersonJoin, User
from learning.errors import Refusal

__all__ = ["AlreadyJoined", "NotJoined", "SameRecord", "join", "joined", "partners", "unjoin"]


class SameRecord(Refusal):
    """A record cannot be joined with itself."""

    sentence = _("These are not two records but one.")


class AlreadyJoined(Refusal):
    """They are joined."""

    sentence = _("These two records are joined already.")


class NotJoined(Refusal):
    """They are not joined."""

    sentence = _("These two records are not joined with each other.")


def join(*, first: Person, second: Person, reason: str, by: User, at: datetime) -> PersonJoin:
    """
    Decide that both records are of one human; they stay two, and are read together.

    :raises SameRecord: if they are one
    :raises AlreadyJoined: if they are joined
    """
    if first.pk == second.pk:
        raise SameRecord
    return _decide(first, second, kind=JoinKind.JOIN, reason=reason, by=by, at=at)


def unjoin(*, first: Person, second: Person, reason: str, by: User, at: datetime) -> PersonJoin:
    """
    Decide that both records are of two humans after all.

    :raises NotJoined: if no decision joined exactly these two
    """
    return _decide(first, second, kind=JoinKind.UNJOIN, reason=reason, by=by, at=at)


def partners(person: Person) -> list[PersonJoin]:
    """Return the decisions by which `person` is joined with another record, the newest first."""
    rows = PersonJoin.objects.filter(Q(first=person) | Q(second=person)).select_related("decided_by")
    newest = rows.order_by("first", "second", "-pk").distinct("first", "second")
    return sorted((row for row in newest if row.kind == JoinKind.JOIN), key=lambda row: -row.pk)


@transaction.atomic
def _decide(first: Person, second: Person, *, kind: JoinKind, reason: str, by: User, at: datetime) -> PersonJoin:
    low, high = sorted((first.pk, second.pk))
    # Decisions about the same records wait for each other.
    list(Person.objects.select_for_update().filter(pk__in=(low, high)).order_by("pk"))
    last = PersonJoin.objects.filter(first=low, second=high).order_by("-pk").first()
    is_joined = last is not None and last.kind == JoinKind.JOIN
    if kind == JoinKind.JOIN and is_joined:
        raise AlreadyJoined
    if kind == JoinKind.UNJOIN and not is_joined:
        raise NotJoined
    return PersonJoin.objects.create(
        first_id=low, second_id=high, kind=kind, reason=reason, decided_by=by, decided_at=at
    )
