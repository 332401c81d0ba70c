"""A form that was sent after the sign-in ran out keeps what was typed."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_typed_form_is_kept_when_the_sign_in_ran_out() -> None:
    answer = Client().post(
        "/people/join/", {"name": "王小明", "number": "320115199001011234", "document_kind": "RESIDENT_ID"}
    )

    assert answer.status_code == 403
    assert "王小明" in answer.content.decode()
    assert 'action="/people/join/"' in answer.content.decode()


def test_password_is_never_shown_again() -> None:
    answer = Client().post("/people/join/", {"name": "王小明", "password": "geheim-2026", "number": "1"})

    assert "geheim-2026" not in answer.content.decode()


def test_mere_button_leads_to_signing_in() -> None:
    answer = Client().post("/inbox/read/", {"up_to": "1"})

    assert answer.status_code == 302
