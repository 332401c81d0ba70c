"""Opening balances on the pages: handed in, checked, registered, read by the person, and by nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from credits import openings
from credits.models import OpeningBalance, OpeningSheet
from learning.accounts.enums import Role
from tests.credits import builders
from tests.credits.openings.builders import line, number_of, text
from tests.credits.web import builders as web

pytestmark = pytest.mark.django_db

SHEETS = "/openings/"


@pytest.fixture
def who():
    return builders.person(at=web.YESTERDAY)


@pytest.fixture
def officer():
    return web.regulator()


def handed_in(user, *lines):
    page = web.signed_in(user).post(SHEETS, {"file": text(*lines)}, follow=True)
    return page, OpeningSheet.objects.latest("pk")


def of_sheet(name, sheet):
    return reverse(f"credits:{name}", args=[sheet.pk])


def test_a_sheet_is_checked_shown_and_registered(who, officer):
    page, sheet = handed_in(officer, line(who), line(who, name="李四"))

    assert page.redirect_chain[-1][0] == of_sheet("opening-sheet", sheet)
    assert [(one["row"].number, one["row"].outcome) for one in page.context["rows"]] == [
        (2, "ACCEPTED"),
        (3, "REFUSED"),
    ]
    assert not OpeningBalance.objects.exists()

    web.signed_in(officer).post(of_sheet("confirm-sheet", sheet))
    openings.apply_due(at=timezone.now())

    assert OpeningBalance.objects.get().person_id == who.pk
    done = web.signed_in(officer).get(of_sheet("opening-sheet", sheet))
    assert (done.context["sheet"].state, done.context["is_busy"], done.context["may_confirm"]) == ("DONE", False, False)


def test_progress_is_a_part_that_asks_for_itself_again_and_says_what_failed(who, officer):
    _page, sheet = handed_in(officer, line(who), line(who, family="?"))
    client = web.signed_in(officer)
    client.post(of_sheet("confirm-sheet", sheet))

    part = client.get(of_sheet("opening-sheet", sheet), headers={"HX-Request": "true"})

    assert "every 2s" in part.content.decode()
    assert "progress-failed" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_confirming_twice_registers_once(who, officer):
    _page, sheet = handed_in(officer, line(who))

    for _turn in range(2):
        web.signed_in(officer).post(of_sheet("confirm-sheet", sheet))
        openings.apply_due(at=timezone.now())

    assert OpeningBalance.objects.count() == 1


def test_what_cannot_be_read_is_said_at_the_field(officer):
    client = web.signed_in(officer)

    nothing = client.post(SHEETS, {})
    wrong = client.post(SHEETS, {"file": text(headings=("a", "b"))})

    assert nothing.context["form"].errors.keys() == wrong.context["form"].errors.keys() == {"file"}
    assert not OpeningSheet.objects.exists()


def test_no_page_shows_a_whole_document_number(who, officer):
    page, sheet = handed_in(officer, line(who), line(who, family="?"))
    receipt = web.signed_in(officer).get(of_sheet("opening-receipt", sheet))

    assert number_of(who) not in page.content.decode() + receipt.content.decode()
    assert receipt["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "others",
    [
        {"role": Role.REGULATOR_VIEWER},
        {"region": "320500"},
        {"region": "320102"},
    ],
    ids=["a viewer", "another city", "a county"],
)
def test_sheets_are_the_offices_own(who, officer, others):
    _page, sheet = handed_in(officer, line(who))
    client = web.signed_in(web.regulator(mobile="+8613900000009", **others))

    answers = [client.get(of_sheet(name, sheet)).status_code for name in ("opening-sheet", "opening-receipt")]
    answers.append(client.post(of_sheet("confirm-sheet", sheet)).status_code)

    assert answers == [404] * 3
    openings.apply_due(at=timezone.now())
    assert not OpeningBalance.objects.exists()


def test_an_officer_of_a_county_and_a_professional_find_no_such_page(who):
    county = web.regulator(region="320102")

    assert web.signed_in(county).get(SHEETS).status_code == 404
    assert web.signed_in(web.login(who)).get(SHEETS).status_code == 404


def test_the_person_reads_what_was_brought_along_and_from_where(who, officer):
    other = builders.person(at=web.YESTERDAY, name="李四")
    year = str(web.YEAR)
    _page, sheet = handed_in(
        officer,
        line(who, year=year, carried_in="", shortfall="6"),
        line(other, name="李四", year=year, source="别人的来源"),
    )
    openings.confirm(sheet=sheet, by=officer, at=web.NOW)
    openings.apply_due(at=timezone.now())

    client = web.signed_in(web.login(who), "zh-hans")
    hours = client.get("/hours/").content.decode()
    (card,) = client.get("/hours/").context["cards"]
    explained = client.get(reverse("credits:standing", args=[card.standing.pk])).content.decode()

    assert "历年结转（欠缺6学时），来源：宁人社继〔2024〕3号结转表" in hours
    assert "别人的来源" not in hours + explained
    assert "结转.csv" in explained
    assert card.is_known


def test_a_sheet_asks_as_often_for_three_rows(who, officer):
    more = [builders.person(at=web.YESTERDAY) for _number in range(3)]
    _page, one = handed_in(officer, line(who))
    _page, three = handed_in(officer, *map(line, more))
    client = web.signed_in(officer)

    asked = [web.questions(client, of_sheet("opening-sheet", sheet)) for sheet in (one, three)]

    assert asked[0] == asked[1] <= 30


def test_the_list_asks_as_often_for_three_sheets(who, officer):
    client = web.signed_in(officer)
    handed_in(officer, line(who))
    once = web.questions(client, SHEETS)
    for _turn in range(2):
        handed_in(officer, line(who))

    assert web.questions(client, SHEETS) == once <= 30


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_handed_out(officer, kind):
    answer = web.signed_in(officer).get(f"{SHEETS}template/?kind={kind}")

    assert answer["Content-Disposition"] == f'attachment; filename="openings-template.{kind}"'
