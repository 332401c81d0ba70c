"""A base asks, people answer without JavaScript, and nobody else reads it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import questions
from seminars.enums import QuestionKind
from seminars.models import Answer, Enrolment, Run
from seminars.questions import Asked
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
SECRET = "清真专用保密抬头"


@pytest.fixture
def run(base: Organisation) -> Run:
    """Open a run that asks two questions."""
    made = web.coming(base)
    lodging = Asked(text="住宿安排", kind=QuestionKind.CHOICE, choices=("单间", "合住"), is_required=True)
    questions.ask(run=made, asked=[lodging, Asked(text="发票抬头")])
    return made


def _typed(run: Run, *texts: str) -> dict[str, str]:
    return {f"answer-{one.pk}": text for one, text in zip(questions.asked(run), texts, strict=True)}


def _enrolled(run: Run, client: Client, *texts: str) -> str:
    answer = client.post(reverse("seminars:enrol", args=[run.pk]), _typed(run, *texts), follow=True)
    return answer.content.decode()


def _rows(*rows: tuple[str, str, str], deed: str = "save") -> dict[str, Any]:
    typed: dict[str, Any] = {"questions-TOTAL_FORMS": str(len(rows)), "questions-INITIAL_FORMS": "0", "deed": deed}
    for number, (text, kind, choices) in enumerate(rows):
        typed |= {
            f"questions-{number}-text": text,
            f"questions-{number}-kind": kind,
            f"questions-{number}-choices": choices,
        }
    return typed


def test_a_base_asks_and_changes_what_nobody_answered(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:run-questions", args=[run.pk])

    manager.post(address, _rows(("住宿", "CHOICE", "单间、合住;不住"), ("", "TEXT", ""), ("发票", "TEXT", "")))
    manager.post(address, _rows(("", "CHOICE", "单间、合住;不住"), ("发票抬头", "TEXT", "")))

    assert [(one.number, one.text) for one in questions.asked(run)] == [(1, "发票抬头")]


def test_choices_are_split_as_they_are_typed(manager: Client, base: Organisation) -> None:
    run = web.coming(base)

    manager.post(reverse("seminars:run-questions", args=[run.pk]), _rows(("住宿", "CHOICE", "单间、 合住；不住;单间")))

    assert questions.asked(run)[0].choices == ["单间", "合住", "不住"]


@pytest.mark.parametrize(
    "rows",
    [[("住宿", "CHOICE", "单间")], [("甲", "TEXT", "")] * 11, [("甲", "NONSENSE", "")], [("长" * 61, "TEXT", "")]],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_saved(
    manager: Client, base: Organisation, rows: list[tuple[str, str, str]]
) -> None:
    run = web.coming(base)

    page = manager.post(reverse("seminars:run-questions", args=[run.pk]), _rows(*rows)).content.decode()

    assert 'role="alert"' in page
    assert questions.asked(run) == []


def test_the_usual_questions_are_one_press_away(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    typed = _rows(("到站时间", "TEXT", ""), deed="usual")

    page = manager.post(reverse("seminars:run-questions", args=[run.pk]), typed).content.decode()

    assert all(text in page for text in ("到站时间", "住宿", "用餐", "发票"))
    assert questions.asked(run) == []


def test_enrolling_without_javascript_asks_and_keeps_what_was_typed(run: Run) -> None:
    client = web.browser(web.professional())
    page = client.get(reverse("seminars:run", args=[run.pk])).content.decode()

    wrong = _enrolled(run, client, "", SECRET)

    assert "住宿安排" in page
    assert not Enrolment.objects.exists()
    assert SECRET in wrong
    assert "field-error" in wrong
    assert "alert-success" in _enrolled(run, client, "合住", SECRET)
    assert sorted(Answer.objects.values_list("text", flat=True)) == sorted(["合住", SECRET])


def test_a_refusal_keeps_the_answers(run: Run) -> None:
    person = builders.person(at=web.now())
    client = web.browser(web.professional(person))
    elsewhere = web.coming()
    builders.enrolled(run=elsewhere, who=person, at=web.now())

    page = _enrolled(run, client, "合住", SECRET)

    assert SECRET in page
    assert Enrolment.objects.count() == 1


def test_who_enrolled_reads_and_changes_the_own_answers(run: Run) -> None:
    client = web.browser(web.professional())
    _enrolled(run, client, "合住", SECRET)
    address = reverse("seminars:own-answers", args=[Enrolment.objects.get().pk])

    page = client.get(address).content.decode()
    client.post(address, _typed(run, "单间", ""))

    assert SECRET in page
    assert [answer.text for answer in Answer.objects.all()] == ["单间"]
    Run.objects.update(enrol_from=web.now() - timedelta(days=9), enrol_until=web.now() - timedelta(hours=1))
    closed = client.get(address).content.decode()
    client.post(address, _typed(run, "合住", ""))
    assert "单间" in closed
    assert '<form method="post" novalidate' not in closed
    assert [answer.text for answer in Answer.objects.all()] == ["单间"]


def test_the_bases_staff_reads_the_answers_on_the_list_the_print_and_in_the_table(
    run: Run, manager: Client, base: Organisation
) -> None:
    _enrolled(run, web.browser(web.professional()), "合住", SECRET)

    for client in (manager, web.browser(web.staff(base))):
        for name in ("base-run", "roster-sheet", "people-table"):
            assert SECRET in client.get(reverse(f"seminars:{name}", args=[run.pk])).content.decode()


def test_nobody_else_reads_the_answers(run: Run, base: Organisation) -> None:
    owner = web.professional()
    _enrolled(run, web.browser(owner), "合住", SECRET)
    row = Enrolment.objects.get()
    others = {
        "another base": web.manager(builders.base()),
        "the regulator": web.officer(builders.regulator()),
        "another professional": web.professional(),
    }
    pages = [
        reverse(f"seminars:{name}", args=[run.pk])
        for name in ("base-run", "roster-sheet", "people-table", "run-questions", "run")
    ] + [reverse("seminars:own-answers", args=[row.pk])]

    told = [
        (who, page)
        for who, user in others.items()
        for page in pages
        if SECRET in web.browser(user).get(page, follow=True).content.decode()
    ]

    assert told == []


def test_the_table_is_no_formula(run: Run, manager: Client) -> None:
    _enrolled(run, web.browser(web.professional()), "合住", "=HYPERLINK(1)")

    answer = manager.get(reverse("seminars:people-table", args=[run.pk]))
    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert answer["Cache-Control"] == "no-store"
    assert head[-2:] == ["住宿安排", "发票抬头"]
    assert line[-2:] == ["合住", "'=HYPERLINK(1)"]


def test_what_was_deleted_is_said(run: Run, manager: Client) -> None:
    client = web.browser(web.professional())
    _enrolled(run, client, "合住", SECRET)
    Run.objects.filter(pk=run.pk).update(answers_deleted=2, answers_deleted_at=web.now())
    Answer.objects.all().delete()

    people = manager.get(reverse("seminars:base-run", args=[run.pk])).content.decode()
    own = client.get(reverse("seminars:own-answers", args=[Enrolment.objects.get().pk])).content.decode()

    assert "2个回答" in people
    assert "已于" in own


def test_the_list_asks_the_database_as_often_for_three_as_for_one(run: Run, manager: Client, asked_of: Any) -> None:
    lodging, invoice = questions.asked(run)
    address = reverse("seminars:base-run", args=[run.pk])
    builders.enrolled(run=run, at=web.now(), answers={lodging.pk: "单间", invoice.pk: "甲"})
    once = asked_of(manager, address)

    for text in ("乙", "丙"):
        builders.enrolled(run=run, at=web.now(), answers={lodging.pk: "单间", invoice.pk: text})

    assert asked_of(manager, address) == once
