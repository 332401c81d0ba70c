"""Correcting hours after closing: asked for with proof, decided by a regulator, carried out all or none, once."""

from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, transaction

from credits import certificates, ledger, posting, standing
from credits.enums import ActKind, CertificateState, EntryKind
from credits.models import Act, Certificate, CertificateChange, CertificateOrder, Entry, Reminder
from learning.accounts import papers, people
from learning.accounts.models import Organisation
from learning.errors import Refusal
from seminars import attendance, closing, corrections, enrolment
from seminars.enums import CorrectionKind, CorrectionState, EnrolmentState
from seminars.models import AttendanceCorrection, CorrectionEvidence, Enrolment, HoursCorrection
from tests.credits.builders import credit, enact, facts
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment
from tests.seminars.corrections.builders import (
    ASKED_AT,
    DECIDED_AT,
    approved,
    asked,
    closed,
    first_only,
    office,
    paper,
    whole,
)

pytestmark = pytest.mark.django_db


def lines(*persons: Any) -> list[tuple[str, int]]:
    rows = ledger.entries_of([one.pk for one in persons]).order_by("pk")
    return [(row.kind, row.hours) for row in rows]


def test_asking_changes_nothing_yet() -> None:
    person = builders.professional()
    run = closed(person)
    before = (Entry.objects.count(), AttendanceCorrection.objects.count(), Reminder.objects.count())

    correction = asked(run=run, person=person)

    assert (correction.state, correction.due_on) == (CorrectionState.WAITING, date(2026, 4, 10))
    assert (Entry.objects.count(), AttendanceCorrection.objects.count(), Reminder.objects.count()) == before
    assert CorrectionEvidence.objects.get().name == "签到表.pdf"


def test_approving_writes_new_figures_and_new_lines_and_keeps_the_old_ones() -> None:
    person = builders.professional()
    run = closed(person)
    correction = asked(run=run, person=person)

    (effect,) = approved(correction)

    assert (effect.before, effect.after) == (1200, 300)
    assert lines(person) == [(EntryKind.CREDIT, 1200), (EntryKind.CORRECTION, -1200), (EntryKind.CORRECTION, 300)]
    figures = corrections.figures([correction])[correction.pk]
    assert [(one.before, one.after) for one in figures] == [(135, 0)] * 3
    claim = ledger.claims_of([person.pk]).get(revision=2)
    assert (claim.hours, claim.attended_minutes, claim.passed) == (300, 135, False)


def test_the_act_says_why_who_asked_and_who_decided() -> None:
    person = builders.professional()
    run = closed(person)
    correction = asked(run=run, person=person)
    decider = builders.user(name="王处长")
    regulator = office()

    corrections.approve(correction=correction, by=decider, office=regulator, at=DECIDED_AT)

    act = Act.objects.get(kind=ActKind.CORRECTION)
    assert (act.by, act.reason, act.at) == (decider, "签到表抄录有误", DECIDED_AT)
    assert posting.asked_of(act.origin) == posting.Asked(
        key=f"correction:{correction.pk}",
        by_id=correction.asked_by_id,
        for_id=run.programme.base_id,
        decided_for_id=regulator.pk,
    )


def test_somebody_who_was_never_there_loses_all() -> None:
    person = builders.professional()
    run = closed(person)

    (effect,) = approved(asked(run=run, person=person, kind=CorrectionKind.NOT_PRESENT))

    assert (effect.before, effect.after) == (1200, 0)
    assert sum(hours for _kind, hours in lines(person)) == 0


