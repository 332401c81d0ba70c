"""Closing a run on its page: the hours that everybody got are shown afterwards."""

import pytest
from django.urls import reverse

from seminars.enums import RunState
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def test_close_shows_what_everybody_got() -> None:
    base = builders.base()
    run = builders.confirmed(web.past(base, people=2), at=web.now())
    manager = web.browser(web.manager(base))

    page = manager.post(reverse("seminars:close-run", args=[run.pk]), follow=True).content.decode()

    run.refresh_from_db()
    assert run.state == RunState.CLOSED
    assert page.count("540/540") == 2
    assert "close/" not in page


def test_close_twice_changes_nothing() -> None:
    base = builders.base()
    run = builders.confirmed(web.past(base), at=web.now())
    manager = web.browser(web.manager(base))

    manager.post(reverse("seminars:close-run", args=[run.pk]))
    run.refresh_from_db()
    closed_at = run.closed_at
    manager.post(reverse("seminars:close-run", args=[run.pk]))

    run.refresh_from_db()
    assert run.closed_at == closed_at
