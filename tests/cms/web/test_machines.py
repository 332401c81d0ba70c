"""What machines read: calendars, feeds, linked data, the sitemap."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from seminars import bases, programmes, runs
from seminars.enums import Mode
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """The public page of a programme of which one run is open, beside one that nobody may see."""
    base = builders.base(name="东南大学")
    made = builders.public(base, title="人工智能研修班")
    builders.run(made.programme)
    hidden = builders.approved(base, title="页面未发布的课程")
    builders.run(hidden)
    return made


def events(client, address):
    """Return the events of a calendar."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_run_is_kept_by_session_in_the_time_of_the_place(client, page):
    run = page.programme.runs.get()

    first, second = events(client, f"/calendar/run-{run.pk}.ics")

    assert first["dtstart"].dt.isoformat() == "2026-12-01T09:00:00+08:00"
    assert str(first["dtstart"].params["TZID"]) == "Asia/Shanghai"
    assert str(first["summary"]) == "人工智能研修班：授课"
    assert str(first["status"]) == "CONFIRMED"
    assert first["uid"] != second["uid"]


def test_a_change_keeps_the_uid_and_counts(client, page):
    run = page.programme.runs.get()
    address = f"/calendar/run-{run.pk}.ics"
    before = events(client, address)[0]
    session = run.sessions.first()
    runs.file_change(session=session, by=builders.user(), at=AT, reason="换教室", room="第二教室")

    after = events(client, address)[0]

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert "第二教室" in after["location"]


def test_a_cancelled_run_is_struck_out(client, page):
    run = page.programme.runs.get()
    runs.cancel(run=run, by=builders.user(), at=AT + timedelta(hours=1), reason="讲师生病")

    first = events(client, f"/calendar/run-{run.pk}.ics")[0]

    assert str(first["status"]) == "CANCELLED"
    assert first["sequence"] == 1


def test_a_base_gives_the_runs_of_its_public_programmes_only(client, page):
    found = events(client, f"/calendar/base-{page.programme.base_id}.ics")

    assert {str(event["summary"]) for event in found} == {"人工智能研修班：授课"}
    assert len(events(client, f"/calendar/programme-{page.programme_id}.ics")) == 2


def test_what_is_not_public_has_no_calendar(client, page):
    hidden = programmes.catalogue(on=TODAY).exclude(pk=page.programme_id).get()

    assert client.get(f"/calendar/programme-{hidden.pk}.ics").status_code == 404
    assert client.get(f"/calendar/run-{hidden.runs.get().pk}.ics").status_code == 404


@pytest.mark.parametrize(
    "address", ["/feeds/programmes.atom", "/feeds/base-{base}.atom", "/feeds/sector-industry.atom"]
)
def test_feeds_tell_what_is_public(client, page, address):
    text = client.get(address.format(base=page.programme.base_id)).content.decode()

    assert "人工智能研修班" in text
    assert page.url in text
    assert "页面未发布的课程" not in text


def test_a_feed_of_another_sector_is_empty(client, page):
    assert "人工智能研修班" not in client.get("/feeds/sector-health.atom").content.decode()
    assert client.get("/feeds/sector-nonsense.atom").status_code == 404


def test_the_sitemap_holds_public_pages_only(client, page):
    hidden = builders.approved(page.programme.base, title="草稿")

    text = client.get("/sitemap.xml").content.decode()

    assert f"{page.url}</loc>" in text
    assert hidden.code not in text
    assert "/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_robots_are_led_to_every_page_of_the_sitemap(client, page, monkeypatch):
    monkeypatch.setattr("cms.web.sitemap.PublicPages.limit", 2)
    lines = client.get("/robots.txt").content.decode().splitlines()

    addresses = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    told = "".join(client.get(f"/{one.split('/', 3)[3]}").content.decode() for one in addresses)

    assert len(addresses) == -(-Page.objects.live().filter(depth__gte=2).count() // 2) > 1
    assert told.count("<loc>") == Page.objects.live().filter(depth__gte=2).count()
    assert f"{page.url}</loc>" in told


def test_a_programme_says_what_it_is_in_linked_data(client, page):
    text = client.get(page.url).content.decode()
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])

    assert facts["@type"] == "Course"
    assert facts["name"] == "人工智能研修班"
    assert facts["provider"]["name"] == "东南大学"
    instance = facts["hasCourseInstance"][0]
    assert (instance["startDate"], instance["courseMode"], instance["courseWorkload"]) == (
        "2026-12-01",
        "Onsite",
        "PT16H",
    )


