"""Correcting the hours of a closed run on the pages: the base asks, the regulator sees what it would do and decides, the person reads it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from credits import ledger, posting
from credits.models import Entry
from learning.accounts import people
from learning.accounts.enums import FactKind, Role
from learning.accounts.models import Organisation, Person, PersonLogin, User
from seminars import closing, corrections
from seminars.enums import CorrectionKind, CorrectionState
from seminars.models import Enrolment, HoursCorrection, Run
from tests.seminars import builders
from tests.seminars.corrections.builders import PDF, asked
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

MOST = 30
REASON = "签到表抄录有误"


@pytest.fixture
def base() -> Organisation:
    return builders.base(name="南京封装基地")


@pytest.fixture
def run(base: Organisation) -> Run:
    return _closed(base, count=1)


@pytest.fixture
def person(run: Run) -> Person:
    return run.enrolments.get().person


@pytest.fixture
def officer() -> User:
    return web.officer(builders.regulator())


def _closed(base: Organisation, *, count: int) -> Run:
    run = web.past(base, people=count)
    for row in run.enrolments.all():
        _give_rulebook(row.person)
    builders.confirmed(run, at=web.now())
    closing.close(run=run, by=builders.user(), at=web.now())
    return Run.objects.get(pk=run.pk)


def _give_rulebook(person: Person) -> None:
    for kind, value in (
        (FactKind.REGION, {"region": builders.region()}),
        (FactKind.OBLIGED, {}),
        (FactKind.TARGET_LEVEL, {"code": "senior"}),
    ):
        people.state_fact(person=person, kind=kind, since=date(2014, 1, 1), by=None, at=web.now(), **value)


def _address(run: Run, row: Enrolment | None = None, kind: str = "") -> str:
    address = reverse("seminars:ask-correction", args=[run.pk])
    return f"{address}?enrolment={row.pk}&kind={kind}" if row else address


def _typed(run: Run, **changed: Any) -> dict[str, Any]:
    first, *rest = run.sessions.order_by("number")
    minutes = {f"minutes-{first.pk}": first.minutes, **{f"minutes-{one.pk}": 0 for one in rest}}
    return {**minutes, "reason": REASON, "papers": SimpleUploadedFile("签到表.pdf", PDF), **changed}


def _waiting(run: Run, person: Person) -> HoursCorrection:
    return asked(run=run, person=person, at=web.now())


def _decide(correction: HoursCorrection) -> str:
    return reverse("seminars:decide-correction", args=[correction.pk])


def test_a_manager_asks_with_a_paper_and_reads_that_it_waits(base: Organisation, run: Run) -> None:
    client = web.browser(web.manager(base))

    page = client.post(_address(run, run.enrolments.get(), "MINUTES"), _typed(run), follow=True)

    correction = HoursCorrection.objects.get()
    assert (correction.reason, correction.state) == (REASON, CorrectionState.WAITING)
    assert page.redirect_chain[-1][0] == reverse("seminars:run-corrections", args=[run.pk])
    assert REASON in page.content.decode()


def test_asking_without_a_paper_says_so_and_keeps_what_was_typed(base: Organisation, run: Run) -> None:
    page = web.browser(web.manager(base)).post(_address(run, run.enrolments.get(), "MINUTES"), _typed(run, papers=""))

    assert page.context["form"].errors.keys() == {"papers"}
    assert REASON in page.content.decode()
    assert not HoursCorrection.objects.exists()


def test_a_form_sent_twice_asks_once(base: Organisation, run: Run) -> None:
    client, row = web.browser(web.manager(base)), run.enrolments.get()
    once = client.get(_address(run, row)).context["once"]

    for _turn in range(2):
        client.post(_address(run, row), _typed(run, once=once))

    assert HoursCorrection.objects.count() == 1


def test_somebody_left_out_is_added_by_document(base: Organisation, run: Run) -> None:
    number = builders.number()
    whole = {f"minutes-{one.pk}": one.minutes for one in run.sessions.all()}

    web.browser(web.manager(base)).post(
        _address(run), _typed(run, name="赵六", document_kind="RESIDENT_ID", number=number, **whole)
    )

    correction = HoursCorrection.objects.get()
    assert correction.kind == CorrectionKind.LATE_ADDITION
    assert number not in str(HoursCorrection.objects.values())


def test_a_number_under_another_name_tells_nobody_whose_it_is(base: Organisation, run: Run) -> None:
    known = builders.person(name="钱七", at=web.now())
    number = people.full_number(known)

    page = web.browser(web.manager(base)).post(
        _address(run, run.enrolments.get(), "WRONG_PERSON"),
        _typed(run, name="赵六", document_kind="RESIDENT_ID", number=number),
    )

    assert page.context["form"].errors.keys() == {"name"}
    assert "钱七" not in page.content.decode()
    assert not HoursCorrection.objects.exists()


@pytest.mark.parametrize("who", ["staff", "other", "officer"])
def test_only_the_manager_of_the_base_asks(who: str, base: Organisation, run: Run, officer: User) -> None:
    users = {"staff": web.staff(base), "other": web.manager(builders.base()), "officer": officer}

    page = web.browser(users[who]).post(_address(run, run.enrolments.get()), _typed(run))

    assert (page.status_code, HoursCorrection.objects.count()) == (404, 0)


def test_an_enrolment_of_another_run_is_not_there(base: Organisation, run: Run) -> None:
    elsewhere = _closed(builders.base(), count=1)

    assert web.browser(web.manager(base)).get(_address(run, elsewhere.enrolments.get())).status_code == 404


def test_a_regulator_sees_what_would_be_and_looking_changes_nothing(run: Run, person: Person, officer: User) -> None:
    correction = _waiting(run, person)
    before = Entry.objects.count()

    page = web.browser(officer).get(_decide(correction))

    (one,) = page.context["row"].people
    assert (one.before, one.after) == ("12", "3")
    assert [line["hours"] for line in one.lines] == ["+12", "−12", "+3"]
    assert Entry.objects.count() == before
    correction.refresh_from_db()
    assert correction.state == CorrectionState.WAITING


def test_approving_corrects_and_both_lines_stay_visible(
    base: Organisation, run: Run, person: Person, officer: User
) -> None:
    correction = _waiting(run, person)

    web.browser(officer).post(_decide(correction), {"decision": "approve", "answer": ""})

    correction.refresh_from_db()
    assert (correction.state, correction.decided_by) == (CorrectionState.APPROVED, officer)
    for client, address in (
        (web.browser(web.staff(base)), reverse("seminars:run-corrections", args=[run.pk])),
        (web.browser(web.professional(person)), reverse("credits:timeline")),
    ):
        text = client.get(address).content.decode()
        assert ("+12" in text, "−12" in text, "+3" in text, REASON in text) == (True, True, True, True)


def test_the_explanation_says_who_asked_and_who_decided(run: Run, person: Person, officer: User) -> None:
    web.browser(officer).post(_decide(_waiting(run, person)), {"decision": "approve", "answer": ""})
    newest = ledger.entries_of([person.pk]).order_by("-number")[0]
    address = reverse("credits:entry", args=[newest.pk])

    text = web.browser(web.professional(person)).get(address).content.decode()

    office = corrections.of_run(run).get().decided_for
    assert office is not None
    assert all(word in text for word in (REASON, "南京封装基地", office.name))
    stranger = web.browser(web.professional(builders.person(at=web.now())))
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("decision, state", [("return", "RETURNED"), ("refuse", "REFUSED")])
def test_no_needs_a_reason_which_the_base_reads(
    decision: str, state: str, run: Run, person: Person, officer: User
) -> None:
    correction, client = _waiting(run, person), web.browser(officer)

    empty = client.post(_decide(correction), {"decision": decision, "answer": ""})
    client.post(_decide(correction), {"decision": decision, "answer": "请补交原始签到表"})

    assert empty.context["form"].errors.keys() == {"answer"}
    correction.refresh_from_db()
    assert (correction.state, Entry.objects.count()) == (state, 1)
    page = web.browser(web.staff(run.programme.base)).get(reverse("seminars:run-corrections", args=[run.pk]))
    assert "请补交原始签到表" in page.content.decode()


def test_who_may_not_decide_is_answered_as_if_there_were_nothing(run: Run, person: Person) -> None:
    correction = _waiting(run, person)
    regulator = builders.regulator()
    strangers = (
        web.officer(builders.regulator(code=builders.SUZHOU)),
        web.officer(builders.regulator(code=builders.JIANGSU, sector="ACCOUNTING")),
        web.member(regulator, Role.REGULATOR_VIEWER),
        web.manager(run.programme.base),
    )

    answers = [web.browser(one).post(_decide(correction), {"decision": "approve"}).status_code for one in strangers]

    assert answers == [404] * 4
    assert Entry.objects.count() == 1


def test_nobody_decides_what_they_asked_for_or_what_concerns_them(run: Run, person: Person) -> None:
    regulator = builders.regulator()
    asker, concerned = web.officer(regulator), web.officer(regulator)
    PersonLogin.objects.create(person=person, user=concerned, proof="IN_PERSON", since=web.now())
    correction = asked(run=run, person=person, at=web.now(), by=asker)

    answers = [
        web.browser(one).post(_decide(correction), {"decision": "approve"}).status_code for one in (asker, concerned)
    ]

    assert answers == [404, 404]
    assert not corrections.waiting_for(user=asker, on=web.today()).exists()
    assert not corrections.waiting_for(user=concerned, on=web.today()).exists()


def test_papers_open_to_the_base_and_its_regulators_only(
    base: Organisation, run: Run, person: Person, officer: User
) -> None:
    paper = _waiting(run, person).evidence.get()
    address = reverse("seminars:correction-paper", args=[paper.pk])
    strangers = (
        web.manager(builders.base()),
        web.officer(builders.regulator(code=builders.SUZHOU)),
        web.professional(person),
    )

    answer = web.browser(web.staff(base)).get(address)

    assert (answer.content, answer["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert web.browser(officer).get(address).status_code == 200
    assert [web.browser(one).get(address).status_code for one in strangers] == [404] * 3


def test_the_desk_shows_it_with_its_clock(run: Run, person: Person, officer: User) -> None:
    correction = _waiting(run, person)

    page = web.browser(officer).get(reverse("decisions") + "?kind=CORRECTION")

    (matter,) = page.context["matters"]
    assert (matter.address, matter.due_on, matter.is_late) == (_decide(correction), correction.due_on, False)


@pytest.mark.parametrize("page", ["run-corrections", "corrections", "decide-correction"])
def test_pages_ask_as_often_for_three_corrections(
    page: str, base: Organisation, officer: User, asked_of: Callable[[Client, str], int]
) -> None:
    run = _closed(base, count=4)
    first, *others = [row.person for row in run.enrolments.order_by("pk")]
    correction = _waiting(run, first)
    client = web.browser(web.manager(base) if page == "run-corrections" else officer)
    args = {"run-corrections": [run.pk], "corrections": [], "decide-correction": [correction.pk]}[page]
    address = reverse(f"seminars:{page}", args=args)

    once = asked_of(client, address)
    for other in others[:2]:
        _waiting(run, other)

    assert asked_of(client, address) == once
    assert once <= MOST


def test_what_was_foreseen_is_worked_out_anew_when_something_moved(
    base: Organisation, run: Run, person: Person, officer: User, asked_of: Callable[[Client, str], int]
) -> None:
    correction, client = _waiting(run, person), web.browser(officer)
    people.state_fact(person=person, kind=FactKind.OBLIGED, since=date(2013, 1, 1), by=None, at=web.now())

    before = client.get(_decide(correction))
    seldom = asked_of(client, _decide(correction))
    after = client.post(reverse("seminars:foresee-correction", args=[correction.pk]), follow=True)

    assert (before.context["foresight"], before.context["row"].people[0].after) == (None, "12")
    assert seldom <= MOST
    assert after.context["row"].people[0].after == "3"
    correction.refresh_from_db()
    assert (correction.state, Entry.objects.count()) == (CorrectionState.WAITING, 1)


def test_what_stands_against_it_is_said_in_the_language_of_the_page(run: Run, person: Person, officer: User) -> None:
    correction, client = _waiting(run, person), web.browser(officer)
    claim = ledger.claims_of([person.pk]).get()
    posting.reverse(claim=claim, by=officer, at=web.now(), reason="核查")

    chinese = client.post(reverse("seminars:foresee-correction", args=[correction.pk]), follow=True)
    client.post(reverse("choose-language"), {"language": "en"})
    english = client.get(_decide(correction))

    assert "已" in chinese.context["obstacle"]
    assert "is reversed already" in english.context["obstacle"]
