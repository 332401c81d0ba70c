"""Dated kinds: told before their day, on working days, once a step, in one statement however many there are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credits import posting, reminders
from credits.models import (
    Delivery,
    Entry,
    Reminder,
    ReminderKind,
    ReminderVersion,
    SharedFacts,
    SweepPlace,
    TitleWindow,
)
from credits.reminders import _above, _dated, _importing, _kinds, _ledgered
from learning import workdays
from learning.accounts.enums import FactKind
from learning.accounts.models import Change, PersonFact, Region
from tests.credits import builders
from tests.credits.reminders.builders import AT, person, standing
from tests.credits.web.builders import line

pytestmark = pytest.mark.django_db
NANJING, SUZHOU = "320100", "320500"
CLOSERS = [reminders.Closer(title=title, programme=pk) for pk, title in enumerate(("数据治理", "人工智能"), start=1)]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


@pytest.fixture
def above() -> Iterator[list[_above.Gap]]:
    """Let an app above answer, and keep what it was asked."""
    asked: list[_above.Gap] = []
    before = _above._CLOSERS[:], _above._OFFERS[:], _above._JUDGES[:]
    _above._JUDGES.clear()
    reminders.closing_by(lambda gaps, at: (asked.extend(gaps), [CLOSERS] * len(gaps))[1])
    reminders.offering_by(
        lambda first, last: [
            reminders.Offer(key="7", title="公需科目", category="public", closes_on=date(2026, 12, 15), path="/p/7/"),
            reminders.Offer(
                key="8", title="专业课", category="professional", closes_on=date(2026, 12, 15), path="/p/8/"
            ),
        ]
    )
    yield asked
    _above._CLOSERS[:], _above._OFFERS[:], _above._JUDGES[:] = before


def told(code: str) -> list[Reminder]:
    return list(Reminder.objects.filter(kind=code).order_by("pk"))


@pytest.mark.parametrize(
    "today,until",
    [
        (date(2026, 9, 21), date(2026, 9, 28)),  # Monday: the next working day is tomorrow
        (date(2026, 9, 18), date(2026, 9, 26)),  # Friday; Sunday 20 is worked for the holidays, Saturday is not
        (date(2026, 9, 30), date(2026, 10, 14)),  # the last working day before the holidays of October
    ],
)
def test_what_would_be_told_on_a_holiday_is_told_on_the_last_working_day_before(today: date, until: date) -> None:
    assert _dated._until(today, 7) == until
    assert all(workdays.last_working_day(today + timedelta(days=n)) == today for n in range((until - today).days - 6))


@pytest.mark.parametrize(
    "today,until",
    [
        (date(2026, 11, 20), date(2026, 11, 19)),  # Friday: what was to be done by Thursday
        (date(2026, 11, 22), date(2026, 11, 19)),  # Sunday: nobody is told that Friday is over
        (date(2026, 11, 23), date(2026, 11, 22)),
    ],
)
def test_that_something_is_over_is_told_on_no_holiday_but_on_the_first_working_day_after(
    today: date, until: date
) -> None:
    assert _dated._until(today, -1) == until


def test_planning_asks_as_often_for_many_as_for_one_and_the_channels_follow(above: list[_above.Gap]) -> None:
    def queries(how_many: int) -> int:
        for number in range(how_many):
            standing(person(email=f"p{how_many}.{number}@example.cn"))
        with CaptureQueriesContext(connection) as asked:
            assert reminders.plan_cycle_ends(at=noon(date(2026, 12, 24))) == how_many
        return len(asked)

    assert queries(1) == queries(30)
    assert not Delivery.objects.exists()
    assert reminders.spread_due(at=noon(date(2026, 12, 24))) == 31
    assert (Delivery.objects.count(), reminders.spread_due(at=noon(date(2026, 12, 24)))) == (62, 0)


def test_people_who_miss_alike_are_asked_for_once_and_told_of_the_same_programmes(above: list[_above.Gap]) -> None:
    for number in range(3):
        standing(person(email=f"p{number}@example.cn"))
    standing(person(email="q@example.cn"), missing=600)

    reminders.plan_cycle_ends(at=noon(date(2026, 12, 24)))

    assert sorted(gap.hours for gap in above) == [600, 1800]
    assert {gap.categories for gap in above} == {("professional",)}
    assert {reminders.line(row).sentences[1] for row in told("CYCLE_ENDS")} == {"可选课程：“数据治理”、“人工智能”。"}


def test_a_public_window_is_told_to_those_alone_who_lack_public_hours(above: list[_above.Gap]) -> None:
    lacks, has = person(), person(email="li@example.cn")
    row = standing(lacks)
    row.categories = [{"code": "public", "required": 3000, "counted": 2400, "missing": 600}]
    row.save()
    standing(has)

    days = {day: reminders.plan_dated(at=noon(day), only="public.window") for day in (date(2026, 11, 13), date(2026, 11, 14), date(2026, 12, 8), date(2026, 12, 15))}  # fmt: skip

    assert days == {date(2026, 11, 13): 1, date(2026, 11, 14): 0, date(2026, 12, 8): 1, date(2026, 12, 15): 0}
    assert {row.person_id for row in told("PUBLIC_SUBJECT_ENDS")} == {lacks.pk}
    assert "您还差公需科目6学时" in reminders.line(told("PUBLIC_SUBJECT_ENDS")[0]).sentences[1]


def test_a_title_window_is_told_to_the_series_and_city_alone() -> None:
    Region.objects.get(code=NANJING)
    near, other_series, far = (person(email=f"p{number}@example.cn") for number in range(3))
    for who, place, series in (
        (near, NANJING, "general"),
        (other_series, NANJING, "accounting"),
        (far, SUZHOU, "general"),
    ):
        row = standing(who)
        row.region_id, row.series = place, series
        row.save()
    TitleWindow.objects.create(
        series="general", region_id=NANJING, opens_on=date(2026, 6, 1), closes_on=date(2026, 7, 15),
        reference="宁人社函〔2026〕12号", stated_at=AT, stated_by=builders.user(),
    )  # fmt: skip

    planned = reminders.plan_dated(at=noon(date(2026, 6, 15)), only="titles.window")

    assert planned == 1
    assert [row.person_id for row in told("TITLE_WINDOW")] == [near.pk]
    assert "2026年7月15日" in reminders.line(told("TITLE_WINDOW")[0]).subject


def test_a_registration_that_ends_is_told_unless_it_goes_on() -> None:
    ends, goes_on = person(), person(email="li@example.cn")
    for who in (ends, goes_on):
        PersonFact.objects.create(
            person=who, kind=FactKind.SPECIALTY, label="建筑工程", since=date(2024, 1, 1), ends_before=date(2027, 1, 1), recorded_at=AT
        )  # fmt: skip
    PersonFact.objects.create(
        person=goes_on, kind=FactKind.SPECIALTY, label="建筑工程", since=date(2027, 1, 1), recorded_at=AT
    )

    reminders.plan_dated(at=noon(date(2026, 12, 1)), only="registrations.expire")

    assert [row.person_id for row in told("REGISTRATION_EXPIRES")] == [ends.pk]


def test_what_is_over_is_told_by_the_steps_after_it_alone_and_not_of_last_year() -> None:
    late, long_over = person(), person(email="li@example.cn")
    for who, ends_before in ((late, date(2027, 1, 1)), (long_over, date(2026, 7, 1))):
        PersonFact.objects.create(
            person=who, kind=FactKind.SPECIALTY, label="建筑工程", since=date(2024, 1, 1), ends_before=ends_before, recorded_at=AT
        )  # fmt: skip
    first = ReminderVersion.objects.get(kind__code="REGISTRATION_EXPIRES")
    ReminderVersion.objects.create(
        kind=first.kind, number=2, body={**first.body, "offsets": [30, -7]}, digest="x", created_at=AT, published_at=AT
    )  # fmt: skip

    days = [reminders.plan_dated(at=noon(date(2027, 1, day)), only="registrations.expire") for day in (3, 6, 7, 8)]

    assert days == [0, 0, 1, 0]
    assert [(row.person_id, row.key[-3:]) for row in told("REGISTRATION_EXPIRES")] == [(late.pk, ":-7")]


def test_hours_that_are_registered_are_told_once_an_act_and_old_ones_not() -> None:
    who = person()
    today = timezone.localdate()
    entry = line(who, key="run:1", ends_on=today, starts_on=today)
    line(who, key="run:2", title="旧课程", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 2))
    at = Entry.objects.get(pk=entry.pk).act.at + timedelta(hours=1)

    planned = [reminders.plan_dated(at=at, only="hours.entered") for _time in range(2)]

    assert planned == [1, 0]
    assert [row.facts["claim"] for row in told("HOURS_CREDITED")] == [entry.claim_id]
    assert not Delivery.objects.exists()  # in the inbox alone


def test_what_happened_while_nobody_planned_is_told_and_says_when_but_not_what_is_older_than_a_quarter() -> None:
    who, today = person(), timezone.localdate()
    kept = [line(who, key=f"run:{number}", ends_on=today, starts_on=today) for number in (1, 2)]
    at = Entry.objects.get(pk=kept[0].pk).act.at

    # Planning came as far as the day before the act, and then stood still.
    SweepPlace.objects.create(name="since.HOURS_CREDITED", after=int((at - timedelta(days=1)).timestamp()))
    planned = reminders.plan_dated(at=at + timedelta(days=20), only="hours.entered")
    Reminder.objects.all().delete()
    SweepPlace.objects.update(after=int((at - timedelta(days=1)).timestamp()))
    too_late = reminders.plan_dated(at=at + timedelta(days=91), only="hours.entered")

    assert (planned, too_late) == (2, 0)


def test_what_is_told_days_later_says_on_which_day_it_happened() -> None:
    who = person()
    Change.objects.create(
        person=who, kind="TRANSFER", since=date(2026, 9, 1), stated_by=builders.user(), stated_at=AT, due_on=date(2026, 9, 25),
        state="RECORDED", decided_at=AT, reason="",
    )  # fmt: skip
    SweepPlace.objects.create(name="since.DECLARATION_RECORDED", after=int(AT.timestamp()))

    reminders.plan_dated(at=AT + timedelta(days=7), only="declarations.decided")

    assert "登记日期：2026年9月20日（星期日）。" in reminders.line(Reminder.objects.get()).sentences


def test_programmes_are_those_that_would_help_the_very_person(above: list[_above.Gap]) -> None:
    first, second = standing(person()).person, standing(person(email="li@example.cn")).person
    asked: list[reminders.Wanting] = []
    reminders.judging_by(
        lambda people, _at: (
            asked.extend(people), [[one.closers[1]] if one.person_id == first.pk else [] for one in people],
        )[1]
    )  # fmt: skip

    reminders.plan_cycle_ends(at=noon(date(2026, 12, 24)))
    reminders.spread_due(at=noon(date(2026, 12, 24)))

    said = {row.person_id: reminders.line(row).sentences for row in told("CYCLE_ENDS")}
    assert {one.person_id for one in asked} == {first.pk, second.pk}
    assert "可选课程：“人工智能”。" in said[first.pk]
    assert not [text for text in said[second.pk] if "可选课程" in text]


def test_what_cannot_be_judged_holds_no_reminder_back(above: list[_above.Gap]) -> None:
    standing(person())

    def fails(_people: object, _at: datetime) -> list[list[reminders.Closer]]:
        Reminder.objects.get(pk=-1)
        raise AssertionError

    reminders.judging_by(fails)
    reminders.plan_cycle_ends(at=noon(date(2026, 12, 24)))

    assert reminders.spread_due(at=noon(date(2026, 12, 24))) == 1
    assert Delivery.objects.count() == 2
    assert "可选课程：“数据治理”、“人工智能”。" in reminders.line(told("CYCLE_ENDS")[0]).sentences


def test_facts_that_many_share_are_kept_once_and_only_where_somebody_is_told(above: list[_above.Gap]) -> None:
    for number in range(3):
        standing(person(email=f"p{number}@example.cn"))

    planned = [reminders.plan_cycle_ends(at=noon(date(2026, 12, 24))) for _time in range(2)]

    assert planned == [3, 0]
    assert SharedFacts.objects.count() == 1


def test_hours_are_told_though_planning_failed_or_they_came_while_it_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    who, today, plan = person(), timezone.localdate(), _dated._plan
    monkeypatch.setattr(_ledgered, "OVERLAP", 0)
    entry = line(who, key="run:1", ends_on=today, starts_on=today)
    at = Entry.objects.get(pk=entry.pk).act.at + timedelta(hours=1)

    def fails(kind: _kinds.Kind, *, at: datetime) -> int | None:
        if kind.code == "HOURS_CREDITED":
            raise ZeroDivisionError
        return plan(kind, at=at)

    def is_late(kind: _kinds.Kind, *, at: datetime) -> int | None:
        planned = plan(kind, at=at)
        if kind.code == "HOURS_CREDITED":
            line(who, key="run:2", title="第二个班", ends_on=today, starts_on=today)
        return planned

    for planning in (fails, is_late, plan):
        monkeypatch.setattr(_dated, "_plan", planning)
        reminders.plan_due(at=at)

    assert [row.facts["title"] for row in told("HOURS_CREDITED")] == ["集成电路研修班", "第二个班"]


def test_hours_that_a_correction_takes_are_told_by_the_correction_alone() -> None:
    who, today = person(), timezone.localdate()
    claims = [line(who, key=f"run:{number}", ends_on=today, starts_on=today).claim for number in (1, 2)]
    for claim, origin in zip(claims, ("correction:1", "run:2"), strict=True):
        posting.reverse(claim=claim, by=None, at=timezone.now(), reason="登记有误", origin=origin)

    reminders.plan_dated(at=timezone.now(), only="hours.entered")

    assert [row.facts["claim"] for row in told("HOURS_REVERSED")] == [claims[1].pk]


def test_a_decision_about_what_somebody_stated_is_told() -> None:
    who = person()
    Change.objects.create(
        person=who, kind="TRANSFER", since=date(2026, 9, 1), stated_by=builders.user(), stated_at=AT, due_on=date(2026, 9, 25),
        state="RETURNED", decided_at=AT, reason="材料不清晰",
    )  # fmt: skip

    reminders.plan_dated(at=AT + timedelta(hours=1), only="declarations.decided")

    assert [row.kind for row in Reminder.objects.all()] == ["DECLARATION_RETURNED"]
    assert "原因：材料不清晰。" in reminders.line(Reminder.objects.get()).sentences


def test_a_source_asked_once_a_day_is_asked_once() -> None:
    assert reminders.plan_dated(at=noon(date(2026, 6, 15)), only="titles.window") == 0

    with CaptureQueriesContext(connection) as asked:
        reminders.plan_dated(at=noon(date(2026, 6, 15)), only="titles.window")

    assert not any("credits_titlewindow" in query["sql"] for query in asked)


def test_one_kind_that_fails_stops_no_other() -> None:
    standing(person())
    failing = ReminderVersion.objects.get(kind__code="CYCLE_ENDS")
    broken = ReminderKind.objects.create(code="BROKEN", source="standing.ends", weight="OTHER")
    # Nobody can save such a thing; whatever fails, fails alone.
    ReminderVersion.objects.create(
        kind=broken, number=1, body={**failing.body, "offsets": ["soon"]}, digest="x", created_at=AT, published_at=AT
    )  # fmt: skip

    reminders.plan_dated(at=noon(date(2026, 12, 24)), only="standing.ends")

    assert len(told("CYCLE_ENDS")) == 1


def test_what_is_shipped_is_imported_once_and_does_not_replace_a_regulator_s_words(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert reminders.import_kinds(at=AT) == []
    kind = ReminderKind.objects.get(code="PAGE_WAITS")
    ours = ReminderVersion.objects.get(kind=kind)
    ReminderVersion.objects.create(
        kind=kind, number=2, body=ours.body, digest="y", created_at=AT, published_at=AT, published_by=builders.user()
    )
    text = _importing.SHIPPED.read_text("utf-8")
    newer = tmp_path / "kinds.toml"
    newer.write_text(text.replace("起等待审核，已转", "起待审，已转").replace('起等待审核"', '起待审"'), "utf-8")

    made = reminders.import_kinds(at=AT, path=newer)

    assert [(row.kind.code, row.number, row.published_at) for row in made] == [("PAGE_WAITS", 3, None)]
    assert _kinds.in_force()["PAGE_WAITS"].version_id != made[0].pk
