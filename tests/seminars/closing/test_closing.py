"""Closing a run: hours and certificates, all or none, once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credits import ledger, posting
from credits.models import CertificateOrder
from learning.accounts.models import Organisation
from seminars import bases, closing, enrolment, runs
from seminars.enums import EnrolmentKind, Mode, ProgrammeKind, RunState
from seminars.models import Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING, moment

pytestmark = pytest.mark.django_db


def close(run: Run, at: Any = AFTERNOON) -> list[posting.Receipt]:
    return closing.close(run=run, by=builders.user(), at=at)


def over(count: int = 1, **changed: Any) -> Run:
    """Return a run that is over, everybody confirmed present."""
    run = builders.opened(**changed)
    for _ in range(count):
        builders.enrolled(run=run, who=builders.professional())
    return builders.confirmed(run)


def test_close_credits_everybody_admitted() -> None:
    run = over(2, places=2)

    receipts = close(run)

    run.refresh_from_db()
    ids = list(run.enrolments.order_by("rank").values_list("person_id", flat=True))
    assert [(one.person_id, one.key, one.outcome, one.hours) for one in receipts] == [
        (pk, f"run:{run.pk}", "credited", Decimal(12)) for pk in ids
    ]
    assert (run.state, run.closed_at) == (RunState.CLOSED, AFTERNOON)


def test_close_twice_credits_once_and_gives_the_same_receipts() -> None:
    run = over(2)
    first = close(Run.objects.get(pk=run.pk))

    again = close(run, at=moment(25))

    assert [one.outcome for one in again] == ["known", "known"]
    assert [(one.claim_id, one.hours) for one in again] == [(one.claim_id, one.hours) for one in first]
    assert ledger.entries_of([one.person_id for one in first]).count() == 2
    run.refresh_from_db()
    assert run.closed_at == AFTERNOON


def test_close_again_knows_its_claims_whatever_became_of_the_base() -> None:
    base = builders.base()
    run = over(programme=builders.approved(owner=base))
    close(run)
    bases.end_recognition(recognition=base.recognitions.get(), ends_before=date(2026, 4, 1))
    base.name = "新名称"
    base.save()

    assert [one.outcome for one in close(Run.objects.get(pk=run.pk))] == ["known"]


def test_claims_state_what_was_approved_and_what_was_attended() -> None:
    programme = builders.approved(
        owner=builders.base(name="南京工业大学", since=date(2025, 1, 1), ends_before=date(2027, 1, 1)),
        title="绿色建筑节能改造",
    )
    run = builders.opened(programme=programme)
    row = builders.enrolled(run=run, who=builders.professional())
    builders.confirmed(run, minutes={row.pk: 130})

    close(run)

    claim = ledger.claims_of([row.person_id]).get()
    assert programme.current is not None
    assert (claim.title, claim.provider, claim.approval_number) == (
        "绿色建筑节能改造",
        "南京工业大学",
        programme.current.approval_number,
    )
    assert (claim.activity, claim.category, claim.mode, claim.level, claim.organiser) == (
        "class",
        "professional",
        "on_site",
        "city",
        "base",
    )
    assert (claim.hours, claim.minutes, claim.attended_minutes, claim.absent_half_days) == (1200, 540, 520, 0)
    assert (claim.starts_on, claim.ends_on, claim.starts_at) == (date(2026, 3, 23), date(2026, 3, 24), None)
    assert (claim.provider_since, claim.provider_until, claim.approved_on) == (
        date(2025, 1, 1),
        date(2026, 12, 31),
        date(2026, 3, 2),
    )
    assert claim.item == f"programme:{programme.code}"


@pytest.mark.parametrize(
    "facts, activity",
    [
        ({}, "class"),
        ({"mode": Mode.LIVE}, "online_course"),
        ({"mode": Mode.RECORDED}, "online_course"),
        ({"kind": ProgrammeKind.PUBLIC_COURSE, "category": "public"}, "public_course"),
        ({"kind": ProgrammeKind.ADVANCED_SEMINAR, "mode": Mode.LIVE}, "seminar"),
    ],
)
def test_activity_follows_from_kind_and_mode(facts: dict[str, Any], activity: str) -> None:
    if facts.get("kind") == ProgrammeKind.ADVANCED_SEMINAR:
        facts = {**facts, "guidance_item": builders.guidance_item()}
    run = over(programme=builders.approved(**facts), mode=facts.get("mode", Mode.ON_SITE))

    (receipt,) = close(run)

    assert ledger.claims_of([receipt.person_id]).get().activity == activity


def test_run_of_one_day_states_its_clock() -> None:
    run = over(
        programme=builders.approved(hours=6, minutes=270), ends_on=date(2026, 3, 23), sittings=builders.sessions(days=1)
    )

    (receipt,) = close(run)

    claim = ledger.claims_of([receipt.person_id]).get()
    assert (claim.starts_at, claim.ends_at) == (moment(23), moment(23, "16:30"))


def test_close_is_refused_before_the_last_session_ends() -> None:
    run = over()

    with pytest.raises(closing.RunNotOver):
        close(run, at=moment(24, "16:29"))

    run.refresh_from_db()
    assert run.state == RunState.OPEN


def test_close_is_refused_while_attendance_is_open() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run, who=builders.professional())

    with pytest.raises(closing.AttendanceOpen) as said:
        close(run)

    assert said.value.facts == {"session": "第1讲"}
    assert not ledger.claims_of([row.person_id]).exists()


def test_close_is_refused_for_a_cancelled_run() -> None:
    run = builders.opened()
    runs.cancel(run=run, by=builders.user(), at=MORNING, reason="报名不足")

    with pytest.raises(closing.RunCancelled):
        close(run)


def test_nobody_who_waits_or_withdrew_is_credited() -> None:
    run = builders.opened(places=1)
    admitted, gone, waiting = (builders.enrolled(run=run, who=builders.professional()) for _ in range(3))
    enrolment.withdraw(enrolment=gone, by=builders.user(), at=MORNING)
    builders.confirmed(run)

    receipts = close(run)

    assert [one.person_id for one in receipts] == [admitted.person_id]
    assert not ledger.claims_of([gone.person_id, waiting.person_id]).exists()


def test_who_never_came_gets_a_zero_and_no_certificate() -> None:
    run = builders.opened()
    absent, present = (builders.enrolled(run=run, who=builders.professional()) for _ in range(2))
    builders.confirmed(run, minutes={absent.pk: 0})

    receipts = close(run)

    assert [(one.person_id, one.hours) for one in receipts] == [
        (absent.person_id, Decimal(0)),
        (present.person_id, Decimal(12)),
    ]
    assert ordered(run) == [present.person_id]


def test_who_missed_more_than_a_fifth_gets_no_certificate() -> None:
    run = builders.opened()
    enough, too_little = (builders.enrolled(run=run, who=builders.professional()) for _ in range(2))
    builders.confirmed(run, minutes={enough.pk: 108, too_little.pk: 107})

    close(run)

    assert ordered(run) == [enough.person_id]
    passed = dict(ledger.claims_of([enough.person_id, too_little.person_id]).values_list("person_id", "passed"))
    assert passed == {enough.person_id: True, too_little.person_id: False}


def ordered(run: Run) -> list[int]:
    """Return who is due a certificate for `run`."""
    due = CertificateOrder.objects.filter(key__startswith=f"run:{run.pk}:")
    return list(due.order_by("person_id").values_list("person_id", flat=True))


def test_viewers_earn_hours_only_if_the_approval_says_so() -> None:
    earning = builders.opened(programme=builders.approved(viewers_earn_hours=True), has_stream=True)
    silent = builders.opened(has_stream=True)
    for run in (earning, silent):
        builders.enrolled(run=run, who=builders.professional(), kind=EnrolmentKind.VIEWER)
        builders.confirmed(run)

    (receipt,) = close(earning)

    assert ledger.claims_of([receipt.person_id]).get().mode == "live"
    assert close(silent) == []


def test_who_watched_while_waiting_and_was_then_admitted_counts_once() -> None:
    run = builders.opened(programme=builders.approved(viewers_earn_hours=True), has_stream=True, places=1)
    first, second = (builders.enrolled(run=run, who=builders.professional()) for _ in range(2))
    builders.enrolled(run=run, who=second.person, kind=EnrolmentKind.VIEWER)
    enrolment.withdraw(enrolment=first, by=builders.user(), at=MORNING)
    builders.confirmed(run)

    (receipt,) = close(run)

    assert (receipt.person_id, ledger.claims_of([second.person_id]).get().mode) == (second.person_id, "on_site")


def test_a_person_without_a_region_is_credited_under_the_rules_of_the_country() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)
    builders.confirmed(run)

    assert [one.person_id for one in close(run)] == [row.person_id]


def test_refused_row_leaves_the_run_open(monkeypatch: pytest.MonkeyPatch) -> None:
    run = over(2)
    people_ids = list(run.enrolments.values_list("person_id", flat=True))
    taken = {"person_id": people_ids[1], "key": f"run:{run.pk}", "title": "另一件", "activity": "class"}
    posting.credit(
        claims=[
            posting.ClaimFacts(
                **taken, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 5), hours=Decimal(1), category="professional"
            )
        ],
        by=None,
        at=MORNING,
        origin="test",
    )

    with pytest.raises(posting.KeyReused):
        close(run)

    run.refresh_from_db()
    assert run.state == RunState.OPEN
    assert not ledger.claims_of([people_ids[0]]).exists()


def test_run_is_ready_when_all_is_over_and_confirmed() -> None:
    run = builders.opened()
    bases = Organisation.objects.filter(pk=run.programme.base_id)
    over()

    assert list(closing.ready(bases, at=AFTERNOON)) == []
    builders.confirmed(run)
    assert list(closing.ready(bases, at=AFTERNOON)) == [run]
    close(run)
    assert list(closing.ready(bases, at=AFTERNOON)) == []


def test_close_asks_as_often_for_seventy_people_as_for_one() -> None:
    crowds = [over(count) for count in (1, 3, 70)]

    asked = [queries_of(run) for run in crowds]

    assert asked[0] == asked[1] == asked[2]


def queries_of(run: Run) -> int:
    by = builders.user()
    with CaptureQueriesContext(connection) as asked:
        closing.close(run=run, by=by, at=AFTERNOON)
    return len(asked)
