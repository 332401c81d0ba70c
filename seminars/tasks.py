"""Ticks of seminars."""

from celery import shared_task
from django.utils import timezone

from seminars import closing, completions, deliverables, enrolment, questions


@shared_task(name="seminars.promote_waiting", ignore_result=True)
def promote_waiting(**_later: object) -> None:
    """Give free places to those who wait."""
    enrolment.promote_due(at=timezone.now())


@shared_task(name="seminars.remind_of_runs", ignore_result=True)
def remind_of_runs(**_later: object) -> None:
    """Tell people of runs that begin tomorrow."""
    enrolment.remind_due(at=timezone.now())


@shared_task(name="seminars.forget_answers", ignore_result=True)
def forget_answers(**_later: object) -> None:
    """Delete what people answered bases whose runs were closed long enough ago."""
    questions.forget_due(at=timezone.now())


@shared_task(name="seminars.register_completions", ignore_result=True)
def register_completions(**_later: object) -> None:
    """Register what bases told of self-paced programmes."""
    completions.register_due(at=timezone.now())


@shared_task(name="seminars.order_certificates", ignore_result=True)
def order_certificates(**_later: object) -> None:
    """Order the certificates of those whose work was accepted after their run was closed."""
    closing.order_due(at=timezone.now())


@shared_task(name="seminars.discard_leftovers", ignore_result=True)
def discard_leftovers(**_later: object) -> None:
    """Throw away files of deliverables that no row names."""
    deliverables.discard_leftovers_due(at=timezone.now())
