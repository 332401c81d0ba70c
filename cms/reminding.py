"""
What the catalogue says to reminders, which lie below and may not ask: programmes that would close a gap, windows that close.

Which programmes might close a gap is asked for people of one place and series who miss alike: those large enough to close it alone first, those
near them before others, those over sooner before later ones. When they are told, the rules are asked what each would give each of these people
(as My hours does, `cms.gaps`), for all of them at once: what would give one nothing of what they miss, or clashes with what they hold, is dropped.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from django.http import QueryDict
from django.utils import timezone

from cms import catalogue
from credits import posting, reminders
from learning.accounts import people
from seminars import closing, completions, enrolment, programmes, runs

# More than are told: some of them are nothing for one person.
MOST = 8


def closers(gaps: Sequence[reminders.Gap], at: datetime) -> list[list[reminders.Closer]]:
    """Return programmes that would close each of `gaps`, the best first."""
    lines = _lines(at) if gaps else []
    known = {gap: _of_gap(lines, gap, at=at) for gap in dict.fromkeys(gaps)}
    return [known[gap] for gap in gaps]


def judged(wanting: Sequence[reminders.Wanting], at: datetime) -> list[list[reminders.Closer]]:
    """Return those programmes that would earn each of some people something of what they miss: what closes it before what helps."""
    offered = _Offered(wanting, at)
    trials = [
        posting.Trial(
            person_id=one.person_id, claims=list(claims.values()), beside=offered.beside.get(one.person_id, ())
        )
        for one, claims in offered.claims
    ]
    found = posting.foresee_all(trials=trials, at=at)
    return [_helping(one, list(claims), seen) for (one, claims), seen in zip(offered.claims, found, strict=True)]


def closing_windows(first: date, last: date) -> list[reminders.Offer]:
    """Return the self-paced programmes whose window closes from a day to a day, and is open on the first of them."""
    at = datetime.combine(first, time(12), tzinfo=timezone.get_default_timezone())
    return [
        reminders.Offer(
            key=f"{offer.pk}:{offer.window_until}",
            title=offer.title,
            category=offer.category,
            closes_on=offer.window_until,
            path=offer.url,
        )
        for line in _lines(at)
        if (offer := line.offer).window_until and offer.is_learnt(first) and first <= offer.window_until <= last
    ]


class _Offered:
    """What is offered to some people, as the claims that it would make, and what they hold places in already: asked for all of them at once."""

    def __init__(self, wanting: Sequence[reminders.Wanting], at: datetime) -> None:
        today = timezone.localdate(at)
        closers = {closer for one in wanting for closer in one.closers}
        held = runs.upcoming(today).filter(pk__in={closer.run for closer in closers if closer.run})
        taking = held.filter(enrol_from__lte=at, enrol_until__gte=at)
        self.runs = {run.pk: run for run in taking.prefetch_related("sessions")}
        alone = {closer.programme for closer in closers if not closer.run}
        learnt = programmes.catalogue(on=today).filter(pk__in=alone).select_related("current__programme__base")
        self.versions = {row.pk: row.current for row in learnt if row.current}
        self.today = today
        places = enrolment.places_held(people.joined({one.person_id for one in wanting}), on=today)
        self.beside = {
            person: tuple(closing.claims_if_present(held.runs, person_id=person)) for person, held in places.items()
        }
        self.claims = [(one, dict(self._claims(one, places.get(one.person_id)))) for one in wanting]

    def _claims(
        self, one: reminders.Wanting, places: enrolment.Places | None
    ) -> Iterator[tuple[reminders.Closer, posting.ClaimFacts]]:
        out_of_reach = places.out_of_reach if places else frozenset()
        for closer in one.closers:
            if closer.run and closer.run in self.runs and closer.run not in out_of_reach:
                (claim,) = closing.claims_if_present([self.runs[closer.run]], person_id=one.person_id)
                yield closer, claim
            elif not closer.run and closer.programme in self.versions:
                version = self.versions[closer.programme]
                (claim,) = completions.claims_if_completed([version], person_id=one.person_id, on=self.today)
                yield closer, claim


def _helping(
    one: reminders.Wanting, closers: Sequence[reminders.Closer], seen: posting.Foresight
) -> list[reminders.Closer]:
    before = _missing(seen.owed, one)
    left = {closer: _missing(found.owed, one) for closer, found in zip(closers, seen.claims, strict=True)}
    return sorted((closer for closer in closers if left[closer] < before), key=lambda closer: left[closer] > 0)


def _missing(owed: Sequence[posting.Owed], one: reminders.Wanting) -> int:
    return next(
        (row.missing for row in owed if (row.family, row.cycle_starts_on) == (one.family, one.cycle_starts_on)), 0
    )


def _lines(at: datetime) -> list[catalogue.Line]:
    return catalogue.lines(choice=catalogue.Choice.of(QueryDict()), state=catalogue.state(at=at))


def _of_gap(lines: Sequence[catalogue.Line], gap: reminders.Gap, *, at: datetime) -> list[reminders.Closer]:
    found = sorted(_fitting(lines, gap, at=at))
    # Of a programme of which several runs fit, the first.
    first: Mapping[int, reminders.Closer] = {
        pk: reminders.Closer(title=title, programme=pk, run=run or None)
        for _small, _far, _ends_on, pk, run, title in reversed(found)
    }
    order = dict.fromkeys(pk for _small, _far, _ends_on, pk, _run, _title in found)
    return [first[pk] for pk in order][:MOST]


def _fitting(
    lines: Sequence[catalogue.Line], gap: reminders.Gap, *, at: datetime
) -> Iterator[tuple[bool, bool, date, int, int, str]]:
    today = timezone.localdate(at)
    for line in lines:
        offer = line.offer
        is_for = not offer.eligible_series or not gap.series or gap.series in offer.eligible_series
        if not is_for or (gap.categories and offer.category not in gap.categories):
            continue
        is_small = offer.hours < gap.hours
        if offer.is_learnt(today):
            yield is_small, False, min(gap.by, offer.window_until or gap.by), offer.pk, 0, offer.title
        for run in line.runs:
            if run.is_open(at) and run.seats > 0 and run.ends_on <= gap.by:
                is_far = bool(gap.place) and run.city != _city(gap.place)
                yield is_small, is_far, run.ends_on, offer.pk, run.pk, offer.title


def _city(code: str) -> str:
    """Return the city in which a region of GB/T 2260 lies: 320102 → 320100."""
    return f"{code[:4]}00"


reminders.closing_by(closers)
reminders.judging_by(judged)
reminders.offering_by(closing_windows)
