"""A calendar that was subscribed to follows what is filed: the same entries, counted up, struck out in the end."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from seminars import runs
from seminars.enums import Mode
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db


def entries(client, address):
    """Return the entries of a calendar by UID."""
    found = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert len({str(one["uid"]) for one in found}) == len(found)
    return {str(one["uid"]): one for one in found}


def _put_off(session, *, days, at):
    runs.file_change(
        session=session,
        by=builders.user(),
        at=at,
        reason="讲师行程调整",
        starts_at=session.starts_at + timedelta(days=days),
        ends_at=session.ends_at + timedelta(days=days),
    )


@pytest.mark.parametrize("kind", ["base", "programme", "run"])
def test_two_changes_and_a_cancellation_keep_the_uid(client, kind):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    run = builders.run(page.programme)
    other = builders.run(page.programme, starts_on=run.starts_on + timedelta(days=60))
    keys = {"base": page.programme.base_id, "programme": page.programme_id, "run": run.pk}
    address = f"/calendar/{kind}-{keys[kind]}.ics"
    session = run.sessions.order_by("number")[0]
    uid = next(one for one in entries(client, address) if one.startswith(f"session-{session.pk}@"))
    told = [entries(client, address)]

    for number in (1, 2):
        _put_off(session, days=7, at=AT + timedelta(hours=number))
        told.append(entries(client, address))
    runs.cancel(run=run, by=builders.user(), at=AT + timedelta(hours=3), reason="讲师生病")
    told.append(entries(client, address))

    assert [one.keys() for one in told] == [told[0].keys()] * 4
    assert [one[uid]["sequence"] for one in told] == [0, 1, 2, 3]
    assert [one[uid]["dtstart"].dt.day for one in told] == [1, 8, 15, 15]
    assert [str(one[uid]["status"]) for one in told] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    stamps = [one[uid]["dtstamp"].dt for one in told]
    assert stamps == sorted(set(stamps))
    untouched = [one for key, one in told[-1].items() if other.sessions.filter(pk=key.split("@")[0][8:]).exists()]
    assert [(one["sequence"], str(one["status"])) for one in untouched] == (
        [(0, "CONFIRMED")] * (0 if kind == "run" else 2)
    )


def test_what_is_learnt_at_an_own_pace_has_no_dates_to_keep(client):
    base = builders.base(name="东南大学")
    taught = builders.public(base, title="人工智能研修班")
    alone = builders.public(
        base,
        title="自主选学",
        mode=Mode.SELF_PACED,
        window_from=TODAY - timedelta(days=30),
        window_until=TODAY + timedelta(days=300),
        has_exam=True,
        passing_score=60,
        outside_address="https://learn.example/",
    )

    assert "把日程加入日历" in client.get(taught.url).content.decode()
    assert "把日程加入日历" not in client.get(alone.url).content.decode()


def test_what_only_the_notice_says_changes_no_entry(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    run = builders.run(page.programme)
    address = f"/calendar/run-{run.pk}.ics"
    before = client.get(address).content

    runs.state_notice(run=run, board="统一安排", contact="陈老师")

    assert client.get(address).content == before
