"""A form is sent once: two clicks, two browsers' tabs, and a page that is killed before or after its deed is done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.urls import reverse

from seminars.models import Run, SentForm
from tests.seminars import builders
from tests.seminars.killed import killed
from tests.seminars.web import builders as web

TOKEN = "c" * 32
# The same form in a process of its own, which dies where the patch says.
SENT = """
from unittest.mock import patch
from django.test import Client
from django.urls import reverse
from learning.accounts.models import User
from seminars.web import once, runs as page
from tests.seminars.web import builders as web

client = web.browser(User.objects.get(pk={user}))
with patch.object({where}, die):
    client.post(reverse("seminars:open-run", args=[{programme}]), web.run_form(once="{token}"))
"""


@pytest.mark.django_db
def test_two_clicks_open_one_run_and_lead_to_it() -> None:
    base = builders.base()
    client, programme = web.browser(web.manager(base)), web.approved(base)
    address, typed = reverse("seminars:open-run", args=[programme.pk]), web.run_form(once=TOKEN)

    first, second = client.post(address, typed), client.post(address, typed)

    assert first.headers["Location"] == second.headers["Location"]
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_a_form_with_errors_may_be_mended_and_sent_again() -> None:
    base = builders.base()
    client, programme = web.browser(web.manager(base)), web.approved(base)
    address = reverse("seminars:open-run", args=[programme.pk])

    client.post(address, web.run_form(once=TOKEN, places=""))
    client.post(address, web.run_form(once=TOKEN))

    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_the_same_token_of_somebody_else_is_another_form() -> None:
    base = builders.base()
    programme = web.approved(base)
    for user in (web.manager(base), web.manager(base)):
        web.browser(user).post(reverse("seminars:open-run", args=[programme.pk]), web.run_form(once=TOKEN))

    assert Run.objects.count() == 2


@pytest.mark.parametrize(
    "where", ['page, "_opened"', 'once, "_kept"'], ids=["before the deed", "after the deed, before its mark"]
)
def test_a_page_killed_before_it_ends_leaves_nothing_and_the_second_send_does_it(
    own_database: dict[str, str], where: str
) -> None:
    base = builders.base()
    user, programme = web.manager(base), web.approved(base)
    killed(SENT.format(user=user.pk, programme=programme.pk, token=TOKEN, where=where), own_database)
    assert (Run.objects.count(), SentForm.objects.count()) == (0, 0)

    for _attempt in range(2):
        web.browser(user).post(reverse("seminars:open-run", args=[programme.pk]), web.run_form(once=TOKEN))

    assert (Run.objects.count(), SentForm.objects.count()) == (1, 1)


def test_a_page_killed_after_it_is_done_is_not_done_again(own_database: dict[str, str]) -> None:
    base = builders.base()
    user, programme = web.manager(base), web.approved(base)
    # Saving the HTTP session is the first thing after the view: the deed is committed, the answer never leaves.
    where = '__import__("django.contrib.sessions.middleware", fromlist=["x"]).SessionMiddleware, "process_response"'
    killed(SENT.format(user=user.pk, programme=programme.pk, token=TOKEN, where=where), own_database)
    run = Run.objects.get()

    again = web.browser(user).post(reverse("seminars:open-run", args=[programme.pk]), web.run_form(once=TOKEN))

    assert again.headers["Location"] == reverse("seminars:base-run", args=[run.pk])
    assert Run.objects.count() == 1


@pytest.mark.usefixtures("own_database")
def test_two_tabs_at_once_open_one_run() -> None:
    base = builders.base()
    user, programme = web.manager(base), web.approved(base)
    clients, begin = [web.browser(user) for _tab in range(4)], Barrier(4)

    def send(tab: int) -> str:
        try:
            begin.wait(timeout=30)
            answer = clients[tab].post(reverse("seminars:open-run", args=[programme.pk]), web.run_form(once=TOKEN))
            return answer.headers["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        led_to = set(pool.map(send, range(4)))

    assert led_to == {reverse("seminars:base-run", args=[Run.objects.get().pk])}
