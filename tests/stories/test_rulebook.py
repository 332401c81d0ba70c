"""A rulebook becomes law: drafted, checked, compared, tried with progress, looked at, published, and the hours decided again."""

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.rigs import Site
from tests.stories.cast import Walker

pytestmark = [pytest.mark.browser]

RulebookVersion, Simulation, Redecision, Entry = (
    apps.get_model("credits", name) for name in ("RulebookVersion", "Simulation", "Redecision", "Entry")
)
REFERENCE = "苏人社发〔2026〕99号"
REASON = "新规则自本年度起执行"
# Two processes work behind the page, each in its turn.
PATIENCE = 90_000


@dataclass
class Lawmaker(Walker):
    """An officer of the province, who puts rulebooks into force."""

    draft: int = 0

    def send(self, beside: str) -> None:
        """Send the form that holds a field."""
        self.page.locator(f"main form:has([name={beside}]) button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def begin(self, source: int, *, since: str) -> None:
        """Begin a draft with what a version says, from a day on."""
        self.go(f"/rulebooks/new/?from={source}")
        self.fill(since=since)
        self.send("since")
        self.draft = int(re.findall(r"/rulebooks/(\d+)/edit/", self.page.url)[0])

    def type(self, text: str, *, button: str) -> None:
        """Type the whole text, and press a button."""
        self.page.locator("main textarea[name=text]").fill(text)
        self.page.locator(button).first.click()
        self.page.wait_for_load_state()

    def drop_failing_examples(self) -> int:
        """Run the examples; remove those that the new rules contradict, and return how many those were."""
        dropped = 0
        while True:
            self.go(f"/rulebooks/{self.draft}/examples/")
            failing = self.page.locator("article.example:has(.state-bad) a")
            if not failing.count():
                return dropped
            failing.first.click()
            self.page.locator("main button[name=remove]").click()
            self.page.wait_for_load_state()
            dropped += 1

    def try_it(self) -> int:
        """Try the draft on the ledger; wait, looking at the progress, for the result, and return its key."""
        self.go(f"/rulebooks/{self.draft}/simulations/")
        self.send("region")
        expect(self.page.locator("main [hx-get]").or_(self.page.locator("main dl.totals")).first).to_be_visible()
        expect(self.page.locator("main dl.totals")).to_be_visible(timeout=PATIENCE)
        return int(re.findall(r"/simulations/(\d+)/", self.page.url)[0])

    def publish(self) -> None:
        """Put the draft into force under a reference."""
        self.go(f"/rulebooks/{self.draft}/publish/")
        self.fill(reference=REFERENCE)
        self.page.locator("main [name=is_meant]").check()
        self.send("reference")

    def decide_again(self, simulation: int) -> None:
        """Have the hours decided again of those whom the result showed; wait until that is done."""
        self.go(f"/simulations/{simulation}/")
        self.page.locator(f"main a[href='/simulations/{simulation}/redecide/']").click()
        self.fill(reason=REASON)
        self.page.locator("main [name=is_meant]").check()
        self.send("reason")
        self.sees(REASON)
        expect(self.page.locator("main [hx-get]")).to_have_count(0, timeout=PATIENCE)


def test_a_draft_becomes_law_and_moves_the_hours_of_whom_it_was_tried_on(site: Site, chromium: Browser) -> None:
    year = timezone.localdate().year
    source = RulebookVersion.objects.filter(family="jiangsu-general", status="PUBLISHED").latest("pk")
    officer = Lawmaker.arrive(chromium, site)
    officer.sign_in("province")

    officer.begin(source.pk, since=f"{year}-01-01")
    text = officer.page.locator("main textarea[name=text]").input_value()
    officer.type(f"{text}\nnonsense = 1\n", button="main button[name=check]")
    expect(officer.page.locator("main [role=alert]").first).to_be_visible()
    capped = re.sub(r"(\[versions\.daily_cap\][^\[]*?hours = )\d+", r"\g<1>3", text)
    assert capped != text
    officer.type(capped, button="main form:has(textarea[name=text]) button.btn-primary")
    assert officer.page.url.endswith(f"/rulebooks/{officer.draft}/changes/")
    officer.sees("3学时")
    officer.drop_failing_examples()
    tried = officer.try_it()
    seen = Simulation.objects.get(pk=tried)
    officer.publish()
    officer.decide_again(tried)

    law = RulebookVersion.objects.get(pk=officer.draft)
    order = Redecision.objects.get(simulation=tried)
    assert (law.status, law.reference, seen.seen_by_id) == ("PUBLISHED", REFERENCE, law.published_by_id)
    assert (order.state, order.reason, order.done) == ("DONE", REASON, order.total)
    assert order.lines == Entry.objects.filter(act__reason=REASON, kind="REDECISION").count() > 0
