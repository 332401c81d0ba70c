"""Closing a gap: what one person can still have and still misses, and what each row would give them, under the real rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import catalogue, gaps
from credits import standing
from credits.models import Claim, Entry, RulebookVersion
from learning.accounts import people
from learning.accounts.enums import FactKind, Series, TitleLevel
from learning.accounts.models import PersonLogin
from seminars import enrolment
from seminars.enums import Category, Mode, ProgrammeKind
from tests.cms import builders
from tests.credits import builders as hours

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_DAY = date(TODAY.year, 12, 31)
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def base():
    return builders.base(name="东南大学继续教育学院")


@pytest.fixture
def somebody():
    """Record somebody of Nanjing who has 60 professional hours of this year, and misses 30 of the public subject."""
    return _person(public=0, professional=70)


def _person(*, public, professional, **rules):
    body = RulebookVersion.objects.filter(family="nanjing-general").order_by("-effective_from", "-pk")[0].body
    floor = {name: value for name, value in body["floors"][0].items() if name not in {"category", "hours"}}
    floors = [{"category": "public", "hours": 30, **floor}, {"category": "professional", "hours": 60, **floor}]
    hours.enact("nanjing-general", since=date(TODAY.year, 1, 1), at=timezone.now(), floors=floors, **rules)
    hours.connect(since=date(TODAY.year, 1, 1))
    person = hours.person()
    day = date(TODAY.year, 3, 2)
    done = [
        hours.facts(person, "old:public", activity="public_course", category="public", hours=Decimal(public), on=day),
        hours.facts(person, "old:professional", hours=Decimal(professional), on=day),
    ]
    hours.credit(*[claim for claim in done if claim.hours], at=timezone.now())
    return person


def _login(person):
    user = builders.user()
    PersonLogin.objects.create(user=user, person=person, proof="CONTACT_CODE", since=timezone.now())
    return user


def _course(base, title, *, public=False, starts_on=SOON, taken=0, hours=16, run=True, **facts):
    kind = {"category": Category.PUBLIC, "kind": ProgrammeKind.PUBLIC_COURSE} if public else {}
    page = builders.public(base, title=title, hours=Decimal(hours), minutes=hours * 45, **kind, **facts)
    return builders.run(page.programme, starts_on=starts_on, taken=taken) if run else page


def _gap(person, address="gap=30"):
    stated = catalogue.Choice.of(QueryDict(address)).gap
    return gaps.of_person(person, stated=stated, at=timezone.now())


def _judged(person, address="gap=30"):
    at = timezone.now()
    gap = _gap(person, address)
    look = catalogue.look(
        choice=catalogue.Choice.of(QueryDict(address)), state=catalogue.state(at=at), closing=gap.closing
    )
    return [(row.line.offer.title, row.sentence) for row in gaps.judged(look.lines, gap=gap, at=at)]


def test_only_what_is_missing_is_shown_and_each_row_says_what_it_would_give(base, somebody):
    _course(base, "公共法律知识", public=True, hours=32)
    _course(base, "心理健康", public=True, hours=8)
    _course(base, "集成电路")

    found = _judged(somebody)

    (owed,) = standing.of_person(somebody, TODAY)
    assert owed.missing == sum(missing.hours for missing in _gap(somebody).floors)
    assert [title for title, _sentence in found] == ["公共法律知识", "心理健康"]
    assert found[0][1] == "可计公需科目32学时，修完即达标"
    assert found[1][1].startswith("可计公需科目8学时，修完后还差")


def test_the_public_subject_comes_first_where_both_are_missing(base):
    somebody = _person(public=0, professional=10)
    _course(base, "集成电路", starts_on=SOON)
    _course(base, "公共法律知识", public=True, starts_on=SOON + timedelta(days=3))

    assert [title for title, _sentence in _judged(somebody)] == ["公共法律知识", "集成电路"]


def test_nothing_is_shown_that_cannot_be_had(base, somebody):
    ours = _course(base, "可以报名", public=True)
    _course(base, "名额已满", public=True, taken=30)
    _course(base, "来不及完成", public=True, starts_on=LAST_DAY)
    _course(base, "教师专用", public=True, eligible_series=[Series.TEACHER])
    clashing = _course(base, "时间冲突", public=True, starts_on=SOON + timedelta(days=4))
    elsewhere = _course(base, "已报名的课程", starts_on=SOON + timedelta(days=4))
    enrolment.enrol(run=elsewhere, person=somebody, by=_login(somebody), at=timezone.now())

    assert clashing.starts_on == elsewhere.starts_on
    assert [title for title, _sentence in _judged(somebody)] == [ours.version.title]


def test_a_programme_for_the_own_level_is_shown(base, somebody):
    people.state_fact(
        person=somebody, kind=FactKind.TITLE, code=TitleLevel.SENIOR, since=date(2014, 1, 1), by=None, at=hours.NOON
    )
    _course(base, "高级职称专用", public=True, eligible_levels=[TitleLevel.SENIOR])
    _course(base, "初级职称专用", public=True, eligible_levels=[TitleLevel.JUNIOR])

    assert [title for title, _sentence in _judged(somebody)] == ["高级职称专用"]


def test_what_somebody_is_enrolled_in_counts_before(base, somebody):
    enrolled = _course(base, "已报名的公需课", public=True, hours=24)
    _course(base, "心理健康", public=True, hours=8, starts_on=SOON + timedelta(days=4))
    before = _gap(somebody).owed.missing
    enrolment.enrol(run=enrolled, person=somebody, by=_login(somebody), at=timezone.now())

    gap = _gap(somebody)

    assert gap.owed.missing == before - 2400
    assert [title for title, _sentence in _judged(somebody)] == ["心理健康"]


def test_what_earns_nothing_says_why_and_stands_last(base, somebody):
    # The same programme was done in spring; a programme counts once a year.
    done = _course(base, "又一次", public=True, hours=16)
    hours.credit(
        hours.facts(
            somebody,
            "run:spring",
            activity="public_course",
            category="public",
            hours=Decimal(16),
            on=date(TODAY.year, 4, 1),
            item=f"programme:{done.programme.code}",
        ),
        at=timezone.now(),
    )
    _course(base, "心理健康", public=True, hours=8, starts_on=SOON + timedelta(days=4))

    found = _judged(somebody)

    assert [title for title, _sentence in found] == ["心理健康", "又一次"]
    assert found[1][1].startswith("不计学时：")
    assert "又一次" in found[1][1]
    assert "programme:" not in found[1][1]


def test_somebody_who_misses_nothing_has_no_gap():
    hours.connect(since=date(TODAY.year, 1, 1))
    assert _gap(hours.person(obliged_since=None)) is None


def test_looking_writes_nothing(base, somebody):
    _course(base, "公共法律知识", public=True)
    rows = [model.objects.count() for model in (Claim, Entry)]

    _judged(somebody)

    assert [model.objects.count() for model in (Claim, Entry)] == rows


def test_as_many_queries_for_three_rows_as_for_one(base, somebody, client):
    client.force_login(_login(somebody))
    address = f"/catalogue/?gap=30&by={LAST_DAY}"
    _course(base, "公共法律知识一", public=True)
    client.get(address)
    one = _asked(client, address)

    _course(base, "公共法律知识二", public=True, starts_on=SOON + timedelta(days=4))
    _course(base, "公共法律知识三", public=True, starts_on=SOON + timedelta(days=8))
    client.get(address)

    assert _asked(client, address) == one


def _asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_self_paced_programme_can_close_a_gap(base, somebody):
    page = _course(
        base,
        "自主选学公需课",
        public=True,
        hours=32,
        run=False,
        mode=Mode.SELF_PACED,
        window_from=TODAY - timedelta(days=30),
        window_until=LAST_DAY,
        has_exam=True,
        passing_score=60,
        outside_address="https://learn.example/",
    )

    assert _judged(somebody) == [(page.programme.current.title, "可计公需科目32学时，修完即达标")]


def test_from_the_button_on_my_hours_to_the_seat(base, somebody, client):
    run = _course(base, "公共法律知识", public=True, hours=32)
    _course(base, "集成电路")
    client.force_login(_login(somebody))

    my_hours = client.get("/hours/").content.decode()
    address = my_hours.partition('href="/catalogue/?')[2].partition('"')[0].replace("&amp;", "&")
    page = client.get(f"/catalogue/?{address}").content.decode()

    assert "可计公需科目32学时，修完即达标" in page
    assert "集成电路" not in page
    programme = client.get(run.programme.page.url).content.decode()
    assert f'href="/runs/{run.pk}/"' in programme or f"/{run.pk}/" in programme
    place = client.get(f"/runs/{run.pk}/")
    assert place.status_code == 200
    client.post(f"/runs/{run.pk}/enrol/", {"once": place.context["once"]} if "once" in (place.context or {}) else {})
    run.refresh_from_db()
    assert run.places_taken == 1
    again = client.get(f"/catalogue/?{address}").content.decode()
    assert "已报课程全部完成后即达标" in again


def test_what_nobody_can_hand_in_in_time_any_more_is_said_to_earn_nothing(base):
    # Whatever ends today or later is handed in later than on the first day of its year.
    deadline = {"deadline": {"month": 1, "day": 1}, "source": "JS7", "confidence": "A"}
    somebody = _person(public=0, professional=70, claim=deadline)
    _course(base, "公共法律知识", public=True, hours=32)

    assert _judged(somebody) == [("公共法律知识", f"不计学时：申报截止日为{SOON.year}年1月1日，逾期申报的不计学时。")]


def test_a_place_that_is_not_recognised_is_said_to_earn_nothing(base):
    elsewhere = [{"regions": ["*"], "accept": False, "source": "JS7", "confidence": "A"}]
    somebody = _person(public=0, professional=70, recognitions=elsewhere)
    _course(base, "公共法律知识", public=True, hours=32)

    assert _judged(somebody) == [("公共法律知识", "不计学时：举办单位所在地的学时不予认可，不计学时。")]
