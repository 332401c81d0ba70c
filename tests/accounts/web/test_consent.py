"""The notice on personal information is agreed to at sign-up, and again when it changed; the number has a consent of its own."""

import re

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from learning.accounts import consents
from learning.accounts.enums import ConsentKind
from learning.accounts.models import Consent, Person, TextMessage, User
from tests.accounts.builders import PASSWORD, user

pytestmark = pytest.mark.django_db
NEWER = "2027-01-01"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def sign_in(client: Client, somebody: User) -> str:
    answer = client.post("/accounts/login/", {"login": somebody.mobile, "password": PASSWORD})
    return str(answer["Location"])


def test_sign_up_keeps_version_and_moment(client: Client) -> None:
    client.post("/accounts/signup/", {"phone": "13900000001", "password1": PASSWORD, "consent": "on"})
    assert not Consent.objects.exists()
    found = re.search(r"\d{6}", TextMessage.objects.get().body)

    answer = client.post("/accounts/phone/verify/", {"code": found and found[0]})

    consent = Consent.objects.get()
    assert answer["Location"] == "/people/join/"
    assert (consent.kind, consent.version) == (ConsentKind.NOTICE, consents.NOTICES[-1])
    assert consent.user == User.objects.get()


def test_a_newer_notice_is_asked_for_at_the_next_sign_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = user()
    monkeypatch.setitem(consents._PRESENT, ConsentKind.NOTICE, NEWER)

    assert sign_in(client, somebody) == "/people/consent/"
    assert client.get("/learning/")["Location"] == "/people/consent/"
    assert client.get("/people/privacy/").status_code == 200
    refused = client.post("/people/consent/", {})
    assert list(refused.context["form"].errors) == ["agrees"]
    answer = client.post("/people/consent/", {"agrees": "on"})

    assert answer["Location"] == "/desk/"
    assert client.get("/people/join/").status_code == 200
    assert list(Consent.objects.filter(user=somebody, version=NEWER).values_list("kind", flat=True)) == ["NOTICE"]


def test_who_agreed_is_not_asked_again(client: Client) -> None:
    assert sign_in(client, user()) == "/desk/"


def test_the_number_needs_a_consent_of_its_own(client: Client) -> None:
    somebody = user()
    client.force_login(somebody)
    document = {"name": "李晓明", "document_kind": "RESIDENT_ID", "number": "11010519491231002X"}

    page = client.post("/people/join/", document)
    assert list(page.context["form"].errors) == ["agrees"]
    assert not Person.objects.exists()
    client.post("/people/join/", {**document, "agrees": "on"})

    assert Person.objects.exists()
    assert Consent.objects.filter(user=somebody, kind=ConsentKind.DOCUMENT_NUMBER).count() == 1


def test_a_consent_is_never_changed() -> None:
    consent = consents.given(user())[0]

    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(version="x")


def test_only_versions_that_there_were_are_shown(client: Client) -> None:
    assert client.get("/people/privacy/?version=2026-11-22").status_code == 200
    assert client.get("/people/privacy/?version=../../settings").status_code == 404
