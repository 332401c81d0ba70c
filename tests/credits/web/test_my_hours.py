"""My hours: what is missing and by when, before anything else."""

import pytest
from django.utils import timezone, translation

from credits import access, standing
from credits.enums import StandingState
from credits.models import ConnectedSource
from credits.web import hours
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region, User
from learning.tags import day
from tests.credits.web import builders

pytestmark = pytest.mark.django_db


def test_my_hours_says_what_is_missing_by_when():
    zhang = builders.person()
    builders.standing(zhang, counted=24)

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert '<text class="ring-number" x="60" y="72" text-anchor="middle">66</text>' in page
    with translation.override("en"):
        assert (
            f"66 hours (of these Professional subject: 36 hours) are still missing; please complete them by {day(builders.LAST_DAY)}."
            in page
        )
    assert f'href="/catalogue/?gap=36&amp;category=professional&amp;by={builders.LAST_DAY}&amp;series=general"' in page


def test_my_hours_in_chinese_reads_as_people_say_it():
    zhang = builders.person()
    builders.standing(zhang, counted=48, required=60)
    client = builders.signed_in(builders.login(zhang))

    page = client.get("/hours/", headers={"accept-language": "zh-hans"}).content.decode()

    assert "还差专业科目12学时，请于" in page
    assert "选课补足" in page
    assert f"{builders.YEAR}年度" in page


def test_my_hours_offers_nothing_to_make_up_once_met():
    zhang = builders.person()
    builders.standing(zhang, counted=95, state=StandingState.MET)

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "All hours of this cycle are done." in page
    assert "Close my gap" not in page


def test_my_hours_calls_unknown_unknown_never_short():
    zhang = builders.person()
    builders.standing(zhang, counted=0, state=StandingState.UNKNOWN)

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "No data yet" in page
    assert "are still missing" not in page
    assert "ring-number" not in page
    assert "Close my gap" not in page


def test_my_hours_warns_of_trial_rules():
    zhang = builders.person()
    draft = builders.version(family="jiangsu-general")
    builders.standing(zhang, family="jiangsu-general", version=draft)
    client = builders.signed_in(builders.login(zhang))

    assert "Trial rules, not published yet" in client.get("/hours/").content.decode()
    assert "试行规则，尚未发布" in client.get("/hours/", headers={"accept-language": "zh-hans"}).content.decode()


def test_my_hours_names_the_source_and_the_moment():
    zhang = builders.person()
    builders.standing(zhang)
    ConnectedSource.objects.create(
        family="nanjing-general",
        region=Region.objects.get(code="320100"),
        since="2020-01-01",
        name="南京市继续教育管理系统",
    )

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "source: 南京市继续教育管理系统" in page


def test_my_hours_puts_the_short_one_first():
    zhang = builders.person()
    builders.standing(zhang, counted=95, state=StandingState.MET, family="cn-general")
    builders.standing(zhang)

    context = hours.my_hours_context(record=access.own_record(builders.login(zhang)), at=timezone.now())

    assert [card.standing.state for card in context["cards"]] == [StandingState.SHORT, StandingState.MET]


def test_my_hours_counts_what_is_registered_towards_the_outlook():
    zhang = builders.person()
    builders.standing(zhang, counted=48, required=60)
    enough = hours.Expected(title="研修班", hours=1200, ends_on=builders.TODAY, category="professional")

    with translation.override("en"):
        (card,) = hours.my_hours_context(
            record=access.own_record(builders.login(zhang)), at=timezone.now(), expected=[enough]
        )["cards"]

        assert card.outlook == "Once everything you are enrolled in is done, the requirement is met."
        assert (card.counted_share, card.expected_share) == (80, 100)


def test_my_hours_says_what_is_missing_even_after_what_is_registered():
    zhang = builders.person()
    builders.standing(zhang, counted=48, required=60)
    other = hours.Expected(title="公需课", hours=1200, ends_on=builders.TODAY, category="public")

    with translation.override("en"):
        (card,) = hours.my_hours_context(
            record=access.own_record(builders.login(zhang)), at=timezone.now(), expected=[other]
        )["cards"]

        assert card.outlook == "Once everything you are enrolled in is done, 12 hours will still be missing."


def test_my_hours_leaves_what_ends_next_year_to_next_year():
    zhang = builders.person()
    builders.standing(zhang)
    later = hours.Expected(title="研修班", hours=9000, ends_on=builders.LAST_DAY.replace(year=builders.YEAR + 1))

    (card,) = hours.my_hours_context(
        record=access.own_record(builders.login(zhang)), at=timezone.now(), expected=[later]
    )["cards"]

    assert card.expected == ()


def test_my_hours_of_somebody_without_a_duty_explains_itself():
    zhang = builders.person()

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "No duty is recorded for you" in page


def test_earlier_years_shows_what_is_over_and_only_that():
    zhang = builders.person()
    builders.standing(zhang, counted=24)
    builders.standing(zhang, counted=50, year=builders.YEAR - 1)

    page = builders.signed_in(builders.login(zhang)).get("/hours/years/").content.decode()

    assert f"Year {builders.YEAR - 1}" in page
    assert f"Year {builders.YEAR}<" not in page
    assert "were still missing on the last day" in page


def test_my_hours_follow_from_duty_source_and_lines_without_a_hand():
    zhang = builders.person()
    nanjing = Region.objects.get(code="320100")
    long_ago = builders.LAST_DAY.replace(year=2015)
    people.state_fact(person=zhang, kind=FactKind.OBLIGED, since=long_ago, by=None, at=builders.YESTERDAY)
    ConnectedSource.objects.create(
        family="nanjing-general", region=nanjing, since=long_ago, name="南京市继续教育管理系统"
    )
    standing.open_due(at=builders.YESTERDAY)
    builders.line(zhang, hours=24)

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "24 of 90 hours done, 66 missing" in page
    assert "36 hours missing" in page


def test_my_hours_lead_a_login_without_a_record_to_joining_one():
    answer = builders.signed_in(User.objects.create_user(mobile="+8613800000009")).get("/hours/")

    assert answer.headers["Location"].startswith("/people/join/")


def test_my_hours_needs_a_login(client):
    assert client.get("/hours/").headers["Location"].startswith("/accounts/login/")


def test_my_hours_asks_as_many_questions_for_three_duties_as_for_one():
    zhang = builders.person()
    client = builders.signed_in(builders.login(zhang))
    builders.standing(zhang)

    one = builders.questions(client, "/hours/")
    for family in ("jiangsu-general", "cn-general"):
        builders.standing(zhang, family=family)

    assert builders.questions(client, "/hours/") == one
