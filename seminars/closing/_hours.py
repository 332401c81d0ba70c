"""What each person of a run will get, and what they got."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from credits import hours, ledger
from seminars import attendance
from seminars.closing._claims import claim_key
from seminars.enums import RunState
from seminars.models import Enrolment, Run


@dataclass(frozen=True, kw_only=True)
class PersonHours:
    """One person's hours of a run, in hundredths. What the rulebook says about it beyond this run is the person's own to read."""

    minutes: int
    scheduled: int
    unconfirmed: int  # minutes of sessions that nobody has confirmed: counted as attended until somebody does
    claimed: int
    is_complete: bool
    counted: int | None  # None until the run is closed
    categories: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Return how much of the run the person was there for, as far as it is confirmed."""
        return self.minutes * 100 // self.scheduled if self.scheduled else 0


_Credited = tuple[int, ledger.Award | None]


class _Sums(NamedTuple):
    scheduled: int
    unconfirmed: int


def hours_of(run: Run, enrolments: Collection[Enrolment]) -> dict[int, PersonHours]:
    """Return what those of `enrolments` whose presence counts will get or got, by key of enrolment."""
    present = attendance.presence(run)
    sessions = list(run.sessions.values_list("minutes", "confirmed_at"))
    sums = _Sums(
        scheduled=sum(minutes for minutes, _confirmed in sessions),
        unconfirmed=sum(minutes for minutes, confirmed_at in sessions if confirmed_at is None),
    )
    credited = _credited(run, [row.person_id for row in enrolments]) if run.state == RunState.CLOSED else {}
    return {
        row.pk: _person_hours(run, sums, present[row.pk].minutes, credited.get(row.person_id))
        for row in enrolments
        if row.pk in present
    }


def _person_hours(run: Run, sums: _Sums, minutes: int, credited: _Credited | None) -> PersonHours:
    claimed, award = credited or (_expected(run, minutes + sums.unconfirmed, sums.scheduled), None)
    return PersonHours(
        minutes=minutes,
        scheduled=sums.scheduled,
        unconfirmed=sums.unconfirmed,
        claimed=claimed,
        is_complete=claimed >= run.version.hours,
        counted=award.hours if award else None,
        categories=tuple(award.by_category) if award else (),
    )


def _expected(run: Run, minutes: int, scheduled: int) -> int:
    approved = hours.to_decimal(run.version.hours)
    return hours.to_hundredths(attendance.hours_attended(approved, minutes=minutes, scheduled=scheduled))


def _credited(run: Run, person_ids: Collection[int]) -> dict[int, _Credited]:
    """Return what the run claimed for each person, and the award that counts most."""
    rows = ledger.claims_of(list(person_ids)).filter(key=claim_key(run.pk)).order_by("pk")
    claims = {person: (claim, claimed or 0) for person, claim, claimed in rows.values_list("person_id", "pk", "hours")}
    present = ledger.present_awards([claim for claim, _claimed in claims.values()])
    best = {claim: max(awards, key=lambda award: (award.hours, award.family)) for claim, awards in present.items()}
    return {person: (claimed, best.get(claim)) for person, (claim, claimed) in claims.items()}
