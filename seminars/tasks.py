"""Ticks of seminars."""

from celery import shared_task
from django.utils import timezone

from seminars import enrolment


@shared_task(name="seminars.promote_waiting", ignore_result=True)
def promote_waiting(**_later: object) -> None:
    """Give free places to those who wait."""
    enrolment.promote_due(at=timezone.now())


@shared_task(name="seminars.remind_of_runs", ignore_result=True)
def remind_of_runs(**_later: object) -> None:
    """Tell people of runs that begin tomorrow."""
    enrolment.remind_due(at=timezone.now())
