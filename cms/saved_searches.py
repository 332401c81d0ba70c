"""
Saved searches: a choice of the catalogue that a professional wants to hear of.

`remind_due` looks at those for which something was offered since they were looked at last, and hands one reminder a search down that
names everything new, each run once.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms import catalogue
from cms.models import SavedSearch
from cms.models.saved import ADDRESS_MAX, NAME_MAX
from credits import reminders
from credits.reminders import filling
from learning.accounts.models import Person
from learning.errors import Refusal
from learning.work import traced

_log = logging.getLogger(__name__)
MOST = 20
# A new run is looked for once its programme had time to come into the search index.
SETTLED = timedelta(minutes=2)
# Whoever was told is told of what comes after it together, a day later.
PAUSE = timedelta(days=1)
_AT_ONCE, _NAMED = 200, 3


class NothingChosen(Refusal):
    """The whole catalogue is no search."""

    sentence = _("Type a word or choose a filter first: the whole catalogue cannot be saved as a search.")


class NameMissing(Refusal):
    """A search needs a name."""

    sentence = _("Give the search a name of at most %(most)s characters.")
    field = "name"


class TooManySaved(Refusal):
    """There is a limit for everybody."""

    sentence = _("You have saved %(most)s searches, which is as many as there may be. Delete one first.")


class SearchTooLong(Refusal):
    """The address does not fit."""

    sentence = _("This search is too long to be saved. Use fewer words.")


@transaction.atomic
def save(*, person: Person, name: str, choice: catalogue.Choice, at: datetime) -> SavedSearch:
    """
    Keep `choice` for `person` under a name; what was saved before only gets the new name.

    :raises NothingChosen: if it is the whole catalogue
    :raises NameMissing: if the name is empty or too long
    :raises SearchTooLong: if its address is longer than anybody types
    :raises TooManySaved: if the person has saved as many as there may be
    """
    address, name = choice.query, " ".join(name.split())
    if not choice.is_narrow:
        raise NothingChosen
    if not 0 < len(name) <= NAME_MAX:
        raise NameMissing(most=NAME_MAX)
    if len(address) > ADDRESS_MAX:
        raise SearchTooLong
    # Two clicks at once: the second one waits, and counts what the first one saved.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    others = SavedSearch.objects.filter(person=person).exclude(address=address)
    if others.count() >= MOST:
        raise TooManySaved(most=MOST)
    fresh = {"saved_at": at, "known_until": at, "not_before": at}
    saved, _is_new = SavedSearch.objects.update_or_create(
        person=person, address=address, defaults={"name": name}, create_defaults={"name": name, **fresh}
    )

    return saved


def of_person(person: Person) -> QuerySet[SavedSearch]:
    """Return what `person` has saved, by name."""
    return SavedSearch.objects.filter(person=person).order_by("name", "pk")


def forget(*, saved: SavedSearch) -> None:
    """Delete a saved search; reminders that were sent stay."""
    saved.delete()


def choice_of(saved: SavedSearch) -> catalogue.Choice:
    """Return the choice that was saved; what nobody offers any more is left out."""
    return catalogue.Choice.of(QueryDict(saved.address))


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Plan word of what was newly offered to those whose saved search it answers; return how many were told."""
    state, until = catalogue.state(at=at), at - SETTLED
    newest = max((moment for moment in _moments(state) if moment <= until), default=None)
    if newest is None:
        return 0
    waiting = SavedSearch.objects.filter(known_until__lt=newest, not_before__lte=at).order_by("known_until", "pk")
    due = list(waiting.select_for_update(skip_locked=True)[:_AT_ONCE])
    dues = []
    for saved in due:
        try:
            with transaction.atomic():
                told = _due(saved, state, until=until)
        except Exception as error:
            # Put off, so that it is not the first again; what it missed it is told then.
            _log.error("Saved search %s could not be looked at: %s", saved.pk, traced(error))
            saved.not_before = at + PAUSE
            continue
        if told:
            dues.append(told)
            saved.not_before = at + PAUSE
        saved.known_until = until
    told_now = reminders.plan(dues=dues, at=at)
    SavedSearch.objects.bulk_update(due, ["known_until", "not_before"])

    return told_now


def _moments(state: catalogue.State) -> Iterator[datetime]:
    whole = catalogue.Choice.of(QueryDict())
    return (moment for line in catalogue.lines(choice=whole, state=state) for moment in offered_at(line))


def _due(saved: SavedSearch, state: catalogue.State, *, until: datetime) -> reminders.Due | None:
    choice = choice_of(saved)
    found = [
        line.offer.title
        for line in catalogue.lines(choice=choice, state=state)
        for moment in offered_at(line)
        if saved.known_until < moment <= until
    ]
    if not found:
        return None
    titles = list(dict.fromkeys(found))
    facts = {"title": saved.name, "count": len(found), "found": titles[:_NAMED], "path": choice.address()}

    return reminders.Due(
        source=FOUND.code,
        key=f"search:{saved.pk}:{saved.known_until.isoformat()}",
        person_id=saved.person_id,
        anchor=f"search:{saved.pk}",
        facts=facts,
    )


def offered_at(line: catalogue.Line) -> Iterator[datetime]:
    """Yield since when each run of a line is on offer; of what has no run, since when the programme is."""
    offer = line.offer
    if offer.window_from and not line.runs:
        yield offer.public_since
    for run in line.runs:
        yield max(run.opened_at, offer.public_since)


def _new_runs(facts: reminders.Facts) -> str:
    count = facts["count"]
    return ngettext("%(count)d new run", "%(count)d new runs", count) % {"count": count}


def _titles(facts: reminders.Facts) -> str:
    return "\n".join(gettext("“%(title)s”") % {"title": title} for title in facts["found"])


FOUND = reminders.register(
    reminders.Source(
        code="searches.found",
        label=_("Something new answers a saved search"),
        path=lambda facts: str(facts["path"]),
        facts=frozenset({"title", "count", "found", "path"}),
        placeholders={
            "title": filling.text("title", _("name of the saved search")),
            "count": filling.count("count", _("how many runs are new")),
            "new_runs": filling.words(_("how many runs are new, in words"), _new_runs),
            "found": filling.words(_("up to three titles, one a line"), _titles),
        },
        sample={
            "title": "南京的集成电路课程",
            "count": 3,
            "found": ["集成电路封装", "集成电路测试"],
            "path": "/catalogue/",
        },
    )
)