def test_a_wrong_person_gives_hours_and_place_to_the_right_one() -> None:
    wrong, right, third = (builders.professional(name=name) for name in ("张三", "张珊", "李四"))
    run = closed(wrong, third, places=2)

    effects = approved(asked(run=run, person=wrong, kind=CorrectionKind.WRONG_PERSON, right_person=right))

    assert [(one.person_id, one.before, one.after) for one in effects] == [(wrong.pk, 1200, 0), (right.pk, 0, 1200)]
    assert lines(wrong) == [(EntryKind.CREDIT, 1200), (EntryKind.REVERSAL, -1200)]
    assert lines(right) == [(EntryKind.CREDIT, 1200)]
    assert lines(third) == [(EntryKind.CREDIT, 1200)]
    assert dict(run.enrolments.values_list("person", "state")) == {
        wrong.pk: EnrolmentState.WITHDRAWN,
        right.pk: EnrolmentState.ADMITTED,
        third.pk: EnrolmentState.ADMITTED,
    }
    run.refresh_from_db()
    assert run.places_taken == 2


def test_a_late_addition_gets_hours_and_a_certificate() -> None:
    first, late = builders.professional(), builders.professional(name="赵六")
    run = closed(first)

    (effect,) = approved(asked(run=run, person=late, kind=CorrectionKind.LATE_ADDITION))

    assert (effect.before, effect.after) == (0, 1200)
    assert CertificateOrder.objects.filter(key=f"run:{run.pk}:{late.pk}").count() == 1
    run.refresh_from_db()
    assert run.places_taken == 2


def test_nobody_is_added_beyond_the_places() -> None:
    run = closed(builders.professional(), places=1)

    with pytest.raises(enrolment.NoPlaceLeft):
        asked(run=run, person=builders.professional(), kind=CorrectionKind.LATE_ADDITION)

    assert not HoursCorrection.objects.exists()


def test_closing_again_after_corrections_knows_every_claim() -> None:
    minutes, absent, wrong, right, late = (builders.professional() for _ in range(5))
    run = closed(minutes, absent, wrong)
    approved(asked(run=run, person=minutes))
    approved(asked(run=run, person=absent, kind=CorrectionKind.NOT_PRESENT))
    approved(asked(run=run, person=wrong, kind=CorrectionKind.WRONG_PERSON, right_person=right))
    approved(asked(run=run, person=late, kind=CorrectionKind.LATE_ADDITION))
    count = Entry.objects.count()

    receipts = closing.close(run=run, by=builders.user(), at=moment(28))

    assert {one.person_id: (one.outcome, one.hours) for one in receipts} == {
        minutes.pk: ("known", 3),
        absent.pk: ("known", 0),
        right.pk: ("known", 12),
        late.pk: ("known", 12),
    }
    assert Entry.objects.count() == count


def test_the_persons_concerned_are_told_once_and_nobody_else() -> None:
    wrong, right, third = (builders.professional() for _ in range(3))
    run = closed(wrong, third)

    approved(asked(run=run, person=wrong, kind=CorrectionKind.WRONG_PERSON, right_person=right))

    told = Reminder.objects.filter(kind="HOURS_CORRECTED").order_by("person")
    assert [(one.person_id, one.facts["before"], one.facts["after"]) for one in told] == [
        (wrong.pk, "12", "0"),
        (right.pk, "0", "12"),
    ]


def test_the_certificate_is_replaced_revoked_or_not_issued_at_all() -> None:
    issued, waiting = builders.professional(), builders.professional()
    run = closed(issued)
    certificates.issue_due(at=AFTERNOON)
    CertificateOrder.objects.create(
        key=f"run:{run.pk}:{waiting.pk}", person=waiting, facts={}, created_at=AFTERNOON, not_before=AFTERNOON
    )

    approved(asked(run=run, person=issued))
    certificates.settle(key=f"run:{run.pk}:{waiting.pk}", due=None, by=builders.user(), at=DECIDED_AT, reason="未到场")

    assert CertificateChange.objects.get(certificate=Certificate.objects.get()).state == CertificateState.REVOKED
    assert certificates.issue_due(at=moment(29)) == 0


def test_asked_twice_while_it_waits_is_refused_with_the_reason() -> None:
    person, other = builders.professional(name="张三"), builders.professional()
    run = closed(person, other)
    asked(run=run, person=person)

    with pytest.raises(corrections.AlreadyAsked, match="张三"):
        asked(run=run, person=person, kind=CorrectionKind.NOT_PRESENT)
    with pytest.raises(corrections.AlreadyAsked):
        asked(run=run, person=other, kind=CorrectionKind.WRONG_PERSON, right_person=person)

    assert HoursCorrection.objects.count() == 1


