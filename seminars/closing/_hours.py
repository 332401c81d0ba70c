"""What each person of a run will get, and what they got."""

from collections.abc import Collection
from dataclasses import dataclass

from credits import hours, ledger
from seminars import attendance
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


def hours_of(run: Run, enrolments: Collection[Enrolment]) -> dict[int, PersonHours]:
    """Return what those of `enrolments` whose presence counts will get or got, by key of enrolment."""
    present = attendance.presence(run)
    sessions = list(run.sessions.values_list("minutes", "confirmed_at"))
    scheduled = sum(minutes for minutes, _confirmed in sessions)
    unconfirmed = sum(minutes for minutes, confirmed_at in sessions if confirmed_at is None)
    awards = _awards(run, [row.person_id for row in enrolments]) if run.state == RunState.CLOSED else {}
    return {
        row.pk: _hours(run, present[row.pk].minutes, scheduled, unconfirmed, awards.get(row.person_id))
        for row in enrolments
        if row.pk in present
    }


def _hours(run: Run, minutes: int, scheduled: int, unconfirmed: int, award: ledger.Award | None) -> PersonHours:
    approved = hours.to_decimal(run.version.hours)
    expected = attendance.hours_attended(approved, minutes=minutes + unconfirmed, scheduled=scheduled)
    return PersonHours(
        minutes=minutes,
        scheduled=scheduled,
        unconfirmed=unconfirmed,
        claimed=hours.to_hundredths(expected),
        is_complete=attendance.has_completed(minutes=minutes + unconfirmed, scheduled=scheduled),
        counted=award.hours if award else None,
        categories=tuple(award.by_category) if award else (),
    )


def _awards(run: Run, person_ids: Collection[int]) -> dict[int, ledger.Award]:
    rows = ledger.claims_of(list(person_ids)).filter(key=f"run:{run.pk}").order_by("pk")
    claims = dict(rows.values_list("person_id", "pk"))
    present = ledger.present_awards(list(claims.values()))
    best = {claim: max(awards, key=lambda award: (award.hours, award.family)) for claim, awards in present.items()}
    return {person: best[claim] for person, claim in claims.items() if claim in best}
