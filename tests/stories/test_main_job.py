"""The main job: from a base's application to hours that explain themselves, a certificate that verifies and a reminder that arrives."""

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.apps import apps
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser

from learning.accounts import people
from learning.accounts.models import Organisation, Person
from tests.rigs import Mailbox, Site, wait_for
from tests.stories.cast import TITLE, Base, Officer, Professional

pytestmark = [pytest.mark.browser]

# A story sees the tables as an auditor would: through nobody's face.
Application, Programme, Run = (apps.get_model("seminars", name) for name in ("Application", "Programme", "Run"))
Entry, Standing, Certificate, Delivery = (
    apps.get_model("credits", name) for name in ("Entry", "Standing", "Certificate", "Delivery")
)

DAYS_BEFORE = 6


@dataclass
class Newcomer:
    """A professional whom the employer recorded, and who has no login yet."""

    person: Person
    name: str
    number: str
    mobile: str


def newcomer() -> Newcomer:
    """Return a professional of Nanjing without a login, who holds no place in a coming run."""
    employer = Organisation.objects.filter(kind="EMPLOYER", region="320100").order_by("pk")[0]
    free = (
        Person.objects.filter(logins=None, facts__organisation=employer)
        .exclude(enrolments__run__state="OPEN")
        .order_by("-pk")
    )
    person = free[0]
    mobile = person.contacts.get(kind="MOBILE").value
    return Newcomer(
        person, people.current_names([person.pk])[person.pk], people.full_number(person), mobile.removeprefix("+86")
    )


@dataclass
class Story:
    """The main job in steps, each of which may be interrupted by whoever kills processes."""

    site: Site
    browser: Browser
    after: Callable[[str], None]

    def walk(self) -> Newcomer:
        """Walk the whole of it and return whose hours came of it."""
        self.site.travel(-DAYS_BEFORE)
        self.publish()
        who = self.enrol()
        self.site.travel(0)
        self.hold()
        return who

    def publish(self) -> None:
        """A base applies, the regulator approves, the base opens a run and writes its page, the regulator moderates it."""
        self.base, self.officer = Base.arrive(self.browser, self.site), Officer.arrive(self.browser, self.site)
        self.base.sign_in("base")
        self.officer.sign_in("nanjing")
        self.base.apply()
        self.after("applied")
        self.officer.approve(Application.objects.get(title=TITLE).pk)
        programme = wait_for("the approval", lambda: Programme.objects.filter(current__title=TITLE).first())
        day = timezone.localdate(self.site.now()) + timedelta(days=DAYS_BEFORE - 2)
        self.base.open_run(programme.pk, day=day)
        self.run = Run.objects.get(programme=programme)
        self.after("opened")
        page = wait_for(
            "the draft of the page",
            lambda: apps.get_model("cms", "ProgrammePage").objects.filter(programme=programme).first(),
        )
        self.base.submit_page(page.pk)
        self.officer.moderate(page.pk)
        wait_for("the page to be public", lambda: type(page).objects.get(pk=page.pk).live)

    def enrol(self) -> Newcomer:
        """A professional signs up by mobile, joins the own record, finds the run in the catalogue and enrols."""
        who = newcomer()
        self.professional = Professional.arrive(self.browser, self.site)
        self.professional.sign_up(who.mobile)
        self.professional.join(name=who.name, number=who.number, mobile=who.mobile)
        # The clock of the rig may stand at night, when text messages wait for the morning.
        apps.get_model("credits", "QuietHours").objects.create(person=who.person, from_hour=0, until_hour=0)
        wait_for("the run in the catalogue", self._finds, seconds=60)
        self.professional.enrol(self.run.pk)
        self.after("enrolled")
        return who

    def _finds(self) -> bool:
        self.professional.go("/catalogue/?q=加工工艺")
        return self.professional.page.get_by_text(TITLE).count() > 0

    def hold(self) -> None:
        """The base confirms attendance and closes the run."""
        for session in self.run.sessions.order_by("number"):
            self.base.confirm(session.pk)
            self.after(f"confirmed {session.number}")
        self.base.close(self.run.pk)
        wait_for("the run to be closed", lambda: Run.objects.get(pk=self.run.pk).state == "CLOSED")
        self.after("closed")


