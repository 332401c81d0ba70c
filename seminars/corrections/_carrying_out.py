"""What an approved correction does: presence, claims, certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import certificates, ledger, posting
from learning.accounts import people
from learning.accounts.models import Organisation, Person, User
from learning.errors import Refusal
from seminars import attendance, closing, enrolment
from seminars.enums import CorrectionKind
from seminars.models import Enrolment, HoursCorrection, Run


class NotInTheRun(Refusal):
    """Nothing of this run is registered for the person."""

    sentence = _(
        "“%(title)s” registered no hours for %(name)s: there is nothing to correct. Ask for a late addition instead."
    )


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A correction that is carried out: by whom, in whose name, when."""

    correction: HoursCorrection
    by: User
    office: Organisation
    at: datetime

    @property
    def run(self) -> Run:
        """Return the run whose hours are corrected."""
        return self.correction.run

    @property
    def asked_on(self) -> date:
        """Return the day on which the base asked for it."""
        return timezone.localdate(self.correction.asked_at)

    @property
    def origin(self) -> str:
        """Return what the acts say about who asked and who decided."""
        asked = posting.Asked(
            key=self.correction.origin,
            by_id=self.correction.asked_by_id,
            for_id=self.run.programme.base_id,
            decided_for_id=self.office.pk,
        )
        return str(asked)


def carry_out(deed: Deed) -> None:
    """Do what the correction asks for; the caller holds the lock of the run."""
    _DEEDS[CorrectionKind(deed.correction.kind)](deed)


def _state_minutes(deed: Deed) -> None:
    row = _enrolment(deed)
    _restate(deed, row, {int(session): minutes for session, minutes in deed.correction.minutes.items()})
    _correct(deed)


def _state_absence(deed: Deed) -> None:
    row = _enrolment(deed)
    _restate(deed, row, dict.fromkeys(attendance.minutes_of(row), 0))
    _correct(deed)


def _exchange(deed: Deed) -> None:
    row, right = _enrolment(deed), deed.correction.right_person
    assert right
    # Both chains at once, in order of id: two acts after one another could wait for each other's people.
    records = people.joined([row.person_id, right.pk])
    ledger.lock([record for group in records.values() for record in group])
    minutes = attendance.minutes_of(row)
    _restate(deed, row, dict.fromkeys(minutes, 0))
    enrolment.give_up_late(enrolment=row, by=deed.by, at=deed.at)
    posting.reverse(claim=_claim(deed), by=deed.by, at=deed.at, reason=deed.correction.reason, origin=deed.origin)
    _settle(deed, row.person_id, None)
    _add(deed, right, minutes)


def _add_late(deed: Deed) -> None:
    _add(deed, deed.correction.person, {int(pk): minutes for pk, minutes in deed.correction.minutes.items()})


def _add(deed: Deed, person: Person, minutes: dict[int, int]) -> None:
    row = enrolment.admit_late(run=deed.run, person=person, by=deed.by, at=deed.at)
    _restate(deed, row, minutes)
    # The base hands it in by asking, and whoever decides lets it in, however late it is.
    facts = closing.claim_of(
        deed.run, person.pk, declared_on=deed.asked_on, late_approved_on=timezone.localdate(deed.at)
    )
    (receipt,) = posting.credit(
        claims=[facts], by=deed.by, at=deed.at, origin=deed.origin, reason=deed.correction.reason
    )
    _settle(deed, person.pk, next(iter(closing.orders(deed.run, [facts], [receipt])), None))


def _correct(deed: Deed) -> None:
    person = deed.correction.person_id
    facts = closing.claim_of(deed.run, person, declared_on=deed.asked_on)
    receipt = posting.correct(
        claim=_claim(deed),
        facts=facts,
        by=deed.by,
        at=deed.at,
        reason=deed.correction.reason,
        origin=deed.origin,
    )
    _settle(deed, person, next(iter(closing.orders(deed.run, [facts], [receipt])), None))


def _restate(deed: Deed, row: Enrolment, minutes: dict[int, int]) -> None:
    attendance.restate(enrolment=row, minutes=minutes, follows=deed.correction, by=deed.by, at=deed.at)


def _settle(deed: Deed, person_id: int, due: certificates.Order | None) -> None:
    key = closing.certificate_key(deed.run.pk, person_id)
    certificates.settle(key=key, due=due, by=deed.by, at=deed.at, reason=deed.correction.reason)


def _enrolment(deed: Deed) -> Enrolment:
    rows = attendance.on_roster(deed.run).filter(person=deed.correction.person_id).select_related("run__version")
    if row := rows.first():
        row.run = deed.run
        return row
    raise _missing(deed)


def _claim(deed: Deed) -> Any:
    claims = ledger.claims_of([deed.correction.person_id]).filter(key=closing.claim_key(deed.run.pk))
    if claim := claims.order_by("-revision").first():
        return claim
    raise _missing(deed)


def _missing(deed: Deed) -> NotInTheRun:
    person = deed.correction.person_id
    return NotInTheRun(title=deed.run.version.title, name=people.current_names([person]).get(person, ""))


_DEEDS: dict[CorrectionKind, Callable[[Deed], None]] = {
    CorrectionKind.MINUTES: _state_minutes,
    CorrectionKind.NOT_PRESENT: _state_absence,
    CorrectionKind.WRONG_PERSON: _exchange,
    CorrectionKind.LATE_ADDITION: _add_late,
}
