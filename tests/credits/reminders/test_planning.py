"""Planning: once, on the channels that the person wants; the end of a cycle only where short is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credits import certificates, reminders
from credits.enums import Channel, StandingState
from credits.models import Delivery, Reminder
from learning.accounts import people
from tests.credits import builders as people_builders
from tests.credits.certificates.builders import AT as ISSUED_AT
from tests.credits.certificates.builders import issued
from tests.credits.reminders.builders import AT, due, person, standing

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


def channels() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("channel").values_list("channel", "address"))


def test_plan_twice_tells_once() -> None:
    who = person()

    new = [reminders.plan(dues=[due(who), due(who)], at=AT) for _time in range(2)]

    assert new == [1, 0]
    assert channels() == [("EMAIL", "zhang@example.cn"), ("SMS", "+8613800000001")]


def test_plan_asks_the_database_as_often_for_many_as_for_one() -> None:
    def queries(how_many: int) -> int:
        everybody = [person(email=f"p{how_many}.{number}@example.cn") for number in range(how_many)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reminders.plan(dues=[due(who) for who in everybody], at=AT)
        return len(asked)

    assert queries(1) == queries(40)


def test_somebody_without_addresses_is_told_in_the_inbox() -> None:
    who = person(mobile=None, email=None)

    reminders.plan(dues=[due(who)], at=AT)

    assert channels() == []
    assert reminders.unread([who.pk]) == 1


def test_channel_that_is_not_wanted_gets_nothing() -> None:
    who, other = person(), person(email="li@example.cn", mobile=None)
    reminders.set_wanted(person_id=who.pk, channel=Channel.EMAIL, is_wanted=False, at=AT)

    reminders.plan(dues=[due(who), due(other)], at=AT)

    assert channels() == [("EMAIL", "li@example.cn"), ("SMS", "+8613800000001")]
    reminders.set_wanted(person_id=who.pk, channel=Channel.EMAIL, is_wanted=True, at=AT)
    assert reminders.unwanted_channels([who.pk]) == {who.pk: set()}


def test_choice_of_one_record_holds_for_all_records_of_a_human() -> None:
    first, second = person(), person(email="li@example.cn")
    people.join(first=first, second=second, reason="同一人", by=people_builders.user(), at=AT)
    reminders.set_wanted(person_id=first.pk, channel=Channel.SMS, is_wanted=False, at=AT)

    reminders.plan(dues=[due(second)], at=AT)

    assert [channel for channel, _address in channels()] == ["EMAIL"]


@pytest.mark.parametrize(
    "day,told",
    [
        (noon(2026, 9, 29), 0),
        (
            noon(2026, 9, 30),
            1,
        ),  # 90 days before the last day are in the holidays of October: on the last working day before
        (noon(2026, 10, 8), 1),
        (noon(2026, 12, 1), 1),
        (noon(2026, 12, 24), 1),
        (noon(2026, 12, 31), 1),
        (noon(2027, 1, 1), 0),  # over
    ],
)
def test_end_of_a_cycle_is_told_within_ninety_days(day: datetime, told: int) -> None:
    standing(person())

    assert [reminders.plan_cycle_ends(at=day), reminders.plan_cycle_ends(at=day + timedelta(minutes=5))] == [told, 0]


def test_end_of_a_cycle_is_told_four_times_in_all_and_on_working_days() -> None:
    standing(person())

    told = [reminders.plan_cycle_ends(at=noon(2026, 9, 25) + timedelta(days=number)) for number in range(100)]

    days = [date(2026, 9, 25) + timedelta(days=number) for number, count in enumerate(told) if count]
    # 2 October is a holiday, 1 November a Sunday.
    assert days == [date(2026, 9, 30), date(2026, 10, 30), date(2026, 12, 1), date(2026, 12, 24)]


@pytest.mark.parametrize("state", [StandingState.UNKNOWN, StandingState.MET])
def test_who_is_not_known_to_be_short_is_told_nothing(state: str) -> None:
    standing(person(), state=state)  # "missing" is filled all the same

    assert reminders.plan_cycle_ends(at=noon(2026, 12, 24)) == 0
    assert not Reminder.objects.exists()


def test_reminder_of_a_cycle_says_what_is_missing() -> None:
    standing(person())

    reminders.plan_cycle_ends(at=noon(2026, 12, 24))

    line = reminders.line(Reminder.objects.get())
    assert line.sentences[0] == "还差15.5学时（专业科目12），请于2026年12月31日（星期四）前完成。"


def test_certificate_is_told_once_and_a_revoked_one_not() -> None:
    issued(name="张三")
    revoked = issued(name="李四", key="run:82:1")
    certificates.revoke(certificate=revoked, by=people_builders.user(), at=ISSUED_AT, reason="考勤不实")

    told = [reminders.plan_certificates(at=ISSUED_AT + timedelta(minutes=1)) for _time in range(2)]

    assert told == [1, 0]
    assert Reminder.objects.get().kind == "CERTIFICATE_READY"


def test_due_without_its_facts_is_a_programming_error() -> None:
    who = person()

    with pytest.raises(AssertionError):
        reminders.plan(
            dues=[reminders.Due(source="runs.beginning", key="k", person_id=who.pk, anchor="a", facts={})], at=AT
        )
