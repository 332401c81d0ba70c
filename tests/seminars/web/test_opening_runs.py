"""A base opens a run with its sessions, and cancels one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars.enums import RunState
from seminars.models import Run
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def test_open_a_run_with_its_sessions(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    answer = manager.post(reverse("seminars:open-run", args=[programme.pk]), web.run_form())

    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("seminars:base-run", args=[run.pk])
    assert [(one.number, one.minutes) for one in run.sessions.order_by("number")] == [(1, 180), (2, 180), (3, 180)]
    assert (run.region_id, run.mode, run.version) == ("320102", "on_site", programme.current)


def test_open_a_run_with_quotas(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)
    typed = web.run_form(admission="SELECTION", results_by=f"{web.today() + timedelta(days=19)}")
    typed |= {
        "quotas-0-share": "region:320100",
        "quotas-0-places": "30",
        "quotas-1-share": "sector:HEALTH",
        "quotas-1-places": "5",
    }

    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)

    assert Run.objects.get().quotas == [{"region": "320100", "places": 30}, {"sector": "HEALTH", "places": 5}]


def test_more_rows_keep_what_was_typed_and_open_nothing(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    page = manager.post(
        reverse("seminars:open-run", args=[programme.pk]), web.run_form(deed="more", places="")
    ).content.decode()

    assert 'value="第3讲"' in page
    assert "sessions-6-title" in page
    assert "field-error" not in page
    assert not Run.objects.exists()


def test_a_run_sent_twice_opens_once(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)
    typed = web.run_form(once="c" * 32)

    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)
    manager.post(reverse("seminars:open-run", args=[programme.pk]), typed)

    assert Run.objects.count() == 1


def test_sessions_that_do_not_hold_the_approved_minutes_are_said(manager: Client, base: Organisation) -> None:
    programme = web.approved(base)

    page = manager.post(
        reverse("seminars:open-run", args=[programme.pk]), web.run_form(**{"sessions-2-minutes": "90"})
    ).content.decode()

    assert "540" in page
    assert "alert-danger" in page
    assert not Run.objects.exists()


def test_cancel_a_run_needs_a_reason(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:cancel-run", args=[run.pk])

    manager.post(address, {"reason": ""})
    run.refresh_from_db()
    assert run.state == RunState.OPEN

    manager.post(address, {"reason": "讲师生病"})
    run.refresh_from_db()
    assert (run.state, run.cancelled_reason) == (RunState.CANCELLED, "讲师生病")