def test_linked_data_ends_no_script(client):
    page = builders.public(builders.base(name="东南大学"), title="安全", summary="</script><script>alert(1)</script>&")

    text = client.get(page.url).content.decode()

    assert "<script>alert(1)" not in text
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])
    assert facts["description"] == "</script><script>alert(1)</script>&"


def test_what_is_learnt_at_an_own_pace_is_one_instance(client):
    page = builders.public(
        builders.base(name="东南大学"),
        title="自主选学",
        mode=Mode.SELF_PACED,
        window_from=TODAY - timedelta(days=30),
        window_until=TODAY + timedelta(days=300),
        has_exam=True,
        passing_score=60,
        outside_address="https://learn.example/",
    )

    text = client.get(page.url).content.decode()
    course = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1))

    assert course["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "startDate": (TODAY - timedelta(days=30)).isoformat(),
            "endDate": (TODAY + timedelta(days=300)).isoformat(),
            "courseWorkload": "PT16H",
        }
    ]


def _facts(client, address):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.S)[1]
    )


def _alone():
    return builders.public(
        builders.base(name="苏州大学"),
        title="公需科目在线课程",
        mode=Mode.SELF_PACED,
        window_from=TODAY - timedelta(days=1),
        window_until=TODAY + timedelta(days=365),
        outside_address="https://learn.example.cn/",
    )


@pytest.mark.parametrize("ends", ["approval", "recognition"])
@pytest.mark.parametrize("is_alone", [False, True])
def test_what_ended_offers_neither_price_nor_date_and_its_words_stay(client, page, ends, is_alone):
    ended = _alone() if is_alone else page
    before = _facts(client, ended.url)
    base = ended.programme.base
    if ends == "approval":
        programmes.withdraw_approval(programme=ended.programme, by=builders.user(), on=TODAY)
    else:
        bases.end_recognition(recognition=base.recognitions.get(), ends_before=TODAY)

    after = _facts(client, ended.url)

    assert {"offers", "hasCourseInstance"} <= before.keys()
    assert after == {name: fact for name, fact in before.items() if name not in {"offers", "hasCourseInstance"}}


def test_nobody_is_led_to_a_platform_whose_completions_count_no_more(client):
    alone = _alone()
    assert 'href="https://learn.example.cn/"' in client.get(alone.url).content.decode()

    bases.end_recognition(recognition=alone.programme.base.recognitions.get(), ends_before=TODAY)
    text = client.get(alone.url).content.decode()

    assert "此后完成的学习不予登记" in text
    assert 'href="https://learn.example.cn/"' not in text


def test_feeds_tell_of_what_is_withdrawn_later_until_then(client, page):
    programmes.withdraw_approval(
        programme=page.programme, by=builders.user(), on=timezone.localdate() + timedelta(days=1)
    )
    assert "人工智能研修班" in client.get("/feeds/programmes.atom").content.decode()

    type(page.programme).objects.update(withdrawn_on=timezone.localdate())
    assert "人工智能研修班" not in client.get("/feeds/programmes.atom").content.decode()


def test_the_feed_of_a_sector_is_found_where_it_is_chosen(client, page):
    assert 'href="/feeds/sector-industry.atom"' in client.get("/catalogue/?sector=INDUSTRY").content.decode()
    assert "/feeds/sector-" not in client.get("/catalogue/").content.decode()