def test_main_job_runs_end_to_end(site: Site, chromium: Browser, mailbox: tuple[str, Mailbox], tmp_path: Path) -> None:
    story = Story(site, chromium, after=lambda _step: None)

    who = story.walk()

    _hours_explain_themselves(story, who)
    _certificate_verifies(story, who, tmp_path)
    _reminder_arrives(who)
    _ends_once(story, who)


def _hours_explain_themselves(story: Story, who: Newcomer) -> None:
    page = story.professional
    page.go("/hours/")
    page.sees(TITLE)
    page.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.page.wait_for_load_state()
    page.sees("8学时")
    page.sees("nanjing-general@2023-01-01")
    page.sees("宁人社〔2014〕55号")
    standing = Standing.objects.get(person=who.person, cycle_starts_on__year=timezone.localdate().year)
    page.go(f"/hours/standings/{standing.pk}/")
    page.sees("应修")


def _certificate_verifies(story: Story, who: Newcomer, folder: Path) -> None:
    certificate = wait_for(
        "the certificate",
        lambda: Certificate.objects.filter(person=who.person, stated__title=TITLE).first(),
        seconds=60,
    )
    story.professional.go("/certificates/")
    with story.professional.page.expect_download() as download:
        story.professional.page.locator(f"a[href='/certificates/{certificate.pk}/file/']").click()
    file = Path(download.value.path())
    assert who.name in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    stranger = Professional.arrive(story.browser, story.site)
    stranger.page.goto(_address_in_code(file, folder))
    stranger.sees("证书有效")
    stranger.sees(who.name)
    stranger.sees(TITLE)


def _address_in_code(file: Path, folder: Path) -> str:
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(file), str(folder / "page")], check=True)
    found = zxingcpp.read_barcodes(Image.open(folder / "page.png"))
    return str(found[0].text)


def _reminder_arrives(who: Newcomer) -> None:
    def text(word: str) -> Any:
        return (
            apps.get_model("accounts", "TextMessage")
            .objects.filter(to__endswith=who.mobile, body__contains=word, sent_at__isnull=False)
            .first()
        )

    assert wait_for("word of the admission", lambda: text("录取"), seconds=60)
    assert wait_for("word of the certificate", lambda: text("证书"), seconds=60)


def _ends_once(story: Story, who: Newcomer) -> None:
    """Nothing is lost and nothing is doubled, whatever was killed on the way."""
    lines = Entry.objects.filter(person=who.person, claim__key=f"run:{story.run.pk}")
    assert [line.hours for line in lines] == [800]
    assert Certificate.objects.filter(person=who.person, stated__title=TITLE).count() == 1
    assert (
        Delivery.objects.filter(
            reminder__person=who.person,
            reminder__anchor=f"run:{story.run.pk}",
            reminder__kind="ENROLMENT_ADMITTED",
            channel="SMS",
        ).count()
        == 1
    )


def test_main_job_survives_five_kills(site: Site, chromium: Browser) -> None:
    places = {"applied": "web", "opened": "worker", "enrolled": "beat", "confirmed 1": "web", "closed": "worker"}
    killed: list[str] = []

    def kill(step: str) -> None:
        if step in places:
            site.kill_one(places[step])
            site.start(places[step])
            killed.append(step)

    story = Story(site, chromium, after=kill)

    who = story.walk()

    assert killed == list(places)
    wait_for(
        "the certificate",
        lambda: Certificate.objects.filter(person=who.person, stated__title=TITLE).exists(),
        seconds=60,
    )
    _reminder_arrives(who)
    _ends_once(story, who)
