"""Preferences: which channels somebody does not want. No row: wanted. The inbox cannot be switched off."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from credits.enums import Channel
from credits.models import ReminderPreference
from learning.accounts import people


def unwanted_channels(person_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the channels that each does not want; what is said for one record of a human holds for all of them."""
    return unwanted_of(people.joined(person_ids))


def unwanted_of(records: Mapping[int, tuple[int, ...]]) -> dict[int, set[str]]:
    """Return the same where the records of each are known."""
    everybody = {pk for group in records.values() for pk in group}
    rows = ReminderPreference.objects.filter(person__in=everybody, is_wanted=False).values_list("person", "channel")
    refused = set(rows)
    return {person: {channel for pk, channel in refused if pk in group} for person, group in records.items()}


def set_wanted(*, person_id: int, channel: Channel, is_wanted: bool, at: datetime) -> None:
    """Keep whether the human of `person_id` wants reminders on `channel`, and since when again."""
    assert channel != Channel.INBOX
    for pk in people.joined([person_id])[person_id]:
        row, is_new = ReminderPreference.objects.get_or_create(
            person_id=pk, channel=channel, defaults={"is_wanted": is_wanted}
        )
        if not is_new and row.is_wanted != is_wanted:
            row.is_wanted, row.again_since = is_wanted, at if is_wanted else row.again_since
            row.save(update_fields=["is_wanted", "again_since"])


def again_since(person_id: int, channel: Channel) -> datetime | None:
    """Return since when the human of `person_id` wants reminders on `channel` again, None if they always did or do not."""
    records = people.joined([person_id])[person_id]
    rows = ReminderPreference.objects.filter(person__in=records, channel=channel, again_since__isnull=False)
    return rows.order_by("-again_since").values_list("again_since", flat=True).first()
