"""What a base asks everybody who enrols for a run, and what they answer. Answers are deleted some time after closing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import QuestionKind

QUESTIONS_MAX = 10


class Question(models.Model):
    """One question of a base about a run."""

    run = models.ForeignKey("seminars.Run", models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("question"), max_length=60)
    kind = models.CharField(_("kind of answer"), max_length=6, choices=QuestionKind.choices)
    choices = models.JSONField(_("choices"), default=list, blank=True)  # texts
    is_required = models.BooleanField(_("has to be answered"), default=False)

    class Meta:
        verbose_name = _("question of a base")
        verbose_name_plural = _("questions of bases")
        constraints = [
            models.UniqueConstraint(name="one_question_a_number", fields=["run", "number"]),
            models.CheckConstraint(name="ten_questions_at_most", condition=Q(number__range=(1, QUESTIONS_MAX))),
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """What one person answered. Read by the person and by the staff of the base, by nobody else. Not append-only."""

    enrolment = models.ForeignKey("seminars.Enrolment", models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.CharField(_("answer"), max_length=100)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(name="one_answer_a_question", fields=["enrolment", "question"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.question_id}"
