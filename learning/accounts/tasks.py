"""Sweeps of accounts: the clock, one call."""

from celery import shared_task
from django.utils import timezone

from learning.accounts import logins, texts


@shared_task(name="accounts.send_texts", ignore_result=True)
def send_texts(**_later: object) -> int:
    """Send text messages that were not sent right after commit."""
    return texts.send_due(at=timezone.now())


@shared_task(name="accounts.forget_codes", ignore_result=True)
def forget_codes(**_later: object) -> None:
    """Empty text messages whose codes expired, and drop sign-ups that nobody finished."""
    at = timezone.now()
    texts.forget_codes_due(at=at)
    logins.drop_unfinished_due(at=at)
