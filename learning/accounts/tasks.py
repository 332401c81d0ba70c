"""Sweeps of accounts: the clock, one call."""

from celery import shared_task
from django.utils import timezone

from learning.accounts import texts


@shared_task(name="accounts.send_texts", ignore_result=True)
def send_texts(**_later: object) -> None:
    """Send text messages that were not sent right after commit."""
    texts.send_due(at=timezone.now())
