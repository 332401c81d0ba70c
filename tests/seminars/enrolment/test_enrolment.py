"""Places, waiting lists and what stands against an enrolment."""

from datetime import date
from typing import Any

import pytest

from credits import reminders
from learning.accounts import identity, people
from learning.accounts.enums import DocumentKind, FactKind, Series, TitleLevel
from learning.accounts.models import Person
from seminars import bases, enrolment, programmes, runs
from seminars.enums import EnrolmentKind, EnrolmentState, Mode
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, ENROL_UNTIL, MORNING, moment

pytestmark = pytest.mark.django_db

ADMITTED, WAITING, WITHDRAWN = EnrolmentState.ADMITTED, EnrolmentState.WAITING, EnrolmentState.WITHDRAWN


def states(run: Run) -> list[str]:
    return list(run.enrolments.order_by("rank").values_list("state", flat=True))


def told(person: Person) -> list[tuple[str, str]]:
    """Return state and reason of what the person was told, oldest first."""
    lines = [line for line in reminders.inbox([person.pk]) if line.kind == "ENROLMENT_DECIDED"]
    return [(line.facts["state"], line.facts["reason"]) for line in reversed(lines)]


def withdraw(row: Enrolment, at: Any = MORNING) -> None:
    enrolment.withdraw(enrolment=row, by=builders.user(), at=at)


def titled(person: Person, *, level: str = "", series: str = "") -> Person:
    for kind, code in ((FactKind.TITLE, level), (FactKind.SERIES, series)):
        if code:
            people.state_fact(person=person, kind=kind, code=code, since=date(2020, 1, 1), by=None, at=MORNING)
    return person


def test_places_go_in_order_and_then_people_wait() -> None:
    run = builders.opened(places=2)

    rows = [builders.enrolled(run=run) for _ in range(4)]

    run.refresh_from_db()
    assert states(run) == [ADMITTED, ADMITTED, WAITING, WAITING]
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert [enrolment.place_in_queue(row) for row in rows] == [None, None, 1, 2]
    assert run.places_taken == 2


def test_everybody_is_told_what_was_decided() -> None:
    run = builders.opened(places=1)

    first, second = builders.enrolled(run=run), builders.enrolled(run=run)

    assert told(first.person) == [("ADMITTED", "")]
    assert told(second.person) == [("WAITING", "")]


def test_withdrawal_promotes_the_first_who_waits() -> None:
    run = builders.opened(places=1)
    first, second, third = (builders.enrolled(run=run) for _ in range(3))

    withdraw(first)

    run.refresh_from_db()
    assert states(run) == [WITHDRAWN, ADMITTED, WAITING]
    assert run.places_taken == 1
    assert told(second.person) == [("WAITING", ""), ("ADMITTED", "")]
    assert told(third.person) == [("WAITING", "")]


def test_withdrawing_from_the_waiting_list_promotes_nobody() -> None:
    run = builders.opened(places=1)
    _first, second, third = (builders.enrolled(run=run) for _ in range(3))

    withdraw(second)

    third.refresh_from_db()
    assert states(run) == [ADMITTED, WITHDRAWN, WAITING]
    assert enrolment.place_in_queue(third) == 1


def test_withdraw_twice_is_refused_and_frees_one_place() -> None:
    run = builders.opened(places=2)
    row, _other = builders.enrolled(run=run), builders.enrolled(run=run)
    same = Enrolment.objects.get(pk=row.pk)
    withdraw(row)

    with pytest.raises(enrolment.NotEnrolled):
        withdraw(same)

    run.refresh_from_db()
    assert run.places_taken == 1


def test_withdraw_is_refused_once_the_run_has_begun() -> None:
    row = builders.enrolled(run=builders.opened())

    with pytest.raises(enrolment.RunHasBegun):
        withdraw(row, at=moment(23))

    row.refresh_from_db()
    assert row.state == ADMITTED


def test_who_withdrew_may_enrol_again_at_the_end_of_the_queue() -> None:
    run = builders.opened(places=1)
    row, other = builders.enrolled(run=run), builders.enrolled(run=run)
    withdraw(row)

    again = builders.enrolled(run=run, who=row.person)

    other.refresh_from_db()
    assert (again.pk, again.state, again.rank, other.state) == (row.pk, WAITING, 3, ADMITTED)
    assert again.withdrawn_at is None
    assert told(row.person) == [("ADMITTED", ""), ("WITHDRAWN", ""), ("WAITING", "")]


def test_sweep_gives_free_places_to_those_who_wait() -> None:
    run = builders.opened(places=1)
    rows = [builders.enrolled(run=run) for _ in range(4)]
    Run.objects.filter(pk=run.pk).update(places=3)

    given = [enrolment.promote_due(at=MORNING), enrolment.promote_due(at=MORNING)]

    assert given == [2, 0]
    assert states(run) == [ADMITTED, ADMITTED, ADMITTED, WAITING]
    assert told(rows[2].person) == [("WAITING", ""), ("ADMITTED", "")]


