"""A form that is not accepted: offered again if it is ours, not if another site made it; and how large one may be."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TYPED = {"number": "JS-2026-1", "name": "张三"}


def test_own_form_that_is_too_old_keeps_what_was_typed() -> None:
    page = Client(enforce_csrf_checks=True).post("/verify/", TYPED, headers={"origin": "http://testserver"})

    assert page.status_code == 403
    assert 'value="JS-2026-1"' in page.content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_form_of_another_site_is_not_one_click_away(origin: str) -> None:
    page = Client(enforce_csrf_checks=True).post("/verify/", TYPED, headers={"origin": origin})

    assert page.status_code == 403
    assert "JS-2026-1" not in page.content.decode()
    assert 'action="/verify/"' not in page.content.decode()


@pytest.mark.parametrize("fields, status", [(9_000, 200), (11_000, 400)])
def test_form_of_thousands_is_taken_and_one_of_more_is_refused(fields: int, status: int) -> None:
    typed = {f"decision-{number}": "" for number in range(fields)}

    assert Client().post("/verify/", typed).status_code == status
