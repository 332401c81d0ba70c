"""What is asked, and what was answered, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seminars.enums import HELD, EnrolmentKind, QuestionKind, RunState
from seminars.models import Answer, Enrolment, Question, Run

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Line:
    """A question with what somebody answered, in words; empty where they did not."""

    question: str
    answer: str


def asked(run: Run) -> list[Question]:
    """Return the questions of `run` in their order."""
    return list(run.questions.order_by("number"))


def open_to_change(enrolment: Enrolment, *, at: datetime) -> bool:
    """Say whether the answers of `enrolment` can be given or changed. Who watches a stream is asked nothing."""
    run = enrolment.run
    is_held = enrolment.kind == EnrolmentKind.PARTICIPANT and enrolment.state in HELD
    return is_held and run.state == RunState.OPEN and at < run.enrol_until


def by_enrolment(answers: QuerySet[Answer]) -> dict[int, dict[int, str]]:
    """Return `answers` in words: by the key of the enrolment, then of the question."""
    found: dict[int, dict[int, str]] = {}
    for answer in answers.select_related("question").order_by("pk"):
        found.setdefault(answer.enrolment_id, {})[answer.question_id] = _said(answer)
    return found


def in_words(questions: list[Question], answers: Mapping[int, str]) -> list[Line]:
    """Return each of `questions` with its answer of `answers`, which are by question."""
    return [Line(question.text, answers.get(question.pk, "")) for question in questions]


def _said(answer: Answer) -> str:
    if answer.question.kind != QuestionKind.YES_NO:
        return answer.text
    return _("Yes") if answer.text == YES else _("No")