def test_sweep_gives_nothing_once_the_run_has_begun() -> None:
    run = builders.opened(places=1)
    _rows = [builders.enrolled(run=run) for _ in range(2)]
    Run.objects.filter(pk=run.pk).update(places=3)

    assert enrolment.promote_due(at=moment(23, "00:00")) == 0


def test_sweep_passes_over_a_run_that_fails() -> None:
    broken, whole = (builders.opened(places=1) for _ in range(2))
    for run in (broken, whole):
        _rows = [builders.enrolled(run=run) for _ in range(2)]
    Run.objects.update(places=2)
    Run.objects.filter(pk=broken.pk).update(quotas=[5])

    assert enrolment.promote_due(at=MORNING) == 1
    assert (states(broken), states(whole)) == ([ADMITTED, WAITING], [ADMITTED, ADMITTED])


@pytest.mark.parametrize(
    "at, refusal",
    [(moment(2, "08:59"), enrolment.EnrolmentNotOpen), (moment(20, "18:01"), enrolment.EnrolmentClosed)],
)
def test_enrol_is_refused_outside_its_time(at: Any, refusal: Any) -> None:
    run = builders.opened()

    with pytest.raises(refusal):
        builders.enrolled(run=run, at=at)

    assert not run.enrolments.exists()


def test_enrol_is_refused_in_a_cancelled_run() -> None:
    run = builders.opened()
    runs.cancel(run=Run.objects.get(pk=run.pk), by=builders.user(), at=MORNING, reason="报名不足")

    with pytest.raises(enrolment.EnrolmentClosed):
        builders.enrolled(run=run)


def test_enrol_is_refused_when_approval_or_recognition_is_gone() -> None:
    base = builders.base()
    run, other = builders.opened(programme=builders.approved(owner=base)), builders.opened()
    bases.end_recognition(recognition=base.recognitions.get(), ends_before=date(2026, 3, 24))
    programmes.withdraw_approval(programme=other.programme, by=builders.user(), on=date(2026, 3, 5))

    with pytest.raises(bases.BaseNotRecognised):
        builders.enrolled(run=run)
    with pytest.raises(enrolment.ApprovalWithdrawn):
        builders.enrolled(run=other)


def test_enrol_twice_is_refused() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)

    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=row.person)

    run.refresh_from_db()
    assert run.places_taken == 1


def test_enrol_is_refused_to_the_other_record_of_the_same_human() -> None:
    run = builders.opened()
    row, other = builders.enrolled(run=run), builders.person()
    people.join(first=row.person, second=other, reason="同一人", by=builders.user(), at=MORNING)

    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=other)


def test_only_those_whom_the_programme_is_for_may_enrol() -> None:
    programme = builders.approved(eligible_series=[Series.ACCOUNTING], eligible_levels=[TitleLevel.SENIOR])
    run = builders.opened(programme=programme)
    fitting = titled(builders.person(), level=TitleLevel.SENIOR, series=Series.ACCOUNTING)
    too_low = titled(builders.person(), level=TitleLevel.JUNIOR, series=Series.ACCOUNTING)
    other_series = titled(builders.person(), level=TitleLevel.SENIOR, series=Series.TEACHER)

    assert builders.enrolled(run=run, who=fitting).state == ADMITTED
    for who in (too_low, other_series, builders.person()):
        with pytest.raises(enrolment.NotEligible):
            builders.enrolled(run=run, who=who)


def test_title_that_begins_later_does_not_make_eligible() -> None:
    run = builders.opened(programme=builders.approved(eligible_levels=[TitleLevel.SENIOR]))
    who = builders.person()
    people.state_fact(
        person=who, kind=FactKind.TITLE, code=TitleLevel.SENIOR, since=date(2026, 3, 3), by=None, at=MORNING
    )

    with pytest.raises(enrolment.NotEligible):
        builders.enrolled(run=run, who=who)
    assert builders.enrolled(run=run, who=who, at=moment(3)).state == ADMITTED


def test_enrolment_elsewhere_at_the_same_time_is_refused() -> None:
    run, other = builders.opened(), builders.opened(places=1)
    builders.enrolled(run=other)
    row = builders.enrolled(run=other)

    with pytest.raises(enrolment.Clash):
        builders.enrolled(run=run, who=row.person)
    withdraw(row)

    assert builders.enrolled(run=run, who=row.person).state == ADMITTED


def test_runs_one_after_the_other_do_not_clash() -> None:
    morning, afternoon = builders.sessions()[0], builders.sessions()[1]
    short = {"programme": builders.approved(hours=3, minutes=135), "ends_on": date(2026, 3, 23)}
    row = builders.enrolled(run=builders.opened(sittings=[morning], **short))

    assert builders.enrolled(run=builders.opened(sittings=[afternoon], **short), who=row.person).state == ADMITTED


def test_what_is_recorded_clashes_with_nothing() -> None:
    recorded = builders.opened(programme=builders.approved(mode=Mode.RECORDED), mode=Mode.RECORDED)
    row = builders.enrolled(run=builders.opened())

    assert builders.enrolled(run=recorded, who=row.person).state == ADMITTED
    assert builders.enrolled(run=builders.opened(), who=builders.enrolled(run=recorded).person).state == ADMITTED


