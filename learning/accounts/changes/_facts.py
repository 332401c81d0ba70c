"""What a recorded change makes of the facts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from learning.accounts import people
from learning.accounts.enums import ChangeKind, FactKind, StatusCode
from learning.accounts.models import Change, Person, PersonFact, User

ONE_DAY = timedelta(days=1)


def apply(change: Change, *, by: User, at: datetime) -> None:
    """State the facts that follow from `change`, each naming it as its source."""
    _DEEDS[ChangeKind(change.kind)](change, by, at)


def employment_of(person: Person, on: date) -> PersonFact | None:
    """Return where `person` works on the day before `on`, as recorded."""
    return _in_force(person, FactKind.EMPLOYER, on)


def duty_of(person: Person, on: date) -> PersonFact | None:
    """Return the duty of `person` on the day before `on`, as recorded."""
    return _in_force(person, FactKind.OBLIGED, on)


def _in_force(person: Person, kind: str, on: date) -> PersonFact | None:
    # What begins on `on` itself could not end on it.
    rows = [fact for fact in people.facts([person.pk]) if fact.kind == kind and fact.since < on]
    lasting = [fact for fact in rows if fact.ends_before is None or fact.ends_before > on]
    return max(lasting, key=lambda fact: (fact.since, fact.pk), default=None)


def _transfer(change: Change, by: User, at: datetime) -> None:
    if change.employer_id or change.employer_name:
        people.state_fact(
            person=change.person,
            kind=FactKind.EMPLOYER,
            since=change.since,
            organisation=change.employer,
            label=change.employer_name,
            code=change.employer_kind,
            source=_source(change),
            by=by,
            at=at,
        )
    if change.region:
        people.state_fact(
            person=change.person,
            kind=FactKind.REGION,
            since=change.since,
            region=change.region,
            source=_source(change),
            by=by,
            at=at,
        )


def _leave(change: Change, by: User, at: datetime) -> None:
    status = StatusCode.DEGREE_STUDY if change.kind == ChangeKind.DEGREE_STUDY else change.status
    people.state_fact(
        person=change.person,
        kind=FactKind.STATUS,
        code=status,
        since=change.since,
        ends_before=change.ends_before,
        source=_source(change),
        by=by,
        at=at,
    )


def _end(kind: FactKind) -> Callable[[Change, User, datetime], None]:
    def ended(change: Change, by: User, at: datetime) -> None:
        fact = _in_force(change.person, kind, change.since)
        assert fact
        people.state_fact(
            person=change.person,
            kind=kind,
            since=fact.since,
            ends_before=change.since,
            code=fact.code,
            label=fact.label,
            region=fact.region,
            organisation=fact.organisation,
            consent=fact.consent,
            source=_source(change),
            replaces=fact,
            by=by,
            at=at,
        )

    return ended


def _source(change: Change) -> str:
    return f"change:{change.pk}"


_DEEDS: dict[ChangeKind, Callable[[Change, User, datetime], None]] = {
    ChangeKind.TRANSFER: _transfer,
    ChangeKind.LEAVING: _end(FactKind.EMPLOYER),
    ChangeKind.LEAVE: _leave,
    ChangeKind.DEGREE_STUDY: _leave,
    ChangeKind.RETIREMENT: _end(FactKind.OBLIGED),
}
