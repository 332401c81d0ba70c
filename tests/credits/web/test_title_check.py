"""The check of hours for a title application: each year under its own version, what nobody knows, what can still be made up."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from credits import posting, standing
from credits.enums import StandingState
from credits.models import ConnectedSource
from credits.web import looked_back as looked_back_words
from credits.web import sheets
from learning.accounts import people
from learning.accounts.enums import FactKind, Role
from learning.accounts.models import Person
from tests.credits.builders import enact, user
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


def obliged(*, since: date = date(2015, 1, 1), **facts: object) -> Person:
    made = builders.person(**facts)  # type: ignore[arg-type]
    people.state_fact(person=made, kind=FactKind.OBLIGED, since=since, by=None, at=builders.YESTERDAY)
    return made


def learnt(who: Person, year: int, hours: int, *, category: str = "professional") -> None:
    facts = {"activity": "class", "category": category, "starts_on": date(year, 5, 4), "ends_on": date(year, 5, 20)}
    claim = posting.ClaimFacts(
        person_id=who.pk,
        key=f"{who.pk}:{category}:{year}",
        title="研修班",
        hours=Decimal(hours),
        **facts,  # type: ignore[arg-type]
    )
    posting.credit(claims=[claim], by=None, at=builders.YESTERDAY, origin="test")


def connect(since: date, family: str = "nanjing-general") -> None:
    ConnectedSource.objects.create(family=family, region_id="320100", since=since, name="南京继续教育平台")


def looked_back(who: Person, *, applying_in: int = 2026, level: str = "intermediate") -> standing.LookBack:
    [found] = standing.look_back(person=who, applying_in=applying_in, level=level, review_level="city", today=TODAY)
    return found


def page_of(who: Person, query: str, *, language: str = "en") -> str:
    client = builders.signed_in(builders.login(who), language=language)
    return client.get(f"/hours/title/{query}").content.decode()


def test_each_year_stands_under_its_own_version():
    zhang = obliged()
    connect(date(2015, 1, 1))
    for year in (2021, 2022, 2023):
        learnt(zhang, year, 75)

    found = looked_back(zhang, applying_in=2024, level="senior")

    asked = {year.year: (year.required, year.counted, year.stands_alone) for year in found.years}
    assert asked[2022] == (7200, 7500, False)
    assert asked[2023] == (9000, 7500, True)
    assert [row["required"] for row in found.sums if row["code"] == "total"] == [7200 * 4]


def test_a_year_that_no_source_covers_is_unknown_never_short():
    zhang = obliged()
    connect(date(2025, 1, 1))
    learnt(zhang, 2024, 90)

    found = looked_back(zhang)

    states = {year.year: year.state for year in found.years}
    assert states[2023] == StandingState.UNKNOWN
    assert states[2024] == StandingState.MET
    assert states[2025] == StandingState.SHORT


def test_somebody_without_any_data_is_not_called_short():
    zhang = obliged()

    found = looked_back(zhang)
    page = page_of(zhang, "?level=intermediate&year=2026&committee=city")

    assert {year.state for year in found.years} == {StandingState.UNKNOWN}
    assert "No data yet" in page
    assert "lack hours" not in page
    assert "What can still be made up" not in page


def test_a_year_before_the_duty_asks_nothing():
    zhang = obliged(since=date(2024, 3, 1))
    connect(date(2015, 1, 1))

    years = {year.year: year for year in looked_back(zhang).years}

    assert not years[2023].is_owed
    assert years[2023].state == StandingState.UNKNOWN
    assert years[2024].state == StandingState.SHORT


def test_what_can_still_be_made_up_is_said_with_category_and_day():
    zhang = obliged()
    connect(date(2015, 1, 1))
    this_year = timezone.localdate().year
    for year in range(this_year - 3, this_year):
        learnt(zhang, year, 90)
    learnt(zhang, this_year, 40)

    page = page_of(zhang, f"?level=intermediate&year={this_year + 1}&committee=city")
    chinese = page_of_again(zhang, f"?level=intermediate&year={this_year + 1}&committee=city")

    assert f"Year {this_year}: 50 hours (of these Professional subject: 20 hours) can still be earned until" in page
    assert "Still to be done" in page
    assert f"/catalogue/?gap=20&amp;category=professional&amp;by={this_year}-12-31" in page
    assert "尚可完成" in chinese
    assert f"{this_year}年度：还差50学时（其中专业科目20学时），可在" in chinese


def page_of_again(who: Person, query: str) -> str:
    client = builders.signed_in(who.logins.get().user, language="zh-hans")
    return client.get(f"/hours/title/{query}").content.decode()


def test_a_short_year_that_is_over_says_that_its_rules_name_no_way():
    zhang = obliged()
    connect(date(2015, 1, 1))
    last = timezone.localdate().year - 1
    learnt(zhang, last, 80)

    page = page_of(zhang, f"?level=intermediate&year={last + 1}&committee=city")

    assert f"Year {last}: 10 hours. The year is over, and its rules name no way to make hours up." in page
    assert "years lack hours" in page


def test_joined_records_are_looked_at_as_one():
    zhang = obliged()
    other = obliged(number="G20002222")
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 50)
    learnt(other, 2024, 45)
    clerk = user()
    people.join(first=zhang, second=other, reason="同一人", by=clerk, at=builders.NOW)

    years = {year.year: year for year in looked_back(other).years}

    assert years[2024].counted == 9500
    assert years[2024].state == StandingState.MET


def test_two_rulebooks_are_shown_side_by_side():
    zhang = obliged()
    people.state_fact(
        person=zhang, kind=FactKind.SERIES, code="accounting", since=date(2015, 1, 1), by=None, at=builders.YESTERDAY
    )
    connect(date(2015, 1, 1))

    page = page_of(zhang, "?level=senior&year=2025&committee=province")

    # The accountants' rules look back on nothing: they say nothing here.
    assert page.count('class="duty looked"') == 1


def test_nobody_is_told_of_years_where_the_rules_look_back_on_none():
    zhang = obliged(region="320500")

    page = page_of(zhang, "?level=senior&year=2025&committee=city")

    assert "Your rules look back on no years" in page


def test_a_choice_that_does_not_exist_is_named_and_nothing_is_decided():
    zhang = obliged()

    page = page_of(zhang, "?level=boss&year=1900&committee=moon")

    assert "Select a valid choice" in page
    assert 'class="duty looked"' not in page


def test_my_hours_asks_for_the_choice_in_a_plain_form():
    zhang = obliged()
    client = builders.signed_in(builders.login(zhang))

    page = client.get("/hours/").content.decode()

    assert '<form method="get" action="/hours/title/"' in " ".join(page.split())
    assert "Check of hours for a title application" in page


def test_a_stranger_sees_nobodys_check():
    obliged(name="李四")
    stranger = builders.regulator(role=Role.REGULATOR_OFFICER)

    answer = builders.signed_in(stranger).get("/hours/title/?level=senior&year=2025&committee=city")

    assert answer.status_code == 302
    assert answer["Location"] == "/people/join/"


def test_the_check_asks_few_questions():
    zhang = obliged()
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 90)
    client = builders.signed_in(builders.login(zhang))

    assert builders.questions(client, "/hours/title/?level=senior&year=2025&committee=city") <= 20


def test_the_check_can_be_kept_as_a_picture():
    zhang = obliged()
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 90)
    client = builders.signed_in(builders.login(zhang))

    answer = client.get("/hours/title/picture/?level=senior&year=2025&committee=city")
    longer = client.get("/hours/picture/")

    assert answer["Content-Type"] == longer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert len(answer.content) < 150_000
    assert client.get("/hours/title/picture/").status_code == 302


def test_a_picture_says_whose_it_is_and_nothing_of_others():
    zhang = obliged()
    other = obliged(name="李四", number="G30003333")
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 75)
    learnt(other, 2024, 77)
    found = standing.look_back(person=zhang, applying_in=2025, level="intermediate", review_level="city", today=TODAY)
    checks = [looked_back_words.Check(found=row, names={}, today=TODAY) for row in found]
    said = {"checks": checks, "name": "张三", "number": "****1234", "year": 2025, "level": "L", "committee": "C"}

    with translation.override("en"):
        text = "\n".join(row.text for row in sheets.of_check(said, at=builders.NOW))

    assert "张三" in text
    assert "Required 90 hours, done 75. Missing: 15 hours." in text
    assert "李四" not in text
    assert "77" not in text


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "may be made up, beside this year's own hours; your regulator names the last day."),
        ({"back_years": 2}, "may be made up until Thursday 31 December 2026, beside this year's own hours."),
        (
            {"back_years": 2, "window": {"first": {"month": 5, "day": 1}, "last": {"month": 9, "day": 30}}},
            "may be made up until Wednesday 30 September 2026, beside this year's own hours. "
            "Hours are made up only from day 1 of month 5 to day 30 of month 9 of a year.",
        ),
    ],
)
def test_until_when_a_year_is_made_up_follows_from_its_rules(rule, said):
    shortfall = {"kind": "make_up", "source": "JS7", "confidence": "A", **rule}
    enact("nanjing-general", since=date(2024, 1, 1), at=builders.YESTERDAY, shortfall=shortfall)
    zhang = obliged()
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 75)

    found = looked_back(zhang)
    with translation.override("en"):
        years = looked_back_words.Check(found=found, names={}, today=TODAY).years
        ways = [one.way for one in years if one.found.year == 2024]

    assert ways == [f"Year 2024: 15 hours {said}"]


def test_a_year_whose_last_day_to_be_made_up_is_over_says_so():
    shortfall = {"kind": "make_up", "back_years": 1, "source": "JS7", "confidence": "A"}
    enact("nanjing-general", since=date(2024, 1, 1), at=builders.YESTERDAY, shortfall=shortfall)
    zhang = obliged()
    connect(date(2015, 1, 1))
    learnt(zhang, 2024, 75)

    found = looked_back(zhang)
    with translation.override("en"):
        years = looked_back_words.Check(found=found, names={}, today=date(2026, 1, 1)).years
        ways = [one.way for one in years if one.found.year == 2024]

    assert ways == ["Year 2024: 15 hours. It could be made up until Wednesday 31 December 2025; that day is over."]
