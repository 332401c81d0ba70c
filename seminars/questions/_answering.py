"""What people answer, and how it is forgotten."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.errors import Refusal
from learning.work import traced
from seminars import runs
from seminars.enums import QuestionKind
from seminars.models import Answer, Enrolment, Question, Run
from seminars.questions._queries import NO, YES, asked, open_to_change

KEPT = timedelta(days=60)
KEPT_UNCLOSED = KEPT + timedelta(days=30)  # a month to close the run

log = structlog.get_logger(__name__)


class AnswerMissing(Refusal):
    """The base cannot do without an answer."""

    sentence = _("“%(question)s” has to be answered before you enrol.")


class AnswerNotPossible(Refusal):
    """An answer is none of those offered, or far too long."""

    sentence = _("“%(answer)s” is no answer to “%(question)s”. Choose one of those offered, or say it in fewer words.")


class AnswersTooLate(Refusal):
    """The base plans by the answers."""

    sentence = _(
        "The answers for “%(title)s” could be changed until %(until)s, for as long as you are enrolled. Call the base if something changed."
    )


def require(*, run: Run, answers: Mapping[int, str]) -> dict[int, str]:
    """
    Return `answers`, by question of `run`, as they can be stored; whatever answers no question of the run is left out.

    :raises AnswerMissing: or AnswerNotPossible, if the base cannot take them
    """
    stated = {question: answers.get(question.pk, "").strip() for question in asked(run)}
    for question, text in stated.items():
        if question.is_required and not text:
            raise AnswerMissing(question=question.text)
        if text and not _is_possible(question, text):
            raise AnswerNotPossible(question=question.text, answer=text[:20])
    return {question.pk: text for question, text in stated.items() if text}


def store(*, enrolment: Enrolment, answers: Mapping[int, str], at: datetime) -> None:
    """Let `answers`, as `require` returned them, be those of `enrolment`. Needs the lock of its run."""
    enrolment.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(enrolment=enrolment, question_id=question, text=text, answered_at=at)
        for question, text in answers.items()
    )


@transaction.atomic
def change(*, enrolment: Enrolment, answers: Mapping[int, str], at: datetime) -> None:
    """
    Let `answers` be those of `enrolment`.

    :raises AnswersTooLate: if enrolment has ended, or the person is not enrolled any more
    :raises AnswerMissing: or AnswerNotPossible, if the base cannot take them
    """
    run = enrolment.run
    runs.take_open(run)
    enrolment.refresh_from_db(fields=["state"])
    if not open_to_change(enrolment, at=at):
        raise AnswersTooLate(title=run.version.title, until=tags.day_and_time(run.enrol_until))
    store(enrolment=enrolment, answers=require(run=run, answers=answers), at=at)


def forget(*, enrolments: Collection[Enrolment]) -> None:
    """Delete what `enrolments` answered: nobody needs it any more."""
    Answer.objects.filter(enrolment__in=[enrolment.pk for enrolment in enrolments]).delete()


def forget_due(*, at: datetime) -> int:
    """
    Delete the answers of runs that are long over, note it there, and return how many they were.

    Long over: closed or cancelled sixty days before `at`, or, if nobody ever closed it, held to its last day ninety days before.
    """
    answered = Answer.objects.filter(question__run=OuterRef("pk"))
    never_closed = Q(closed_at=None, ends_on__lt=timezone.localdate(at - KEPT_UNCLOSED))
    due = Run.objects.filter(Exists(answered), Q(closed_at__lte=at - KEPT) | never_closed)
    deleted = 0
    for run in due.order_by("pk"):
        try:
            deleted += _forget(run, at=at)
        except Exception as error:
            # One run that fails must not stop the others.
            log.error("answers not deleted", run=run.pk, error=traced(error))
    return deleted


@transaction.atomic
def _forget(run: Run, *, at: datetime) -> int:
    deleted, _by_model = Answer.objects.filter(question__run=run).delete()
    Run.objects.filter(pk=run.pk).update(answers_deleted=F("answers_deleted") + deleted, answers_deleted_at=at)
    return deleted


def _is_possible(question: Question, text: str) -> bool:
    offered = {QuestionKind.CHOICE: question.choices, QuestionKind.YES_NO: [YES, NO]}
    most = Answer._meta.get_field("text").max_length or 0
    return text in offered[QuestionKind(question.kind)] if question.kind in offered else len(text) <= most
