"""Bad input gets a sentence at the field, keeps what was typed, and changes nothing."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.accounts.enums import DocumentKind
from seminars.models import Application, ApplicationDecision, Enrolment, FiledChange, Run
from seminars.web.forms.applications import STEPS
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

MEGABYTE = "字" * 350_000

APPLICATION = [
    ("title", ""),
    ("title", MEGABYTE),
    ("kind", "CONFERENCE"),
    ("category", "其他"),
    ("level", "planet"),
    ("hours", "很多"),
    ("hours", "-1"),
    ("hours", "1.234"),
    ("hours", "1e9"),
    ("hours", "NaN"),
    ("hours", "9" * 400),
    ("minutes", "0"),
    ("minutes", "9" * 30),
    ("minutes", "540.5"),
    ("fee", "-5"),
    ("summary", MEGABYTE),
    ("teachers", "a\n" * 60),
    ("guidance_item", "999999999999999999999"),
    ("guidance_item", "1; DROP TABLE"),
    ("eligible_levels", "emperor"),
]


@pytest.mark.parametrize("field, value", APPLICATION)
def test_application(field: str, value: str) -> None:
    base = builders.base()
    manager = web.browser(web.manager(base))

    application = web.walked(manager, base)
    before = {name: getattr(application, name) for name in (field, "summary", "host")}
    [key] = [step.key for step in STEPS if field in step.fields]

    answer = manager.post(web.step(application, key), web.application_form(**{field: value}))

    _assert_said_at(answer.content.decode(), field)
    application.refresh_from_db()
    assert {name: getattr(application, name) for name in before} == before


RUN = [
    ("starts_on", "2026-02-30"),
    ("starts_on", "0001-01-01"),
    ("starts_on", "9999-12-31"),
    ("ends_on", "明天"),
    ("ends_on", "2020-01-01"),
    ("region", "110101"),
    ("region", "000000"),
    ("region", "32' OR 1=1"),
    ("place", ""),
    ("place", MEGABYTE),
    ("places", "0"),
    ("places", "9" * 30),
    ("admission", "LOTTERY"),
    ("enrol_from", "2026-13-01T00:00"),
    ("enrol_from", "0001-01-01T00:00"),
    ("enrol_until", "2001-01-01T00:00"),
    ("results_by", "0000-00-00"),
    ("sessions-0-title", ""),
    ("sessions-0-day", "2026-02-30"),
    ("sessions-0-day", "9999-12-31"),
    ("sessions-0-begins", "25:00"),
    ("sessions-0-ends", "08:00"),
    ("sessions-0-minutes", "181"),
    ("sessions-0-minutes", "-1"),
    ("quotas-0-share", "region:110000"),
    ("quotas-0-places", "5"),
]


@pytest.mark.parametrize("field, value", RUN)
def test_run(field: str, value: str) -> None:
    base = builders.base()
    programme = web.approved(base)
    manager = web.browser(web.manager(base))

    page = manager.post(
        reverse("seminars:open-run", args=[programme.pk]), web.run_form(**{field: value})
    ).content.decode()

    assert "field-error" in page
    assert 'value="第3讲"' in page
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"sessions-TOTAL_FORMS": "x"},
        {"sessions-TOTAL_FORMS": "100000"},
        {"sessions-TOTAL_FORMS": "0"},
        {"quotas-TOTAL_FORMS": ""},
        {"sessions-INITIAL_FORMS": "99"},
        {"sessions-1-begins": "10:00", "sessions-1-ends": "13:30"},
    ],
)
def test_rows_that_were_tampered_with(changed: dict[str, str]) -> None:
    base = builders.base()
    programme = web.approved(base)
    manager = web.browser(web.manager(base))

    answer = manager.post(reverse("seminars:open-run", args=[programme.pk]), web.run_form(**changed))

    assert answer.status_code == 200
    assert "alert-danger" in answer.content.decode()
    assert not Run.objects.exists()


PERSON = [
    ("name", ""),
    ("name", "王"),
    ("name", "王" * 51),
    ("name", MEGABYTE),
    ("number", ""),
    ("number", "320105196001010000"),
    ("number", "123"),
    ("number", MEGABYTE),
    ("document_kind", "LIBRARY_CARD"),
    ("mobile", "110"),
]


@pytest.mark.parametrize("field, value", PERSON)
def test_person(field: str, value: str) -> None:
    base = builders.base()
    run = web.coming(base)
    manager = web.browser(web.manager(base))
    typed = {
        "name": "欧阳修文",
        "document_kind": DocumentKind.RESIDENT_ID,
        "number": builders.number(),
        "mobile": "",
        field: value,
    }

    page = manager.post(reverse("seminars:add-person", args=[run.pk]), typed).content.decode()

    _assert_said_at(page, field)
    assert typed["number" if field == "name" else "name"] in page
    assert not Enrolment.objects.exists()


CHANGE = [
    ("day", "2026-02-30"),
    ("day", "0001-01-01"),
    ("begins", "24:60"),
    ("ends", "00:00"),
    ("teacher", MEGABYTE),
    ("reason", ""),
    ("reason", MEGABYTE),
]


@pytest.mark.parametrize("field, value", CHANGE)
def test_change(field: str, value: str) -> None:
    base = builders.base()
    session = web.first_session(web.coming(base))
    manager = web.browser(web.manager(base))
    starts = timezone.localtime(session.starts_at)
    typed = {
        "day": f"{starts:%Y-%m-%d}",
        "begins": "09:30",
        "ends": "12:00",
        "room": "报告厅",
        "reason": "教室维修",
        field: value,
    }

    page = manager.post(reverse("seminars:file-change", args=[session.pk]), typed).content.decode()

    _assert_said_at(page, field)
    assert "报告厅" in page
    assert not FiledChange.objects.exists()


@pytest.mark.parametrize("value", [MEGABYTE])
def test_decision(value: str) -> None:
    application = builders.submitted(at=web.now())
    officer = web.browser(web.officer(builders.regulator()))
    address = reverse("seminars:decide-application", args=[application.pk])

    page = officer.post(address, {"decision": "return", "reason": value, "approval_number": value}).content.decode()

    assert "field-error" in page
    assert not ApplicationDecision.objects.exists()


def test_null_characters_are_refused_and_change_nothing() -> None:
    base = builders.base()
    run = web.coming(base)
    manager = web.browser(web.manager(base))

    typed = manager.post(reverse("seminars:write-application", args=[base.pk]), web.application_form(title="课程\x00"))
    asked = manager.get(reverse("seminars:base-run", args=[run.pk]) + "?after=%00")

    assert (typed.status_code, asked.status_code) == (400, 400)
    assert Application.objects.count() == 1


def test_keys_of_other_peoples_rows_are_left_alone() -> None:
    base = builders.base()
    own, foreign = web.selecting(base), web.selecting(builders.base())
    theirs = foreign.enrolments.get()
    manager = web.browser(web.manager(base))

    manager.post(reverse("seminars:run-selection", args=[own.pk]), {f"decision-{theirs.pk}": "admit"})

    theirs.refresh_from_db()
    assert theirs.state == "APPLIED"


def test_the_roster_of_one_base_notes_nobody_of_another() -> None:
    base = builders.base()
    own, foreign = web.past(base), web.past(builders.base())
    theirs = foreign.enrolments.get()
    session = web.first_session(own)

    web.browser(web.manager(base)).post(reverse("seminars:session", args=[session.pk]), {f"absent-{theirs.pk}": "on"})

    assert not theirs.attendances.exists()


@pytest.mark.parametrize("key", ["0", "9" * 30])
@pytest.mark.parametrize(
    "name",
    [
        "base-programmes",
        "application",
        "programme",
        "open-run",
        "base-run",
        "session",
        "take-off",
        "decide-application",
        "run",
        "withdraw",
    ],
)
def test_keys_that_cannot_be(name: str, key: str) -> None:
    user = web.manager(builders.base())
    builders.organisations.appoint(
        user=user, organisation=builders.regulator(), role="REGULATOR_OFFICER", since=web.today(), by=None, at=web.now()
    )
    web.PersonLogin.objects.create(person=builders.person(at=web.now()), user=user, proof="IN_PERSON", since=web.now())

    assert web.browser(user).get(reverse(f"seminars:{name}", args=[key])).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "0", "9" * 40, "１"])
def test_pages_that_cannot_be_show_the_first(after: str) -> None:
    base = builders.base()
    web.approved(base, title="第一页的课程")

    page = web.browser(web.manager(base)).get(reverse("seminars:base-programmes", args=[base.pk]), {"after": after})

    assert "第一页的课程" in page.content.decode()


def _assert_said_at(page: str, field: str) -> None:
    part = page.split(f'name="{field}"', 1)[1]
    assert "field-error" in part.split('class="form-label', 1)[0], html.unescape(part[:500])
