"""Reminders that come with an office: for the record of whoever holds it, else for the login."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy

from credits.reminders import filling as fill
from credits.reminders._sources import Source, register
from learning.accounts.models import Membership, PersonLogin


class Recipient(NamedTuple):
    """Somebody who holds an office: the own record, or the login where there is none."""

    person_id: int | None
    user_id: int | None

    @property
    def key(self) -> str:
        """Return what stands for them in the key of a reminder."""
        return f"u{self.user_id}" if self.person_id is None else str(self.person_id)


def holders(organisation_ids: Iterable[int], *, roles: Collection[str], on: date) -> dict[int, list[Recipient]]:
    """Return who acts in one of `roles` for each organisation on a day."""
    in_force = Membership.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), since__lte=on)
    held = in_force.filter(organisation__in=set(organisation_ids), role__in=roles, user__is_active=True)
    rows = list(held.order_by("organisation_id", "user_id").values_list("organisation_id", "user_id").distinct())
    found, who = defaultdict(list), recipients({user for _organisation, user in rows})
    for organisation, user in rows:
        found[organisation].append(who[user])
    return found


def recipients(user_ids: Collection[int]) -> dict[int, Recipient]:
    """Return as whom each login is told."""
    own = dict(PersonLogin.objects.filter(user__in=user_ids, ended_at=None).values_list("user", "person"))
    return {pk: Recipient(own.get(pk), None if pk in own else pk) for pk in user_ids}


# Handed down by the desk above all apps, which knows every matter that waits.
DECISIONS = register(
    Source(
        code="decisions.waiting",
        label=gettext_lazy("Matters wait for a regulator's decision, and one is late or due soon"),
        path=lambda _facts: "/decisions/",
        facts=frozenset({"count", "late"}),
        placeholders={
            "count": fill.count("count", gettext_lazy("how many matters wait")),
            "late": fill.count("late", gettext_lazy("how many of them are late")),
            "first": fill.text("first", gettext_lazy("title of the one that is due first")),
            "due_on": fill.day("due_on", gettext_lazy("day by which it is due")),
        },
        sample={"count": 5, "late": 1, "first": "数据要素流通与安全治理研修班", "due_on": "2026-09-30"},
    )
)