def test_a_returned_one_can_be_asked_anew() -> None:
    person = builders.professional()
    run = closed(person)
    first = asked(run=run, person=person)
    corrections.send_back(correction=first, by=builders.user(), office=office(), answer="请补签到表", at=DECIDED_AT)

    second = asked(run=run, person=person, at=DECIDED_AT)

    assert (first.state, second.state) == (CorrectionState.RETURNED, CorrectionState.WAITING)
    assert lines(person) == [(EntryKind.CREDIT, 1200)]


@pytest.mark.parametrize("deed", [corrections.send_back, corrections.refuse])
def test_no_without_a_reason(deed: Any) -> None:
    person = builders.professional()
    correction = asked(run=closed(person), person=person)

    with pytest.raises(corrections.ReasonMissing):
        deed(correction=correction, by=builders.user(), office=office(), answer="  ", at=DECIDED_AT)

    correction.refresh_from_db()
    assert correction.state == CorrectionState.WAITING


def test_nobody_decides_what_they_asked_for() -> None:
    person, by = builders.professional(), builders.user()
    correction = asked(run=closed(person), person=person, by=by)

    with pytest.raises(corrections.OwnMatter):
        corrections.approve(correction=correction, by=by, office=office(), at=DECIDED_AT)

    assert lines(person) == [(EntryKind.CREDIT, 1200)]


def test_decided_once() -> None:
    person = builders.professional()
    correction = asked(run=closed(person), person=person)
    approved(correction)

    with pytest.raises(corrections.AlreadyDecided):
        approved(HoursCorrection.objects.get(pk=correction.pk))

    assert len(lines(person)) == 3


def test_what_cannot_be_carried_out_is_not_asked_for() -> None:
    person, stranger = builders.professional(), builders.professional()
    run = closed(person)
    cases: list[tuple[type[Refusal], dict[str, Any]]] = [
        (corrections.NotInTheRun, {"person": stranger}),
        (attendance.NothingCorrected, {"person": person, "minutes": whole(run)}),
        (attendance.MinutesOutOfRange, {"person": person, "minutes": dict.fromkeys(whole(run), 136)}),
        (enrolment.AlreadyEnrolled, {"person": person, "kind": CorrectionKind.LATE_ADDITION}),
        (corrections.SamePerson, {"person": person, "kind": CorrectionKind.WRONG_PERSON, "right_person": person}),
        (corrections.WhyMissing, {"person": person, "reason": " "}),
        (papers.FileNeeded, {"person": person, "papers": []}),
        (papers.WrongFile, {"person": person, "papers": [paper(b"MZ\x90", name="签到表.pdf")]}),
    ]
    for refusal, stated in cases:
        with pytest.raises(refusal):
            asked(run=run, **stated)

    assert (HoursCorrection.objects.count(), CorrectionEvidence.objects.count()) == (0, 0)


def test_an_open_run_is_corrected_by_its_staff() -> None:
    run = builders.opened()
    person = builders.professional()
    builders.enrolled(run=run, who=person)
    builders.confirmed(run)

    with pytest.raises(corrections.RunNotClosed):
        asked(run=run, person=person, minutes=first_only(run))


def test_an_approval_that_fails_leaves_everything_as_it_was() -> None:
    person = builders.professional()
    run = closed(person)
    correction = asked(run=run, person=person)
    posting.reverse(claim=ledger.claims_of([person.pk]).get(), by=None, at=DECIDED_AT, reason="抽查发现")

    with pytest.raises(posting.AlreadyReversed):
        approved(correction)

    correction.refresh_from_db()
    assert (correction.state, AttendanceCorrection.objects.count()) == (CorrectionState.WAITING, 0)


