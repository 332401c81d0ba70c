"""Reachable: on which channels a reminder travels, and to which address: by its kind, by what the person chose, by where the person is in life."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.utils import timezone

from credits.enums import Channel, Weight
from credits.models import ReminderChoice
from credits.reminders import _kinds, _preferences, _refused
from learning.accounts import people
from learning.accounts.enums import FactKind, StatusCode
from learning.accounts.models import PersonFact

RETIRED, ON_LEAVE, DECEASED = "RETIRED", "ON_LEAVE", "DECEASED"
# The records of each human, by the one that is asked about.
Records = Mapping[int, tuple[int, ...]]
_STATUSES = {StatusCode.MATERNITY_LEAVE: ON_LEAVE, StatusCode.SICK_LEAVE: ON_LEAVE, StatusCode.DECEASED: DECEASED}


class Told(Protocol):
    """A reminder: for a person or for a login, and of which kind."""

    @property
    def id(self) -> int: ...
    @property
    def person_id(self) -> int | None: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def kind(self) -> str: ...


class Way(NamedTuple):
    """A reminder's way on a channel."""

    channel: Channel
    address: str


def reached(
    made: Iterable[Told], *, at: datetime, known: Mapping[str, _kinds.Kind] | None = None
) -> dict[int, list[Way]]:
    """
    Return the ways that each reminder of `made` may take, by its key. The inbox is none of them: it is always there.

    `known` are the kinds in force, where they were asked for before.
    """
    rows = list(made)
    rules = _kinds.rules({row.kind for row in rows}, known=known)
    records = people.joined({row.person_id for row in rows if row.person_id})
    ways = _ways(rows, records)
    choices = _Choices(records, today=timezone.localdate(at))
    marked = _refused.refused(way for found in ways.values() for way in found)
    return {
        row.id: [
            way
            for way in ways[row.id]
            if way.channel in rules[row.kind].channels
            and way not in marked
            and choices.allow(row, way, rules[row.kind])
        ]
        for row in rows
    }


def states(records: Records, *, today: date) -> dict[int, set[str]]:
    """Return who of these is retired, on leave or deceased; whatever is known of one record of a human holds for all of them."""
    everybody = {pk for group in records.values() for pk in group}
    found: dict[int, set[str]] = {pk: set() for pk in everybody}
    rows = PersonFact.objects.filter(
        person__in=everybody, kind__in=[FactKind.STATUS, FactKind.OBLIGED], since__lte=today
    )
    obliged: dict[int, bool] = {}
    for fact in rows.filter(replaced_by=None, is_void=False):
        holds = fact.ends_before is None or fact.ends_before > today
        if fact.kind == FactKind.OBLIGED:
            obliged[fact.person_id] = obliged.get(fact.person_id, False) or holds
        elif holds and fact.code in _STATUSES:
            found[fact.person_id].add(_STATUSES[StatusCode(fact.code)])
    for pk, still in obliged.items():
        if not still:  # was under the duty, and is not any more
            found[pk].add(RETIRED)
    return {person: set().union(*(found[pk] for pk in group)) for person, group in records.items()}


class _Choices:
    """What people chose, and where they are in life, as far as it holds reminders back."""

    def __init__(self, records: Records, *, today: date) -> None:
        self.unwanted = _preferences.unwanted_of(records)
        self.only_important = only_important(records)
        self.states = states(records, today=today)

    def allow(self, row: Told, way: Way, rule: _kinds.Rule) -> bool:
        """Say whether `row` may go `way`: what the law requires cannot be switched off, but it ends with what it is about."""
        if row.person_id is None:
            return True
        if self.states[row.person_id] - rule.survives:
            return False
        is_unwanted = way.channel in self.unwanted[row.person_id]
        is_trifle = rule.weight == Weight.OTHER and row.person_id in self.only_important
        return rule.weight == Weight.REQUIRED or not (is_unwanted or is_trifle)


def only_important(records: Records) -> set[int]:
    """Return who of these wants to be told only what is important; what is chosen for one record of a human holds for all of them."""
    everybody = {pk for group in records.values() for pk in group}
    chosen = set(
        ReminderChoice.objects.filter(person__in=everybody, only_important=True).values_list("person", flat=True)
    )
    return {person for person, group in records.items() if chosen & set(group)}


def _ways(rows: list[Told], records: Records) -> dict[int, list[Way]]:
    persons = people.addresses_of(records)
    logins = people.login_addresses({row.user_id for row in rows if row.user_id})
    nothing = people.Addresses()
    return {
        row.id: list(
            _named(persons.get(row.person_id, nothing) if row.person_id else logins.get(row.user_id or 0, nothing))
        )
        for row in rows
    }


def _named(to: people.Addresses) -> Iterator[Way]:
    if to.mobile:
        yield Way(Channel.SMS, to.mobile)
    if to.email:
        yield Way(Channel.EMAIL, to.email)
