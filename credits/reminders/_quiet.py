"""Quiet hours: no text message wakes anybody. Mail and inbox make no noise and do not wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from credits.models import QuietHours
from learning.accounts import people


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The hours of one human, local time: from a full hour until another, over midnight or not. Both alike: none."""

    from_hour: int = 21
    until_hour: int = 8

    def end(self, at: datetime) -> datetime | None:
        """Return when the quiet in which `at` lies ends; None where `at` is not quiet."""
        local = timezone.localtime(at)
        if not self._holds(local.hour):
            return None
        end = local.replace(hour=self.until_hour, minute=0, second=0, microsecond=0)
        return end if end > local else end + timedelta(days=1)

    def _holds(self, hour: int) -> bool:
        if self.from_hour <= self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour


def quiet_hours(person_ids: Iterable[int]) -> dict[int, Quiet]:
    """Return the quiet hours of each; what is chosen for one record of a human holds for all of them."""
    records = people.joined(person_ids)
    everybody = {pk for group in records.values() for pk in group}
    rows = QuietHours.objects.filter(person__in=everybody).values_list("person", "from_hour", "until_hour")
    chosen = {pk: Quiet(from_hour=first, until_hour=end) for pk, first, end in rows}
    return {person: next((chosen[pk] for pk in group if pk in chosen), Quiet()) for person, group in records.items()}


def set_quiet_hours(*, person_id: int, quiet: Quiet) -> None:
    """Keep when the human of `person_id` wants to be left alone."""
    for pk in people.joined([person_id])[person_id]:
        QuietHours.objects.update_or_create(
            person_id=pk, defaults={"from_hour": quiet.from_hour, "until_hour": quiet.until_hour}
        )