def test_foreseen_is_what_comes_and_leaves_nothing() -> None:
    person = builders.professional()
    run = closed(person)
    correction = asked(run=run, person=person)
    before = (Entry.objects.count(), AttendanceCorrection.objects.count(), Act.objects.count())

    seen = corrections.foreseen(correction=correction, office=office(), at=DECIDED_AT)

    assert (Entry.objects.count(), AttendanceCorrection.objects.count(), Act.objects.count()) == before
    assert [(one.before, one.after) for one in seen.effects] == [(1200, 300)]
    (shift,) = seen.shifts
    (now,) = standing.history_of(person).filter(cycle_starts_on=shift.cycle_starts_on)
    assert shift.missing_before == now.missing
    effects = approved(correction)
    assert [(one.before, one.after) for one in effects] == [(one.before, one.after) for one in seen.effects]
    (after,) = standing.history_of(person).filter(cycle_starts_on=shift.cycle_starts_on)
    assert shift.missing_after == after.missing


def test_papers_cannot_be_exchanged() -> None:
    person = builders.professional()
    asked(run=closed(person), person=person)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE seminars_correctionevidence SET content = 'x'")


def test_two_records_of_one_human_are_one_person() -> None:
    person, second = builders.professional(), builders.professional()
    run = closed(person)
    people.join(first=person, second=second, reason="核对证件", by=builders.user(), at=ASKED_AT)

    with pytest.raises(corrections.SamePerson):
        asked(run=run, person=person, kind=CorrectionKind.WRONG_PERSON, right_person=second)


def test_what_a_cap_gave_to_others_is_foreseen_and_follows() -> None:
    person = builders.professional()
    cap = {"activities": ["class"], "hours": "20", "source": "JS7", "confidence": "A"}
    enact("nanjing-general", since=date(2026, 1, 1), caps=[cap])
    run = closed(person)
    credit(facts(person, "later", on=date(2026, 5, 6), hours=Decimal(12)), at=AFTERNOON)
    correction = asked(run=run, person=person)

    (seen,) = corrections.foreseen(correction=correction, office=office(), at=DECIDED_AT).effects
    (effect,) = approved(correction)

    assert seen.others == effect.others == ((date(2026, 1, 1), "professional", 400),)
    assert (effect.before, effect.after) == (1200, 300)


def test_what_was_returned_stays_with_the_base_until_it_asks_again() -> None:
    person, other = builders.professional(), builders.professional()
    run = closed(person, other)
    bases = Organisation.objects.filter(pk=run.programme.base_id)
    first = asked(run=run, person=person)
    refused = asked(run=run, person=other)
    corrections.send_back(correction=first, by=builders.user(), office=office(), answer="请补签到表", at=DECIDED_AT)
    corrections.refuse(correction=refused, by=builders.user(), office=office(), answer="签到表无误", at=DECIDED_AT)
    elsewhere = Organisation.objects.filter(pk=builders.base().pk)

    assert list(corrections.returned(bases)) == [first]
    assert list(corrections.returned(elsewhere)) == []
    asked(run=run, person=person, at=DECIDED_AT)
    assert list(corrections.returned(bases)) == []


def test_what_other_code_foresaw_or_of_other_places_is_worked_out_anew() -> None:
    person = builders.professional()
    run = closed(person)
    correction = asked(run=run, person=person)
    corrections.foresee(correction=correction, office=office(), at=DECIDED_AT)

    def kept() -> bool:
        return corrections.foresight(correction, at=DECIDED_AT) is not None

    assert kept()
    with patch("seminars.corrections._foresight._CODE", "another"):
        assert not kept()
    one, other = builders.professional(), builders.professional()
    for rank, (who, state) in enumerate(((one, EnrolmentState.WITHDRAWN), (other, EnrolmentState.REFUSED)), start=2):
        Enrolment.objects.create(
            run=run, person=who, state=state, rank=rank, enrolled_at=DECIDED_AT, enrolled_by=builders.user()
        )
    corrections.foresee(correction=correction, office=office(), at=DECIDED_AT)
    assert kept()
    Enrolment.objects.filter(person=one).update(state=EnrolmentState.REFUSED)
    Enrolment.objects.filter(person=other).update(state=EnrolmentState.WITHDRAWN)
    assert not kept()
