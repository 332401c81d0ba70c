"""The timeline and the explanations: every line, zeros and reversals too, and never somebody else's."""

from datetime import date

import pytest

from credits import posting
from credits.models import Entry
from learning.accounts import people
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
LAST_YEAR = date(builders.YEAR - 1, 1, 1)


def test_timeline_shows_zeros_and_reversals():
    zhang = builders.person()
    builders.line(zhang, key="run:1", title="计入的研修班")
    # Nanjing's categories are public and professional: an elective counts for nothing, and says so.
    zero = builders.line(zhang, key="run:2", title="不计的选修课", category="elective")
    reversed_line = builders.line(zhang, key="run:3", title="撤销的研修班")
    posting.reverse(claim=reversed_line.claim, by=builders.regulator(), at=builders.NOW, reason="材料不实")

    page = builders.signed_in(builders.login(zhang)).get("/hours/timeline/")

    assert zero.hours == 0
    assert [line.amount for line in page.context["lines"]] == ["−24", "+24", "0", "+24"]
    assert "材料不实" in page.content.decode()
    assert "the rulebook knows no category" in page.content.decode().lower()


def test_timeline_pages_by_key():
    zhang = builders.person()
    for place in range(27):
        builders.line(zhang, key=f"run:{place}", title=f"课程{place:02}", hours=1)
    client = builders.signed_in(builders.login(zhang))

    first = client.get("/hours/timeline/")
    second = client.get(f"/hours/timeline/?after={first.context['next_key']}")

    assert len(first.context["lines"]) == 25
    assert {line.title for line in second.context["lines"]} == {"课程00", "课程01"}
    assert second.context["next_key"] is None


def test_timeline_holds_both_joined_records():
    zhang, older = builders.person(), builders.person(number="G20001234")
    builders.line(zhang, title="新记录")
    builders.line(older, title="旧记录", key="run:9")
    people.join(first=zhang, second=older, reason="同一人", by=builders.regulator(), at=builders.NOW)

    page = builders.signed_in(builders.login(zhang)).get("/hours/timeline/").content.decode()

    assert "新记录" in page
    assert "旧记录" in page


def test_timeline_shows_nothing_of_others():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678")
    builders.line(li, title="李四的研修班")

    page = builders.signed_in(builders.login(zhang)).get("/hours/timeline/").content.decode()

    assert "李四的研修班" not in page


@pytest.mark.parametrize("after", ["abc", "-1", "0", "99999999999999999999", "１２"])
def test_timeline_takes_a_made_up_key_for_none(after):
    zhang = builders.person()
    builders.line(zhang, title="研修班")

    page = builders.signed_in(builders.login(zhang)).get("/hours/timeline/", {"after": after})

    assert page.status_code == 200
    assert "研修班" in page.content.decode()


def test_timeline_refuses_a_null_character():
    zhang = builders.person()

    assert builders.signed_in(builders.login(zhang)).get("/hours/timeline/?after=%00").status_code == 400


def test_entry_explains_itself():
    zhang = builders.person()
    line = builders.line(zhang, provider="南京集成电路培训基地")

    page = builders.signed_in(builders.login(zhang)).get(f"/hours/entries/{line.pk}/").content.decode()

    assert "24 hours by the rate of the rulebook" in page
    assert "宁人社〔2014〕55号" in page
    assert "nanjing-general@2023-01-01" in page
    assert line.version_digest in page
    assert "南京集成电路培训基地" in page
    assert "Xueshi platform" in page


def test_entry_of_somebody_else_is_not_there():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678")
    line = builders.line(li)

    assert builders.signed_in(builders.login(zhang)).get(f"/hours/entries/{line.pk}/").status_code == 404


def test_entry_does_not_show_the_mobile_of_who_recorded_it():
    zhang = builders.person()
    clerk = builders.regulator(mobile="+8613912345678")
    clerk.name = ""
    clerk.save()
    line = builders.line(zhang)
    posting.reverse(claim=line.claim, by=clerk, at=builders.NOW, reason="材料不实")
    reversal = Entry.objects.filter(person=zhang).latest("pk")

    page = builders.signed_in(builders.login(zhang)).get(f"/hours/entries/{reversal.pk}/").content.decode()

    assert "13912345678" not in page
    assert "材料不实" in page


def test_standing_explains_itself_and_lists_what_was_counted():
    zhang = builders.person()
    builders.line(zhang, title="计入的研修班")
    standing = builders.standing(zhang)

    page = builders.signed_in(builders.login(zhang)).get(f"/hours/standings/{standing.pk}/").content.decode()

    assert "计入的研修班" in page
    assert "nanjing-general@2023-01-01" in page


def test_standing_of_somebody_else_is_not_there():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678")
    standing = builders.standing(li)

    assert builders.signed_in(builders.login(zhang)).get(f"/hours/standings/{standing.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/hours/entries/{}/", "/hours/standings/{}/"])
@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "abc"])
def test_made_up_key_is_not_there(address, key):
    zhang = builders.person()

    assert builders.signed_in(builders.login(zhang)).get(address.format(key)).status_code == 404


def test_timeline_asks_as_many_questions_for_three_lines_as_for_one():
    zhang = builders.person()
    client = builders.signed_in(builders.login(zhang))
    builders.line(zhang)

    one = builders.questions(client, "/hours/timeline/")
    for place in (2, 3):
        builders.line(zhang, key=f"run:{place}")

    assert builders.questions(client, "/hours/timeline/") == one


def test_timeline_of_a_year_shows_that_year_and_keeps_it_over_pages():
    zhang = builders.person()
    builders.line(zhang, key="run:0", title="去年的课", starts_on=LAST_YEAR, ends_on=LAST_YEAR)
    for place in range(26):
        builders.line(zhang, key=f"run:{place + 1}", title="今年的课", hours=1)
    client = builders.signed_in(builders.login(zhang))

    before = client.get(f"/hours/timeline/?year={builders.YEAR - 1}")
    now = client.get(f"/hours/timeline/?year={builders.YEAR}")
    more = client.get(f"/hours/timeline/?{now.context['query']}&after={now.context['next_key']}")

    assert [line.title for line in before.context["lines"]] == ["去年的课"]
    assert now.context["years"] == [builders.YEAR, builders.YEAR - 1]
    assert [line.title for line in more.context["lines"]] == ["今年的课"]


@pytest.mark.parametrize("year", ["1999", "abc", "-1", "0", "999999"])
def test_timeline_of_a_year_without_lines_shows_all(year):
    zhang = builders.person()
    builders.line(zhang)

    answer = builders.signed_in(builders.login(zhang)).get(f"/hours/timeline/?year={year}")

    assert len(answer.context["lines"]) == 1


def test_looks_ask_as_many_questions_for_three_as_for_one():
    zhang = builders.person()
    client = builders.signed_in(builders.login(zhang))
    builders.opened(builders.regulator(), zhang)

    one = builders.questions(client, "/hours/looks/")
    for number in (2, 3):
        builders.opened(builders.regulator(mobile=f"+861390000000{number}"), zhang)

    assert len(client.get("/hours/looks/").context["looks"]) == 3
    assert builders.questions(client, "/hours/looks/") == one <= 12
