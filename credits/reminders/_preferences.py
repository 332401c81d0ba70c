"""Preferences: which channels somebody does not want. No row: wanted. The inbox cannot be switched off."""

from collections.abc import Iterable

from credits.enums import Channel
from credits.models import ReminderPreference
from learning.accounts import people


def unwanted_channels(person_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the channels that each does not want; what is said for one record of a human holds for all of them."""
    records = people.joined(person_ids)
    everybody = {pk for group in records.values() for pk in group}
    rows = ReminderPreference.objects.filter(person__in=everybody, is_wanted=False).values_list("person", "channel")
    refused = set(rows)
    return {person: {channel for pk, channel in refused if pk in group} for person, group in records.items()}


def set_wanted(*, person_id: int, channel: Channel, is_wanted: bool) -> None:
    """Keep whether the human of `person_id` wants reminders on `channel`."""
    assert channel != Channel.INBOX
    for pk in people.joined([person_id])[person_id]:
        ReminderPreference.objects.update_or_create(person_id=pk, channel=channel, defaults={"is_wanted": is_wanted})
