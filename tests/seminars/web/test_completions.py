"""A base applies for a self-paced programme and hands in who completed it; others see nothing of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import completions, programmes
from seminars.enums import ApplicationState, Mode
from seminars.models import CompletionSheet, Programme
from tests.seminars import builders
from tests.seminars.completions.builders import alone, line, text
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def ready(base: Organisation) -> Programme:
    """Return a self-paced programme whose window is open."""
    window = {"window_from": web.today() - timedelta(days=5), "window_until": web.today() + timedelta(days=5)}
    return alone(owner=base, at=web.now() - timedelta(days=6), learning_years=[], **window)


def completed(*persons: Any, **stated: Any) -> SimpleUploadedFile:
    day = web.today() - timedelta(days=1)
    return text(*(line(one, year=str(day.year), completed_on=day.isoformat(), **stated) for one in persons))


def page_of(programme: Programme) -> str:
    return reverse("seminars:completions", args=[programme.pk])


def test_apply_for_a_self_paced_programme_step_by_step(manager: Client, base: Organisation) -> None:
    typed = web.application_form(mode="self_paced", kind="PUBLIC_COURSE", category="public")
    application = web.walked(manager, base, **typed)
    window = {"window_from": f"{web.today():%Y-%m-%d}", "window_until": f"{web.today().year}-12-31"}
    typed = {
        **window,
        "outside_address": "https://learn.example.cn/a",
        "has_exam": "on",
        "passing_score": "60",
        "learning_years": f"{web.today().year - 1}，{web.today().year - 2}",
        "deed": "next",
    }

    manager.post(web.step(application, "alone"), typed)
    page = manager.get(reverse("seminars:application", args=[application.pk])).content.decode()
    manager.post(reverse("seminars:application", args=[application.pk]))

    application.refresh_from_db()
    assert "https://learn.example.cn/a" in page
    assert application.state == ApplicationState.SUBMITTED
    assert (application.mode, application.window_until) == (Mode.SELF_PACED, date(web.today().year, 12, 31))
    assert application.learning_years == [web.today().year - 2, web.today().year - 1]
    assert (application.has_exam, application.passing_score) == (True, 60)


@pytest.mark.parametrize("address", ["http://learn.example.cn/", "javascript:alert(1)", "https://a@learn.example.cn/"])
def test_an_address_that_is_not_safe_is_never_submitted(manager: Client, base: Organisation, address: str) -> None:
    form = web.application_form(mode="self_paced", kind="PUBLIC_COURSE", category="public")
    application = web.walked(manager, base, **form)
    window = {"window_from": f"{web.today():%Y-%m-%d}", "window_until": f"{web.today().year}-12-31"}
    manager.post(web.step(application, "alone"), {**window, "outside_address": address, "deed": "next"})

    page = manager.post(reverse("seminars:application", args=[application.pk]), follow=True).content.decode()

    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT
    assert str(programmes.AddressNotSafe()) in page


def test_a_programme_with_runs_has_no_step_of_self_paced_ones(manager: Client, base: Organisation) -> None:
    application = web.walked(manager, base)

    assert manager.get(web.step(application, "alone")).status_code == 404


def test_hand_in_read_confirm_and_fetch_the_receipt(manager: Client, base: Organisation) -> None:
    programme, who, stranger = ready(base), builders.person(), builders.person(name="别人")

    answer = manager.post(page_of(programme), {"file": completed(who, stranger, name="王小明")})
    sheet = CompletionSheet.objects.get()
    checked = manager.get(answer.headers["Location"]).content.decode()
    manager.post(reverse("seminars:confirm-completions", args=[sheet.pk]))
    busy = manager.get(reverse("seminars:completion-sheet", args=[sheet.pk]), headers={"HX-Request": "true"})
    completions.register_due(at=web.now())
    over = manager.get(reverse("seminars:completion-sheet", args=[sheet.pk])).content.decode()
    receipt = manager.get(reverse("seminars:completion-receipt", args=[sheet.pk])).content.decode()

    assert answer.headers["Location"] == reverse("seminars:completion-sheet", args=[sheet.pk])
    assert reverse("seminars:confirm-completions", args=[sheet.pk]) in checked
    assert "hx-get" in busy.content.decode()
    assert "hx-get" not in over
    assert "别人" not in checked + over + receipt
    assert list(sheet.rows.order_by("number").values_list("outcome", flat=True)) == ["CREDITED", "REFUSED"]


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("名单.xlsx", b"<!doctype html><table><tr><td>x</td></tr></table>"),
        SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 no zip"),
        SimpleUploadedFile("名单.csv", "甲,乙\n1,2\n".encode()),
        SimpleUploadedFile("名单.csv", b"\xff\xfe\x00"),
    ],
)
def test_what_is_no_table_is_answered_at_the_field(manager: Client, base: Organisation, file: Any) -> None:
    page = manager.post(page_of(ready(base)), {"file": file})

    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert not CompletionSheet.objects.exists()


def test_staff_read_and_managers_hand_in(base: Organisation) -> None:
    programme, staff = ready(base), web.browser(web.staff(base))

    assert staff.get(page_of(programme)).status_code == 200
    assert staff.post(page_of(programme), {"file": completed(builders.person())}).status_code == 404
    assert not CompletionSheet.objects.exists()


def test_another_base_sees_neither_tables_nor_receipts(manager: Client, base: Organisation) -> None:
    programme, other = ready(base), web.browser(web.manager(builders.base(name="苏州基地")))
    manager.post(page_of(programme), {"file": completed(builders.person())})
    sheet = CompletionSheet.objects.get()

    asked = [
        page_of(programme),
        *(reverse(f"seminars:completion-{what}", args=[sheet.pk]) for what in ("sheet", "receipt")),
    ]
    assert [other.get(address).status_code for address in asked] == [404, 404, 404]
    assert other.post(reverse("seminars:confirm-completions", args=[sheet.pk])).status_code == 404


def test_a_programme_with_runs_has_no_page_of_completions(manager: Client, base: Organisation) -> None:
    assert manager.get(page_of(web.approved(base))).status_code == 404


def test_the_pages_ask_as_often_for_three_tables_as_for_one(manager: Client, base: Organisation, asked_of: Any) -> None:
    programme = ready(base)
    manager.post(page_of(programme), {"file": completed(builders.person())})
    sheet = reverse("seminars:completion-sheet", args=[CompletionSheet.objects.get().pk])
    one = [asked_of(manager, address) for address in (page_of(programme), sheet)]
    for _ in range(2):
        manager.post(page_of(programme), {"file": completed(builders.person(), builders.person(), builders.person())})

    sheet = reverse("seminars:completion-sheet", args=[CompletionSheet.objects.latest("pk").pk])
    assert [asked_of(manager, address) for address in (page_of(programme), sheet)] == one


def test_the_programme_page_of_the_base_leads_to_its_tables(manager: Client, base: Organisation) -> None:
    programme = ready(base)

    page = manager.get(reverse("seminars:programme", args=[programme.pk])).content.decode()

    assert page_of(programme) in page
    assert reverse("seminars:open-run", args=[programme.pk]) not in page


def test_the_list_of_programmes_leads_to_the_tables(manager: Client, base: Organisation) -> None:
    programme = ready(base)

    page = manager.get(reverse("seminars:base-programmes", args=[base.pk])).content.decode()

    assert page_of(programme) in page
