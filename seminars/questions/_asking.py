"""What a base asks. A question that somebody answered stays as it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from seminars import runs
from seminars.enums import QuestionKind
from seminars.models import QUESTIONS_MAX, Question, Run

CHOICES_MAX = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as a base states it; `choices` are the texts of a question of that kind."""

    text: str
    kind: str = QuestionKind.TEXT
    choices: Sequence[str] = ()
    is_required: bool = False


class TooManyQuestions(Refusal):
    """People come to learn, not to fill in forms."""

    sentence = _("These would be %(count)s questions. Ask at most %(most)s.")


class QuestionMissing(Refusal):
    """A row has no question."""

    sentence = _("A question has no words. State it, or leave the row out.")


class ChoicesMissing(Refusal):
    """There is nothing to choose from, or far too much."""

    sentence = _("“%(question)s” needs two choices at least and %(most)s at most, each one once.")


@transaction.atomic
def ask(*, run: Run, asked: Sequence[Asked]) -> list[Question]:
    """
    Let `asked` be the questions of `run`, beside those that somebody answered already, which stay.

    :raises TooManyQuestions: QuestionMissing or ChoicesMissing, if they cannot be asked like that
    :raises RunNotOpen: if the run is closed or cancelled
    """
    runs.take_open(run)
    for one in asked:
        _require_answerable(one)
    kept = set(run.questions.filter(answers__isnull=False).values_list("number", flat=True))
    free = [number for number in range(1, QUESTIONS_MAX + 1) if number not in kept]
    if len(asked) > len(free):
        raise TooManyQuestions(count=len(asked) + len(kept), most=QUESTIONS_MAX)

    run.questions.exclude(number__in=kept).delete()
    return Question.objects.bulk_create(
        Question(
            run=run,
            number=number,
            text=one.text.strip(),
            kind=one.kind,
            choices=[choice.strip() for choice in one.choices] if one.kind == QuestionKind.CHOICE else [],
            is_required=one.is_required,
        )
        for number, one in zip(free, asked, strict=False)
    )


def _require_answerable(one: Asked) -> None:
    if not one.text.strip():
        raise QuestionMissing
    if one.kind != QuestionKind.CHOICE:
        return
    different = {choice.strip() for choice in one.choices} - {""}
    if len(different) != len(one.choices) or not 2 <= len(different) <= CHOICES_MAX:
        raise ChoicesMissing(question=one.text, most=CHOICES_MAX)
