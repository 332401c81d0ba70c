"""My hours: what is missing and by when, before anything else."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone, translation

from credits import access, posting, standing
from credits.enums import StandingState
from credits.models import ConnectedSource, Entry
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
    client = builders.signed_in(builders.login(zhang), language="zh-hans")

    page = client.get("/hours/").content.decode()

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
    client.cookies["django_language"] = "zh-hans"
    assert "试行规则，尚未发布" in client.get("/hours/").content.decode()


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


def test_my_hours_lead_to_the_plan_once_everything_missing_is_booked():
    zhang = builders.person()
    builders.standing(zhang, counted=48, required=60)
    enough = hours.Expected(title="研修班", hours=1200, ends_on=builders.TODAY, category="professional")

    (card,) = hours.my_hours_context(
        record=access.own_record(builders.login(zhang)), at=timezone.now(), expected=[enough]
    )["cards"]

    assert card.is_booked
    assert (card.missing_after, [bar.expected_share for bar in card.bars]) == (0, [100])


def test_my_hours_narrow_the_catalogue_to_what_is_missing_after_what_is_booked():
    zhang = builders.person()
    builders.standing(zhang, counted=24)
    some = hours.Expected(title="研修班", hours=1200, ends_on=builders.TODAY, category="professional")

    (card,) = hours.my_hours_context(
        record=access.own_record(builders.login(zhang)), at=timezone.now(), expected=[some]
    )["cards"]

    assert "gap=24&category=professional" in card.catalogue


def test_my_hours_say_that_the_level_is_missing_and_what_to_do():
    zhang = builders.person()
    lacking = {"code": "precondition_missing", "text": "target_level", "amount": 0}
    made = builders.standing(zhang, counted=24, required=0, state=StandingState.UNKNOWN, reasons=[lacking])
    client = builders.signed_in(builders.login(zhang))

    page = client.get("/hours/").content.decode()
    why = client.get(f"/hours/standings/{made.pk}/").content.decode()

    assert "The title level you work towards is not recorded" in page
    assert "Ask your employer or the regulator of your region to record the level" in page
    assert "All hours of this cycle are done" not in page
    assert "which is not recorded" in why


def test_my_hours_explain_hours_that_fill_no_gap():
    zhang = builders.person()
    # 90 of 90 hours are done, but 36 of the professional subject are missing.
    builders.standing(zhang, counted=90, required=90, missing=3600)

    page = builders.signed_in(builders.login(zhang)).get("/hours/").content.decode()

    assert "36 hours beyond what their category asks for do not fill this gap." in page


def test_my_hours_tell_of_what_was_reversed_or_gave_nothing_and_of_nothing_else():
    zhang = builders.person()
    gone = builders.line(zhang, key="run:1", title="撤销的班")
    builders.line(zhang, key="run:2", title="不计的课", category="elective")
    builders.line(zhang, key="run:3", title="计入的班")
    back = builders.line(zhang, key="run:4", title="恢复的班")
    officer = builders.regulator()
    posting.reverse(claim=gone.claim, by=officer, at=builders.NOW, reason="材料不实")
    posting.reverse(claim=back.claim, by=officer, at=builders.NOW, reason="误撤")
    posting.reinstate(claim=back.claim, by=officer, at=builders.NOW, reason="误撤")

    with translation.override("en"):
        told = hours.my_hours_context(record=access.own_record(builders.login(zhang)), at=timezone.now())

    assert [notice.sentence[:11] for notice in told["notices"]] == ["The registr", "“不计的课” gave"[:11]]
    assert len(told["lines"]) == 3


def test_my_hours_speak_chinese_without_gaps():
    zhang = builders.person()
    builders.standing(zhang, counted=48, required=60)
    builders.line(zhang, key="run:2", title="不计的课", category="elective")
    client = builders.signed_in(builders.login(zhang), language="zh-hans")
    entry = Entry.objects.get(person=zhang)

    for address in ("/hours/", "/hours/timeline/", "/hours/sheet/", f"/hours/entries/{entry.pk}/"):
        page = client.get(address).content.decode()
        words = re.sub(r"<[^>]*>", "\n", page.partition("<main")[2].partition("</main>")[0])
        # A day and its time of day stand apart, nothing else does.
        assert not re.search(r"[\u3400-\u9fff] (?!\d\d:\d\d)[0-9]|[0-9%] [\u3400-\u9fff]", words), address


def test_sheet_holds_the_year_and_nothing_of_others():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678")
    builders.standing(zhang, counted=48, required=60)
    builders.line(zhang, title="张三的班")
    builders.line(li, title="李四的班")
    client = builders.signed_in(builders.login(zhang))

    now = client.get("/hours/sheet/").content.decode()
    before = client.get(f"/hours/sheet/?year={builders.YEAR - 1}").content.decode()

    assert "张三的班" in now
    assert "1234" in now
    assert "G10001234" not in now
    assert "李四" not in now
    assert "张三的班" not in before
    assert "No duty is recorded for this year." in before


@pytest.mark.parametrize("year", ["0", "-1", "abc", "99999", "1"])
def test_sheet_of_a_year_that_cannot_be_is_the_sheet_of_now(year):
    zhang = builders.person()

    answer = builders.signed_in(builders.login(zhang)).get(f"/hours/sheet/?year={year}")

    assert answer.context["year"] == builders.YEAR


@pytest.mark.parametrize("address", ["/hours/", "/hours/sheet/", "/hours/timeline/"])
def test_pages_ask_as_many_questions_for_three_lines_as_for_one(address):
    zhang = builders.person()
    client = builders.signed_in(builders.login(zhang))
    builders.standing(zhang)
    builders.line(zhang, key="run:1")

    one = builders.questions(client, address)
    for number in (2, 3):
        builders.line(zhang, key=f"run:{number}")

    assert builders.questions(client, address) == one <= (12 if address == "/hours/" else 15)


def test_earlier_years_ask_as_many_questions_for_three_as_for_one():
    zhang = builders.person()
    client = builders.signed_in(builders.login(zhang))
    builders.standing(zhang, year=builders.YEAR - 1)

    one = builders.questions(client, "/hours/years/")
    for back in (2, 3):
        builders.standing(zhang, year=builders.YEAR - back)

    assert builders.questions(client, "/hours/years/") == one <= 12


@pytest.mark.parametrize("address", ["/hours/", "/hours/timeline/", "/learning/", "/certificates/", "/inbox/"])
def test_pages_of_professionals_are_light(address):
    zhang = builders.person()
    builders.standing(zhang)
    builders.line(zhang)

    page = builders.signed_in(builders.login(zhang)).get(address).content

    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    files = [Path(finders.find(name)).read_bytes() for name in linked]
    assert len(files) >= 3
    assert sum(len(gzip.compress(one)) for one in (page, *files)) <= 150_000
