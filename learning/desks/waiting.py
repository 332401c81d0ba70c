"""What waits for a regulator, whatever app it lies in: since when, and due by which working day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms import publishing
from credits import access as hours
from credits import certificates
from learning.accounts import access as accounts
from learning.accounts import changes, people
from learning.accounts.models import User
from learning.workdays import working_days_after, working_days_between
from seminars import access as seminars
from seminars import corrections

AT_MOST = 200  # of a kind; who has more begins with these, and they are the oldest


class Kind(TextChoices):
    """Kinds of what waits."""

    APPLICATION = "APPLICATION", gettext_lazy("Applications")
    MODERATION = "MODERATION", gettext_lazy("Pages to moderate")
    CORRECTION = "CORRECTION", pgettext_lazy("decisions", "Corrections")
    CONTEST = "CONTEST", gettext_lazy("Contested records")
    CHANGE = "CHANGE", gettext_lazy("Changes stated by people")
    FALLEN = "FALLEN", gettext_lazy("Certificates whose hours fell")
    STOPPED = "STOPPED", gettext_lazy("Certificates that could not be issued")
    RULEBOOK = "RULEBOOK", gettext_lazy("Drafts of rulebooks")


# Working days within which each is to be decided. A stated change brings its day along; a draft of a rulebook waits as long as its
# makers like.
DAYS = {
    Kind.APPLICATION: 20,
    Kind.MODERATION: 3,
    Kind.CORRECTION: corrections.ANSWER_WITHIN,
    Kind.CONTEST: 5,
    Kind.FALLEN: 10,
    Kind.STOPPED: 5,
}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One matter that waits for a decision."""

    kind: Kind
    title: str
    whose: str
    since: datetime
    due_on: date | None
    days_left: int | None  # working days; less than nought is late
    address: str

    @property
    def is_late(self) -> bool:
        """Say whether the day has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        """Return by how many working days it is late."""
        return -(self.days_left or 0)


def matters(*, user: User, on: date) -> list[Matter]:
    """Return what waits for `user`, the late and the soonest due first."""
    found = [
        *_applications(user, on),
        *_pages(user, on),
        *_of_people(user, on),
        *_changes(user, on),
        *_drafts(user, on),
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.since))


def _applications(user: User, on: date) -> Iterator[Matter]:
    for row in seminars.waiting_for_decision(user=user, on=on)[:AT_MOST]:
        assert row.submitted_at
        address = reverse("seminars:decide-application", args=[row.pk])
        yield _matter(
            Kind.APPLICATION,
            on,
            title=row.title,
            whose=row.programme.base.name,
            since=row.submitted_at,
            address=address,
        )


def _pages(user: User, on: date) -> Iterator[Matter]:
    for row in islice(publishing.waiting_for(user), AT_MOST):
        yield _matter(Kind.MODERATION, on, title=row.title, whose=row.whose, since=row.since, address=row.address)


def _of_people(user: User, on: date) -> Iterator[Matter]:
    """Yield what is called by somebody's name: all are asked for at once."""
    contested = list(accounts.contested_logins(user, on)[:AT_MOST])
    wrong = list(corrections.waiting_for(user=user, on=on)[:AT_MOST])
    persons = certificates.people_kept_waiting() | certificates.people_with_proposals()
    mine = hours.regulated_people(user=user, persons=persons, on=on)
    kept_back, too_much = list(certificates.stopped(mine)[:AT_MOST]), list(certificates.proposals(mine)[:AT_MOST])
    named: list[Any] = [*contested, *wrong, *kept_back, *(row.certificate for row in too_much)]
    names = people.current_names([row.person_id for row in named])
    yield from _contests(contested, names, on)
    yield from _corrections(wrong, names, on)
    yield from _fallen(too_much, names, on)
    yield from _stopped(kept_back, names, on)


def _corrections(rows: Iterable[Any], names: Mapping[int, str], on: date) -> Iterator[Matter]:
    for row in rows:
        said = {"name": names.get(row.person_id, ""), "title": row.run.version.title}
        yield _matter(
            Kind.CORRECTION,
            on,
            title=_("%(name)s, “%(title)s”") % said,
            whose=row.run.programme.base.name,
            since=row.asked_at,
            due_on=row.due_on,
            address=reverse("seminars:decide-correction", args=[row.pk]),
        )


def _contests(rows: Iterable[Any], names: Mapping[int, str], on: date) -> Iterator[Matter]:
    for row in rows:
        assert row.contested_at
        title = row.contested_reason or _("No reason given")
        yield _matter(
            Kind.CONTEST,
            on,
            title=title,
            whose=names.get(row.person_id, ""),
            since=row.contested_at,
            address=reverse("accounts:contests"),
        )


def _changes(user: User, on: date) -> Iterator[Matter]:
    for row in changes.waiting(user=user, on=on, most=AT_MOST):
        address = reverse("accounts:decide-change", args=[row.pk])
        whose = f"{row.name} {row.number}"
        yield _matter(
            Kind.CHANGE, on, title=row.kind_label, whose=whose, since=row.since, address=address, due_on=row.due
        )


def _fallen(rows: Iterable[Any], names: Mapping[int, str], on: date) -> Iterator[Matter]:
    """Yield certificates that state more than the register counts."""
    for row in rows:
        yield _matter(
            Kind.FALLEN,
            on,
            title=row.certificate.stated["title"],
            whose=names.get(row.certificate.person_id, ""),
            since=row.found_at,
            address=reverse("credits:decide-fallen", args=[row.pk]),
        )


def _stopped(rows: Iterable[Any], names: Mapping[int, str], on: date) -> Iterator[Matter]:
    """Yield certificates that something keeps back: the reason stands where the person is named."""
    for order in rows:
        yield _matter(
            Kind.STOPPED,
            on,
            title=order.facts["title"],
            whose=names.get(order.person_id, ""),
            since=order.created_at,
            address=reverse("credits:stopped-certificates"),
        )


def _drafts(user: User, on: date) -> Iterator[Matter]:
    for row in hours.rulebooks(user=user, on=on).filter(status="DRAFT").order_by("created_at", "pk")[:AT_MOST]:
        whose = str(row.scope_region) if row.scope_region else _("The whole country")
        yield _matter(
            Kind.RULEBOOK,
            on,
            title=row.title,
            whose=whose,
            since=row.created_at,
            address=reverse("credits:rulebook", args=[row.pk]),
        )


def _matter(kind: Kind, on: date, *, since: datetime, due_on: date | None = None, **facts: str) -> Matter:
    days = DAYS.get(kind)
    if due_on is None and days:
        due_on = working_days_after(timezone.localdate(since), count=days)
    return Matter(kind=kind, since=since, due_on=due_on, days_left=_days_left(due_on, on) if due_on else None, **facts)


def _days_left(due_on: date, on: date) -> int:
    return working_days_between(on, due_on) if due_on >= on else -working_days_between(due_on, on)
