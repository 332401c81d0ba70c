"""A new user's walk on a phone: sign up, join the record, find what closes a gap, enrol; every tap is counted."""

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from learning.accounts import people
from learning.accounts.models import Person, TextMessage
from tests.rigs import Site, wait_for
from tests.stories.cast import Professional, code_to

pytestmark = [pytest.mark.browser]

Standing, Enrolment, Run = (
    apps.get_model(app, name) for app, name in (("credits", "Standing"), ("seminars", "Enrolment"), ("seminars", "Run"))
)

TAPS_MAX = 12


@dataclass
class Phone(Professional):
    """A professional who walks by tapping, and types no address. To tap a field before typing counts as well."""

    taps: int = 0

    def tap(self, what: Locator) -> None:
        """Tap `what`, and wait for the page that may come of it."""
        what.first.click()
        self.taps += 1
        self.page.wait_for_load_state()

    def type(self, name: str, text: str) -> None:
        """Tap a field and type."""
        self.tap(self.page.locator(f"main [name='{name}']"))
        self.page.keyboard.type(text)

    def button(self, *, beside: str) -> Locator:
        """Return the button of the form that holds a field."""
        return self.page.locator(f"main form:has([name={beside}]) button[type=submit]")

    def link(self, words: str | re.Pattern[str]) -> Locator:
        """Return the link that says `words`."""
        return self.page.locator("main").get_by_role("link", name=words)


def _short_of_professional_hours() -> Person:
    """Return somebody without a login, whose mobile is recorded and who misses professional hours in the running cycle."""
    today = timezone.localdate()
    short = Standing.objects.filter(
        state="SHORT",
        cycle_starts_on__lte=today,
        cycle_ends_before__gt=today,
        person__logins=None,
        person__contacts__kind="MOBILE",
    ).select_related("person")
    for standing in short.order_by("person_id"):
        missing = {row["code"]: row["missing"] for row in standing.categories}
        if missing.get("professional"):
            if not Run.objects.filter(state="OPEN", ends_on__lte=standing.deadline, enrol_until__gt=timezone.now()):
                pytest.skip("so late in the year nothing ends before the deadline; it runs again from 1 January on")
            return standing.person
    raise AssertionError("nobody in the demo misses professional hours without having a login")


def test_a_newcomer_closes_a_gap_in_twelve_taps(site: Site, chromium: Browser) -> None:
    person = _short_of_professional_hours()
    mobile = person.contacts.get(kind="MOBILE").value.removeprefix("+86")
    phone = Phone.arrive(chromium, site)
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.sign_up(mobile)

    _join(phone, name=people.current_names([person.pk])[person.pk], number=people.full_number(person), mobile=mobile)
    _find(phone)
    _enrol(phone)

    held = Enrolment.objects.get(person=person, run_id=int(phone.page.url.rstrip("/").rpartition("/")[2]))
    assert held.state in {"ADMITTED", "APPLIED"}
    assert held.run.programme.current.category == "professional"
    assert phone.taps <= TAPS_MAX


def _join(phone: Phone, *, name: str, number: str, mobile: str) -> None:
    """Join the record, on the page that signing up ended on."""
    phone.type("name", name)
    phone.type("number", number)
    phone.tap(phone.page.locator("main [name=agrees]"))
    phone.tap(phone.button(beside="number"))
    before = TextMessage.objects.count()
    phone.tap(phone.button(beside="contact"))
    wait_for("the code", lambda: TextMessage.objects.count() > before)
    phone.type("code", code_to(mobile))
    phone.tap(phone.button(beside="code"))
    phone.tap(phone.link("继续"))


def _find(phone: Phone) -> None:
    """Open what closes the gap from My hours; what is listed first says what it gives of the professional subject."""
    phone.sees(re.compile("还差专业科目"))
    phone.tap(phone.link("选课补足"))
    given = phone.page.locator(".offer-own-good").all_inner_texts()
    assert given
    assert all("专业科目" in text for text in given)
    phone.tap(phone.page.locator(".offer:has(.offer-own-good):has(.offer-runs) .offer-title a"))


def _enrol(phone: Phone) -> None:
    phone.tap(phone.link(re.compile("报名|申请")))
    phone.tap(phone.page.locator("main button[name=kind][value=PARTICIPANT]"))
    expect(phone.page.locator("main")).to_contain_text(re.compile("您已被.*录取|申请"))
