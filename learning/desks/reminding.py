"""Word to regulators: once a working day, whoever has a matter that is late or due soon hears how many wait."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation

from credits import reminders
from learning.accounts import access as accounts
from learning.accounts.models import Membership, User
from learning.desks.waiting import Matter, matters
from learning.workdays import is_working_day

# Working days: what is due within them is named in time.
SOON = 2


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Plan word to every officer whose decision is late or due soon, once a working day; return how many are told."""
    today = timezone.localdate(at)
    if not is_working_day(today) or not reminders.is_first_today("desks.decisions", today=today):
        return 0
    officers = list(_officers(today))
    who = reminders.recipients({user.pk for user in officers})
    dues = [due for user in officers if (due := _due(user, who[user.pk], today))]
    return reminders.plan(dues=dues, at=at)


def _officers(today: date) -> list[User]:
    held = Membership.objects.filter(role__in=accounts.DECIDING_ROLES, since__lte=today).exclude(ends_before__lte=today)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _due(user: User, who: reminders.Recipient, today: date) -> reminders.Due | None:
    with translation.override(user.language):
        found = [one for one in matters(user=user, on=today) if one.due_on]
    if not any(_is_pressing(one) for one in found):
        return None
    first = found[0]
    assert first.due_on
    return reminders.Due(
        source=reminders.DECISIONS.code,
        key=f"{today}:{who.key}",
        person_id=who.person_id,
        user_id=who.user_id,
        anchor="decisions",
        facts={
            "count": len(found),
            "late": sum(one.is_late for one in found),
            "first": first.title,
            "due_on": first.due_on.isoformat(),
        },
    )


def _is_pressing(one: Matter) -> bool:
    return one.days_left is not None and one.days_left <= SOON
