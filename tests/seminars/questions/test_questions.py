"""What a base asks, what people answer, and how it is forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from seminars import closing, enrolment, questions, runs
from seminars.enums import EnrolmentKind, QuestionKind
from seminars.models import Answer, Enrolment, Question, Run
from seminars.questions import Asked
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, ENROL_UNTIL, MORNING, moment

pytestmark = pytest.mark.django_db

LODGING = Asked(text="住宿", kind=QuestionKind.CHOICE, choices=("不住宿", "单间", "合住"), is_required=True)
INVOICE = Asked(text="发票抬头")
CAR = Asked(text="是否自驾", kind=QuestionKind.YES_NO)


def asking(*asked: Asked, **facts: Any) -> tuple[Run, list[Question]]:
    """Open a run whose base asks."""
    run = builders.opened(**facts)
    return run, questions.ask(run=run, asked=asked or (LODGING, INVOICE, CAR))


def words(row: Enrolment) -> list[str]:
    """Return what was answered, as people read it."""
    given = questions.by_enrolment(row.answers.all()).get(row.pk, {})
    return [line.answer for line in questions.in_words(questions.asked(row.run), given)]


def test_answers_are_kept_with_the_enrolment() -> None:
    run, (lodging, invoice, car) = asking()

    row = builders.enrolled(run=run, answers={lodging.pk: "单间", invoice.pk: " 东南大学 ", car.pk: "yes"})

    assert [answer.text for answer in row.answers.order_by("question__number")] == ["单间", "东南大学", "yes"]


def test_who_has_to_answer_is_not_enrolled_without() -> None:
    run, (_lodging, invoice, _car) = asking()

    with pytest.raises(questions.AnswerMissing, match="住宿"):
        builders.enrolled(run=run, answers={invoice.pk: "东南大学"})

    assert not Enrolment.objects.exists()
    run.refresh_from_db()
    assert run.places_taken == 0


@pytest.mark.parametrize("answers", [{0: "套房"}, {0: "单间", 1: "长" * 101}, {0: "单间", 2: "perhaps"}])
def test_an_answer_that_was_not_offered_is_refused(answers: dict[int, str]) -> None:
    run, asked = asking()

    with pytest.raises(questions.AnswerNotPossible):
        builders.enrolled(run=run, answers={asked[place].pk: text for place, text in answers.items()})


def test_answers_to_another_runs_questions_are_left_out() -> None:
    run, (lodging, *_others) = asking()
    _other, (foreign,) = asking(INVOICE)

    builders.enrolled(run=run, answers={lodging.pk: "合住", foreign.pk: "别处"})

    assert [answer.text for answer in Answer.objects.all()] == ["合住"]


def test_staff_and_viewers_are_asked_nothing() -> None:
    run, _asked = asking(has_stream=True)

    builders.enrolled(run=run, kind=EnrolmentKind.VIEWER)
    enrolment.add_person(
        run=run,
        name="王伟",
        document_kind="RESIDENT_ID",
        number=builders.number(),
        mobile=None,
        by=builders.user(),
        at=MORNING,
    )

    assert Enrolment.objects.count() == 2
    assert not Answer.objects.exists()


def test_ten_questions_are_the_limit() -> None:
    run = builders.opened()

    with pytest.raises(questions.TooManyQuestions):
        questions.ask(run=run, asked=[Asked(text=f"问题{number}") for number in range(11)])

    assert not Question.objects.exists()
    assert len(questions.ask(run=run, asked=[Asked(text=f"问题{number}") for number in range(10)])) == 10


def test_what_was_answered_stays_as_it_was_asked_and_counts_towards_the_ten() -> None:
    run, (lodging, _invoice, _car) = asking()
    builders.enrolled(run=run, answers={lodging.pk: "单间"})

    questions.ask(run=run, asked=[Asked(text="到站时间")])

    assert [one.text for one in questions.asked(run)] == ["住宿", "到站时间"]
    with pytest.raises(questions.TooManyQuestions):
        questions.ask(run=run, asked=[Asked(text=f"问题{number}") for number in range(10)])


@pytest.mark.parametrize("choices", [(), ("单间",), ("单间", "单间"), ("单间", " "), tuple(map(str, range(13)))])
def test_a_choice_needs_choices(choices: tuple[str, ...]) -> None:
    run = builders.opened()

    with pytest.raises(questions.ChoicesMissing):
        questions.ask(run=run, asked=[Asked(text="住宿", kind=QuestionKind.CHOICE, choices=choices)])


def test_nobody_is_asked_anything_in_a_cancelled_run() -> None:
    run = builders.opened()
    runs.cancel(run=run, by=builders.user(), at=MORNING, reason="停办")

    with pytest.raises(runs.RunNotOpen):
        questions.ask(run=run, asked=[INVOICE])


def test_answers_can_be_changed_until_enrolment_ends() -> None:
    run, (lodging, invoice, _car) = asking()
    row = builders.enrolled(run=run, answers={lodging.pk: "单间"})

    questions.change(enrolment=row, answers={lodging.pk: "合住", invoice.pk: "东南大学"}, at=MORNING)
    with pytest.raises(questions.AnswersTooLate):
        questions.change(enrolment=row, answers={lodging.pk: "单间"}, at=ENROL_UNTIL)

    assert words(row) == ["合住", "东南大学", ""]


def test_whoever_staff_added_answers_later() -> None:
    run, (lodging, *_others) = asking()
    row = enrolment.add_person(
        run=run,
        name="王伟",
        document_kind="RESIDENT_ID",
        number=builders.number(),
        mobile=None,
        by=builders.user(),
        at=MORNING,
    )

    questions.change(enrolment=row, answers={lodging.pk: "不住宿"}, at=MORNING)

    assert words(row)[0] == "不住宿"


def test_answers_go_with_a_withdrawn_enrolment_and_are_asked_again() -> None:
    run, (lodging, *_others) = asking()
    row = builders.enrolled(run=run, answers={lodging.pk: "单间"})

    enrolment.withdraw(enrolment=row, by=builders.user(), at=MORNING)

    assert not Answer.objects.exists()
    with pytest.raises(questions.AnswerMissing):
        builders.enrolled(run=run, who=row.person)
    assert words(builders.enrolled(run=run, who=row.person, answers={lodging.pk: "合住"}))[0] == "合住"


def test_answers_go_with_a_refusal() -> None:
    run = builders.selecting()
    (invoice,) = questions.ask(run=run, asked=[INVOICE])
    taken, refused = (builders.enrolled(run=run, answers={invoice.pk: text}) for text in ("甲公司", "乙公司"))

    enrolment.select(
        run=run,
        admitted=[taken.pk],
        waiting=[],
        refused={refused.pk: "名额有限"},
        by=builders.user(),
        at=ENROL_UNTIL + timedelta(hours=1),
    )

    assert [answer.text for answer in Answer.objects.all()] == ["甲公司"]


def test_answers_of_a_run_that_nobody_closes_are_deleted_ninety_days_after_its_last_day() -> None:
    run, (lodging, invoice, _car) = asking()
    builders.enrolled(run=run, answers={lodging.pk: "单间", invoice.pk: "东南大学"})
    last = moment(run.ends_on.day, "23:59", month=run.ends_on.month)

    kept = questions.forget_due(at=last + timedelta(days=90))
    due = questions.forget_due(at=last + timedelta(days=90, minutes=1))

    run.refresh_from_db()
    assert (kept, due, run.answers_deleted) == (0, 2, 2)
    assert run.closed_at is None


def test_answers_of_a_run_that_is_closed_late_stay_sixty_days_after_that() -> None:
    run, (lodging, _invoice, _car) = asking()
    builders.enrolled(run=run, answers={lodging.pk: "单间"})
    closed_at = moment(run.ends_on.day, month=run.ends_on.month) + timedelta(days=80)
    closing.close(run=builders.confirmed(run), by=builders.user(), at=closed_at)

    assert questions.forget_due(at=closed_at + timedelta(days=59)) == 0
    assert questions.forget_due(at=closed_at + timedelta(days=60)) == 1


def test_answers_are_deleted_sixty_days_after_the_run_was_over_and_that_stays_known() -> None:
    run, (lodging, invoice, _car) = asking()
    later, (other,) = asking(INVOICE)
    builders.enrolled(run=run, answers={lodging.pk: "单间", invoice.pk: "东南大学"})
    builders.enrolled(run=later, answers={other.pk: "甲公司"})
    runs.cancel(run=run, by=builders.user(), at=AFTERNOON, reason="停办")

    early = questions.forget_due(at=AFTERNOON + timedelta(days=60, seconds=-1))
    due = questions.forget_due(at=AFTERNOON + timedelta(days=60))

    run.refresh_from_db()
    assert (early, due, questions.forget_due(at=AFTERNOON + timedelta(days=61))) == (0, 2, 0)
    assert (run.answers_deleted, run.answers_deleted_at) == (2, AFTERNOON + timedelta(days=60))
    assert [answer.text for answer in Answer.objects.all()] == ["甲公司"]
    assert len(questions.asked(run)) == 3
