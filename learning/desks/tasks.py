"""Ticks of the desks."""

from celery import shared_task
from django.utils import timezone

from learning.desks import reminding


@shared_task(name="desks.remind_of_decisions", ignore_result=True)
def remind_of_decisions(**_later: object) -> int:
    """Tell officers of decisions that are late or due soon."""
    return reminding.remind_due(at=timezone.now())
