"""Readers: to whom deliveries go, what they are called, in which language they read. Batches in: one query a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credits.models import Delivery, ReminderChoice
from learning.accounts import people
from learning.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever reads a message."""

    name: str
    language: str


def readers(rows: Sequence[Delivery]) -> dict[int, Reader]:
    """Return whoever reads each of `rows`, by the key of its delivery: the person, or the login that holds an office."""
    persons = {row.reminder.person_id for row in rows if row.reminder.person_id}
    reached, names, chosen = people.addresses(persons), people.current_names(persons), languages(persons)
    logins = User.objects.in_bulk({row.reminder.user_id for row in rows if row.reminder.user_id})

    def reader(person: int | None, user: int | None) -> Reader:
        if person is None:
            login = logins[user]
            return Reader(name=login.name, language=login.language)
        return Reader(name=names.get(person, ""), language=chosen.get(person) or reached[person].language)

    return {row.pk: reader(row.reminder.person_id, row.reminder.user_id) for row in rows}


def language_of(person_id: int) -> str:
    """Return the language in which a person reads reminders."""
    return languages([person_id]).get(person_id) or people.addresses([person_id])[person_id].language


def languages(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the languages that people chose for their reminders; whoever chose none reads that of the login."""
    rows = ReminderChoice.objects.filter(person__in=set(person_ids)).exclude(language="")
    return dict(rows.values_list("person", "language"))
