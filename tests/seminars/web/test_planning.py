"""Provincial officers change the plan by sheet, other regulators read it, bases apply under their own rows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars.models import Application, PlannedSeminar, PlanSheet
from tests.seminars import builders
from tests.seminars.planning.builders import Province, text
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

PLAN = reverse("seminars:plan")


@pytest.fixture
def province() -> Province:
    return Province()


@pytest.fixture
def officer(province: Province) -> Client:
    return web.browser(web.officer(province.office))


def handed_in(officer: Client, *lines: list[Any]) -> PlanSheet:
    answer = officer.post(PLAN, {"year": web.today().year, "file": text(*lines)})
    assert answer.status_code == 302, answer.content.decode()
    return PlanSheet.objects.latest("pk")


def test_hand_in_read_the_diff_and_apply(officer: Client, province: Province) -> None:
    first = handed_in(officer, province.line("001"), province.line("002"))
    officer.post(reverse("seminars:apply-plan", args=[first.pk]))
    second = handed_in(officer, province.line("001", places="55"), province.line("003", sector="航天"))

    page = officer.get(reverse("seminars:plan-sheet", args=[second.pk])).content.decode()
    officer.post(reverse("seminars:apply-plan", args=[second.pk]))
    shown = officer.get(PLAN).content.decode()

    assert "<del>70</del>" in page
    assert "<ins>55</ins>" in page
    assert "航天" in page
    assert list(PlannedSeminar.objects.filter(withdrawn_at=None).values_list("code", "places")) == [("001", 55)]
    assert "高级研修班001" in shown


def test_other_regulators_read_and_change_nothing(officer: Client, province: Province) -> None:
    sheet = handed_in(officer, province.line("001"))
    city = web.browser(web.officer(builders.regulator()))

    assert city.get(PLAN).status_code == 200
    assert 'type="file"' not in city.get(PLAN).content.decode()
    assert city.post(PLAN, {"year": web.today().year, "file": text(province.line("002"))}).status_code == 404
    assert city.get(reverse("seminars:plan-sheet", args=[sheet.pk])).status_code == 404
    assert city.post(reverse("seminars:apply-plan", args=[sheet.pk])).status_code == 404
    assert not PlannedSeminar.objects.exists()


def test_what_is_no_sheet_is_answered_at_the_field(officer: Client, province: Province) -> None:
    page = officer.post(PLAN, {"year": web.today().year, "file": text(province.line("001"), headings=("甲",) * 9)})

    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert not PlanSheet.objects.exists()


def test_a_base_sees_its_own_rows_and_applies_under_one(officer: Client, province: Province) -> None:
    others = province.line("002", base=province.second.name, title="别家的班")
    officer.post(reverse("seminars:apply-plan", args=[handed_in(officer, province.line("001"), others).pk]))
    own, foreign = PlannedSeminar.objects.order_by("code")
    manager = web.browser(web.manager(province.first))
    address = reverse("seminars:plan-of-base", args=[province.first.pk])

    page = manager.get(address).content.decode()
    answer = manager.post(reverse("seminars:apply-under", args=[own.pk]))
    refused = manager.post(reverse("seminars:apply-under", args=[foreign.pk]))

    draft = Application.objects.get()
    assert "高级研修班001" in page
    assert "别家的班" not in page
    assert refused.status_code == 404
    assert answer.headers["Location"] == web.step(draft, "basics")
    assert (draft.plan_row, draft.title, draft.hours, draft.kind) == (own, own.title, 3600, "ADVANCED_SEMINAR")


def test_the_page_asks_as_often_for_three_rows_as_for_one(officer: Client, province: Province, asked_of: Any) -> None:
    officer.post(reverse("seminars:apply-plan", args=[handed_in(officer, province.line("001")).pk]))
    one = asked_of(officer, PLAN)
    lines = [province.line(f"00{number}") for number in range(1, 4)]
    officer.post(reverse("seminars:apply-plan", args=[handed_in(officer, *lines).pk]))

    assert asked_of(officer, PLAN) == one


def test_the_application_offers_the_rows_of_the_own_base_alone(
    manager: Client, base: Organisation, officer: Client, province: Province
) -> None:
    lines = [province.line("001", base=base.name, title="自家的班"), province.line("002", title="别家的班")]
    officer.post(reverse("seminars:apply-plan", args=[handed_in(officer, *lines).pk]))
    typed = web.application_form(kind="ADVANCED_SEMINAR")
    manager.post(reverse("seminars:write-application", args=[base.pk]), typed)

    page = manager.get(web.step(Application.objects.get(), "basics")).content.decode()

    assert "自家的班" in page
    assert "别家的班" not in page
