"""Pages of simulations: an officer of the province tries a draft, sees who changes, and has hours decided again."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from credits import access, rulebooks, simulation
from credits.models import Entry, RecordLook, Redecision, Simulation
from learning.accounts import people
from learning.accounts.enums import FactKind
from tests.credits.builders import connect
from tests.credits.simulation.builders import CAPPED, draft
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
START = date(builders.YEAR, 1, 1)


@pytest.fixture
def officer():
    """Return an officer of the province."""
    return builders.regulator(region="320000")


@pytest.fixture
def met():
    """Return somebody of Nanjing who has met the duty of this year."""
    connect(since=START)
    made = builders.person()
    people.state_fact(person=made, kind=FactKind.OBLIGED, since=date(2015, 1, 1), by=None, at=builders.YESTERDAY)
    builders.line(made, hours=62, ends_on=date(builders.YEAR, 1, 9))
    builders.line(made, key="run:2", hours=30, category="public", ends_on=date(builders.YEAR, 1, 9))
    return made


def tried(officer, version=None):
    """Order a trial in the browser and let the sweep do it."""
    version = version or draft(since=START, daily_cap=CAPPED)
    browser = builders.signed_in(officer)
    answer = browser.post(f"/rulebooks/{version.pk}/simulate/", {"region": "", "since": ""})
    made = Simulation.objects.get()
    assert answer.url == f"/simulations/{made.pk}/"
    simulation.run_due(at=timezone.now())
    return browser, made


def publish(version):
    rulebooks.publish(version=version, by=None, at=timezone.now(), reference="宁人社〔2026〕1号")


def test_a_trial_shows_its_progress_and_then_its_result(officer, met):
    version = draft(since=START, daily_cap=CAPPED)
    browser = builders.signed_in(officer)
    browser.post(f"/rulebooks/{version.pk}/simulate/", {"region": "320100"})
    made = Simulation.objects.get()

    busy = browser.get(f"/simulations/{made.pk}/").content.decode()
    part = browser.get(f"/simulations/{made.pk}/", headers={"HX-Request": "true"})
    simulation.run_due(at=timezone.now())
    over = browser.get(f"/simulations/{made.pk}/", headers={"HX-Request": "true"})
    page = browser.get(f"/simulations/{made.pk}/").content.decode()

    assert 'hx-trigger="every 2s"' in busy
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part
    assert over["HX-Refresh"] == "true"
    assert "<dt>From met to short</dt><dd>1</dd>" in page
    assert "Nanjing" in page


def test_a_result_counts_as_looked_at_once_it_is_opened_and_not_before(officer, met):
    version = draft(since=START, daily_cap=CAPPED)
    browser = builders.signed_in(officer)
    browser.post(f"/rulebooks/{version.pk}/simulate/", {})
    made = Simulation.objects.get()
    browser.get(f"/simulations/{made.pk}/")
    simulation.run_due(at=timezone.now())
    made.refresh_from_db()
    before = made.seen_by

    browser.get(f"/simulations/{made.pk}/")

    made.refresh_from_db()
    assert (before, made.seen_by) == (None, officer)


def test_who_changes_is_listed_by_name_and_group(officer, met):
    browser, made = tried(officer)

    listed = browser.get(f"/simulations/{made.pk}/persons/?after_state=SHORT&city=320100").content.decode()
    elsewhere = browser.get(f"/simulations/{made.pk}/persons/?city=320500").content.decode()

    assert "张三" in listed
    assert "G10001234" not in listed
    assert "张三" not in elsewhere
    assert browser.get(f"/simulations/{made.pk}/persons/?after_state=NONSENSE").status_code == 404
    assert browser.get(f"/simulations/{made.pk}/persons/?cycle_starts_on=soon").status_code == 404


def test_a_person_is_explained_on_both_sides_once_a_purpose_is_stated(officer, met):
    browser, made = tried(officer)
    address = f"/simulations/{made.pk}/persons/{met.pk}/"

    closed = browser.get(address).content.decode()
    browser.post(address, {"purpose": "规则试算核对"})
    page = browser.get(address).content.decode()

    assert "集成电路研修班" not in closed
    assert RecordLook.objects.get().purpose == "规则试算核对"
    assert "集成电路研修班" in page
    assert "62 hours before, 36 after" in page


def test_hours_are_decided_again_after_asking_once_more_and_the_page_reports(officer, met):
    version = draft(since=START, daily_cap=CAPPED)
    browser, made = tried(officer, version)
    browser.get(f"/simulations/{made.pk}/")
    publish(version)
    asked = {"reason": "新办法自年初施行"}

    assert "Decide these hours again" in browser.get(f"/simulations/{made.pk}/").content.decode()
    browser.post(f"/simulations/{made.pk}/redecide/", asked)
    unmeant = Redecision.objects.exists()
    browser.post(f"/simulations/{made.pk}/redecide/", {**asked, "is_meant": "on"})
    simulation.redecide_due(at=timezone.now())
    page = browser.get(f"/simulations/{made.pk}/").content.decode()

    assert not unmeant
    assert Entry.objects.latest("pk").act.by == officer
    assert sum(Entry.objects.values_list("hours", flat=True)) < Decimal(9200)
    assert "Finished: 1 people were decided again, the hours of 1 changed" in page


def test_a_result_that_nobody_opened_cannot_be_acted_on(officer, met):
    version = draft(since=START, daily_cap=CAPPED)
    browser, made = tried(officer, version)
    publish(version)

    page = browser.post(f"/simulations/{made.pk}/redecide/", {"reason": "施行", "is_meant": "on"}).content.decode()

    assert "Nobody has opened the result" in page
    assert not Redecision.objects.exists()


def test_only_officers_of_the_province_try_rules(met):
    version = draft(since=START, daily_cap=CAPPED)
    city = builders.signed_in(builders.regulator(mobile="+8613900000009"))

    assert city.get(f"/rulebooks/{version.pk}/simulations/").status_code == 404
    assert city.post(f"/rulebooks/{version.pk}/simulate/", {}).status_code == 404
    assert not Simulation.objects.exists()


def test_the_result_asks_as_many_questions_for_many_people_as_for_one(officer, met):
    browser, made = tried(officer)
    page = access.simulation(user=officer, pk=made.pk, on=builders.TODAY)

    assert page == made
    assert builders.questions(browser, f"/simulations/{made.pk}/persons/") < 25


def test_the_page_of_publishing_says_what_was_tried_and_whether_it_still_holds(officer, met):
    version = draft(since=START, daily_cap=CAPPED)
    address = f"/rulebooks/{version.pk}/publish/"
    untried = builders.signed_in(officer).get(address).content.decode()
    browser, made = tried(officer, version)

    shown = browser.get(address).content.decode()
    text = rulebooks.with_values(rulebooks.text_of(version), {"title": "另一个名称"})
    version.refresh_from_db()
    rulebooks.edit(version=version, text=text, seen=version.revision, by=officer, at=timezone.now())
    changed = browser.get(address).content.decode()

    assert "No simulation of this draft has been run." in untried
    assert "1 become short and 0 become met" in " ".join(shown.split())
    assert f"/simulations/{made.pk}/" in shown
    assert "run the simulation again" not in shown
    assert "run the simulation again" in changed


def test_a_result_asks_as_often_for_three_cities_and_calls_them_in_the_language_of_the_page(officer, met):
    browser, made = tried(officer)
    address = f"/simulations/{made.pk}/"
    once = builders.questions(browser, address)
    for city in ("320200", "320500"):
        cell = made.cells.first()
        cell.pk, cell.city = None, city
        cell.save()

    assert builders.questions(browser, address) == once <= 30
    page = browser.get(address).content.decode()
    assert all(name in page for name in ("Nanjing", "Wuxi", "Suzhou"))
    assert "Suzhou" in browser.get(f"{address}persons/?city=320500").content.decode()
