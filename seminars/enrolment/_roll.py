"""Who is enrolled for a run as its base sees them: a page at a time, by state, found by name or number."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from learning.accounts import identity, people
from learning.accounts.models import Organisation
from seminars.enrolment._recommendations import latest_recommendations
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Recommendation, Run


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """One enrolment as its base sees it. Employer and the last digits of the mobile tell people of the same name apart."""

    enrolment: Enrolment
    name: str
    number: str  # masked
    employer: str
    mobile_tail: str
    has_namesake: bool
    recommendation: Recommendation | None


def roll(run: Run) -> list[Enrolled]:
    """Return everybody enrolled for `run`, in their order."""
    return _seen(run, list(run.enrolments.order_by("rank")), on=timezone.localdate(run.enrol_until))


def roll_page(
    run: Run, *, state: str = "", text: str = "", after: int | None = None, size: int
) -> tuple[list[Enrolled], int | None]:
    """Return one page of the roll below the rank `after`, and the rank to go on from; of one state, or those whom `text` names."""
    rows = run.enrolments.filter(rank__gt=after or 0).order_by("rank")
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(_named(text, on=timezone.localdate(run.enrol_until)))
    page = list(rows[: size + 1])
    seen = _seen(run, page[:size], on=timezone.localdate(run.enrol_until))
    return seen, (page[size - 1].rank if len(page) > size else None)


def members(run: Run, rows: Sequence[Enrolment]) -> list[Enrolled]:
    """Return `rows`, of `run`, as its base sees them, in their order."""
    return _seen(run, rows, on=timezone.localdate(run.enrol_until))


def counts(run: Run) -> dict[EnrolmentState, int]:
    """Return how many enrolments of `run` are in each state; viewers, who take no place, are counted too."""
    rows = run.enrolments.order_by().values_list("state").annotate(Count("pk"))
    return {EnrolmentState(state): number for state, number in rows}


def waiting_of(run: Run) -> int:
    """Return how many wait for a place in `run`."""
    return run.enrolments.filter(state=EnrolmentState.WAITING, kind=EnrolmentKind.PARTICIPANT).count()


def namesakes(*, run: Run, name: str, on: date) -> list[Enrolled]:
    """Return those enrolled for `run` who bear exactly this name."""
    rows = run.enrolments.filter(person__names__name=name.strip()).order_by("rank").distinct()
    return [row for row in _seen(run, list(rows), on=on) if row.name == name.strip()]


def _named(text: str, *, on: date) -> Q:
    text = text.strip()[:60]
    found = Q(person__in=people.search(text=text, on=on).values("pk"))
    if len(text) == 4:
        found |= Q(person__number_last_four=text.upper())
    if folded := identity.folded_name(text):
        found |= Q(person__in=_bearers(folded))
    return found


def _bearers(folded: str) -> QuerySet[Enrolment, int]:
    return Enrolment.objects.filter(person__names__folded__startswith=folded).values_list("person", flat=True)


def _seen(run: Run, rows: Sequence[Enrolment], *, on: date) -> list[Enrolled]:
    ids = [row.person_id for row in rows]
    names, numbers = people.current_names(ids), people.masked_numbers(ids)
    reached, facts = people.addresses(ids), people.on_day(ids, on)
    employers = Organisation.objects.in_bulk({fact.employer_id for fact in facts.values() if fact.employer_id})
    asked, shared = latest_recommendations(rows), _shared_names(run, set(names.values()))
    return [
        Enrolled(
            enrolment=row,
            name=names.get(row.person_id, ""),
            number=numbers.get(row.person_id, ""),
            employer=_name_of(employers.get(facts[row.person_id].employer_id or 0)),
            mobile_tail=(reached[row.person_id].mobile or "")[-4:],
            has_namesake=names.get(row.person_id, "") in shared,
            recommendation=asked.get(row.pk),
        )
        for row in rows
    ]


def _shared_names(run: Run, names: Collection[str]) -> set[str]:
    # Namesakes may stand on another page of the roll.
    bearers = set(run.enrolments.filter(person__names__name__in=names).values_list("person", flat=True))
    return {name for name, number in Counter(people.current_names(bearers).values()).items() if number > 1}


def _name_of(employer: Organisation | None) -> str:
    return employer.name if employer else ""
