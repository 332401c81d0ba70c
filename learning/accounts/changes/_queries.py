"""Questions about stated changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from learning.accounts import access, people
from learning.accounts.changes._access import PAPERS, waiting_for
from learning.accounts.enums import ChangeKind, EmployerKind
from learning.accounts.models import Change, Person


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A change that waits for a decision, and since when, as the desk of decisions shows it."""

    pk: int
    name: str
    number: str
    kind_label: str
    since: datetime
    due: date
    is_late: bool


def waiting(*, user: access.AnyUser, on: date, most: int = 200) -> list[Waiting]:
    """Return what waits for `user`, the first due first."""
    rows = list(islice(waiting_for(user, on), most))
    names = people.current_names(row.person_id for row in rows)
    return [
        Waiting(
            pk=row.pk,
            name=names.get(row.person_id, ""),
            number=people.masked_number(row.person),
            kind_label=str(row.get_kind_display()),
            since=row.stated_at,
            due=row.due_on,
            is_late=row.due_on < on,
        )
        for row in rows
    ]


def of_person(person: Person) -> list[Change]:
    """Return what `person` stated, the newest first."""
    rows = Change.objects.filter(person=person).select_related("region", "employer", "decided_for")
    return list(rows.prefetch_related(PAPERS).order_by("-pk"))


def words(change: Change) -> str:
    """Return what `change` says beside its kind and its days."""
    kind = EmployerKind(change.employer_kind).label if change.employer_kind else ""
    parts: Iterable[object] = (
        change.employer or change.employer_name,
        kind,
        change.region or "",
        change.get_status_display() if change.kind == ChangeKind.LEAVE else "",
    )
    return " · ".join(str(part) for part in parts if part)


def last_day(change: Change) -> date | None:
    """Return the last day of the span."""
    return change.ends_before - timedelta(days=1) if change.ends_before else None
