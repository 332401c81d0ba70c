"""Choosing: all reminders or the important ones, and the language in which they are read. What the law requires is told all the same."""

from credits.enums import Weight
from credits.models import ReminderChoice
from credits.reminders import _kinds
from learning.accounts import people


def choice(person_id: int) -> ReminderChoice:
    """Return what a person chose; where nothing was chosen, everything, in the language of the login. It is not saved."""
    row = ReminderChoice.objects.filter(person__in=people.joined([person_id])[person_id]).order_by("pk").first()
    return row or ReminderChoice(person_id=person_id)


def choose(*, person_id: int, only_important: bool, language: str) -> None:
    """Keep what the human of `person_id` wants to be told, and in which language ("": that of the login)."""
    for pk in people.joined([person_id])[person_id]:
        ReminderChoice.objects.update_or_create(
            person_id=pk, defaults={"only_important": only_important, "language": language}
        )


def names_by_weight(language: str) -> dict[str, list[str]]:
    """Return what kinds of reminders there are, by how much they matter, as they are called in a language ("zh", "en")."""
    found: dict[str, list[str]] = {weight: [] for weight in Weight.values}
    for kind in _kinds.in_force().values():
        found[kind.weight].append(str(kind.body[language]["name"]))
    return found
