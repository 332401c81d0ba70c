"""Devices seen: kept when one appears and every few minutes after that."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from learning.desks import seen
from tests.seminars import builders

pytestmark = pytest.mark.django_db


def test_device_is_kept_once_in_five_minutes_and_again_after(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(builders.user())
    client.get("/people/join/")
    first = UserSession.objects.get().last_seen_at

    client.get("/people/join/")
    soon = UserSession.objects.get().last_seen_at
    monkeypatch.setattr(seen, "KEPT_FOR", timedelta(0))
    client.get("/people/join/")

    assert soon == first
    assert UserSession.objects.get().last_seen_at > first


def test_another_device_is_kept_at_its_first_page() -> None:
    user = builders.user()
    for _device in range(2):
        client = Client()
        client.force_login(user)
        client.get("/people/join/")

    assert UserSession.objects.filter(user=user).count() == 2


def test_nobody_is_kept_who_is_not_signed_in() -> None:
    Client().get("/verify/")

    assert not UserSession.objects.exists()