def test_viewers_take_no_place() -> None:
    run, silent = builders.opened(places=1, has_stream=True), builders.opened()

    rows = [builders.enrolled(run=run, kind=EnrolmentKind.VIEWER) for _ in range(2)]

    run.refresh_from_db()
    assert ([row.state for row in rows], run.places_taken) == ([ADMITTED, ADMITTED], 0)
    withdraw(rows[0])
    run.refresh_from_db()
    assert run.places_taken == 0
    with pytest.raises(enrolment.NoLiveStream):
        builders.enrolled(run=silent, kind=EnrolmentKind.VIEWER)


def test_who_waits_may_watch_and_who_is_admitted_need_not() -> None:
    run = builders.opened(places=1, has_stream=True)
    admitted, waiting = builders.enrolled(run=run), builders.enrolled(run=run)

    assert builders.enrolled(run=run, who=waiting.person, kind=EnrolmentKind.VIEWER).state == ADMITTED
    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=admitted.person, kind=EnrolmentKind.VIEWER)


def test_staff_add_somebody_new_by_name_and_number() -> None:
    run, number = builders.opened(), builders.number()

    row = enrolment.add_person(
        run=run,
        name="赵子龙",
        document_kind=DocumentKind.RESIDENT_ID,
        number=number,
        mobile="13800138000",
        by=builders.user(),
        at=MORNING,
    )

    assert row.state == ADMITTED
    assert people.current_names([row.person_id]) == {row.person_id: "赵子龙"}
    assert people.contacts_told(row.person).get().organisation == run.programme.base


def test_staff_add_somebody_known_until_the_run_ends() -> None:
    run, number = builders.opened(), builders.number()
    known = people.record(name="赵子龙", document_kind=DocumentKind.RESIDENT_ID, number=number, by=None, at=MORNING)
    facts = {
        "run": run,
        "name": "赵子龙",
        "document_kind": DocumentKind.RESIDENT_ID,
        "mobile": None,
        "by": builders.user(),
    }

    row = enrolment.add_person(number=number.lower(), at=AFTERNOON, **facts)

    assert row.person == known
    with pytest.raises(enrolment.EnrolmentClosed):
        enrolment.add_person(number=builders.number(), at=moment(25), **facts)


def test_staff_cannot_add_under_another_name_or_wrong_number() -> None:
    run, number = builders.opened(), builders.number()
    people.record(name="赵子龙", document_kind=DocumentKind.RESIDENT_ID, number=number, by=None, at=MORNING)
    facts = {
        "run": run,
        "document_kind": DocumentKind.RESIDENT_ID,
        "mobile": None,
        "by": builders.user(),
        "at": MORNING,
    }

    with pytest.raises(people.NameDiffers):
        enrolment.add_person(name="关云长", number=number, **facts)
    with pytest.raises(identity.WrongNumber):
        enrolment.add_person(name="关云长", number="12345", **facts)

    assert not run.enrolments.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_roll_shows_what_tells_namesakes_apart(count: int, django_assert_max_num_queries: Any) -> None:
    run = builders.opened()
    for place in range(count):
        enrolment.add_person(
            run=run,
            name="赵子龙",
            document_kind=DocumentKind.RESIDENT_ID,
            number=builders.number(),
            mobile=f"1380013800{place}",
            by=builders.user(),
            at=MORNING,
        )

    with django_assert_max_num_queries(10):
        roll = enrolment.roll(run)

    assert [(row.name, row.mobile_tail, row.has_namesake) for row in roll] == [
        ("赵子龙", f"800{place}", count > 1) for place in range(count)
    ]
    assert len(enrolment.namesakes(run=run, name="赵子龙", on=date(2026, 3, 2))) == count
    assert enrolment.namesakes(run=run, name="赵子", on=date(2026, 3, 2)) == []


def test_enrolments_of_a_person_are_those_of_all_their_records() -> None:
    row, other = builders.enrolled(run=builders.opened()), builders.person()
    builders.enrolled(run=builders.opened())
    people.join(first=row.person, second=other, reason="同一人", by=builders.user(), at=MORNING)

    assert list(enrolment.of_person(other)) == [row]


def test_the_day_before_everybody_admitted_is_reminded_once() -> None:
    run = builders.opened(places=1)
    admitted, waiting = builders.enrolled(run=run), builders.enrolled(run=run)
    builders.enrolled(run=builders.opened(starts_on=date(2026, 3, 22)))

    planned = [enrolment.remind_due(at=at) for at in (moment(20), moment(22), moment(22, "10:00"), moment(23))]

    assert planned == [0, 1, 0, 0]
    assert [line.kind for line in reminders.inbox([admitted.person.pk])].count("RUN_TOMORROW") == 1
    assert "RUN_TOMORROW" not in [line.kind for line in reminders.inbox([waiting.person.pk])]


def test_enrol_until_the_last_minute() -> None:
    assert builders.enrolled(run=builders.opened(), at=ENROL_UNTIL).state == ADMITTED
