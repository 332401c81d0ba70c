"""Kinds of reminders: edited by officers of the province alone, checked field by field, published once their examples hold."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone, translation

from credits import reminders
from credits.models import RecordLook, Reminder, ReminderKind, ReminderVersion, TitleWindow
from credits.web.kindforms import stated_in
from tests.credits.reminders.builders import AT, due
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
PLACE = "/reminder-kinds/"
SEEN = re.compile(r'name="seen" value="([^"]*)"')
KIND = f"{PLACE}RUN_BEGINS/"


@pytest.fixture
def client() -> Client:
    return builders.signed_in(builders.regulator(region="320000"))


def body(code: str = "RUN_BEGINS") -> dict[str, object]:
    return ReminderVersion.objects.filter(kind__code=code).latest("number").body


def form(**changes: object) -> dict[str, object]:
    return {**stated_in(body()), **changes}  # type: ignore[arg-type]


def newest() -> ReminderVersion:
    return ReminderVersion.objects.filter(kind__code="RUN_BEGINS").latest("number")


def test_the_list_names_every_kind_in_both_languages(client: Client) -> None:
    page = client.get(PLACE).content.decode()

    assert ReminderKind.objects.count() >= 30
    assert page.count('class="line-note d-block" lang="zh-Hans"') == ReminderKind.objects.count()
    assert "开班提醒" in page
    assert "A run begins" in page


@pytest.mark.parametrize("region,sector", [("320100", "GENERAL"), ("320000", "ACCOUNTING")])
def test_nobody_but_officers_of_the_province_sees_them(region: str, sector: str) -> None:
    other = builders.signed_in(builders.regulator(region=region, sector=sector))

    answers = {other.get(path).status_code for path in (PLACE, KIND, f"{KIND}edit/", f"{PLACE}title-windows/")}

    assert answers == {404}
    assert other.post(f"{KIND}pause/", {"reason": "x"}).status_code == 404
    assert not ReminderKind.objects.filter(is_paused=True).exists()


def test_a_faulty_draft_is_not_kept_and_each_fault_stands_at_its_field(client: Client) -> None:
    page = client.post(f"{KIND}edit/", form(zh_lines="“{titel}”开班。", offsets="7, 700", en_sms="")).content.decode()

    assert newest().number == 1
    assert "{titel}" in page
    assert 'id="id_zh_lines_error"' in page
    assert 'id="id_offsets_error"' in page
    assert 'id="id_en_sms_error"' in page
    assert 'id="id_zh_sms_error"' not in page


def test_a_draft_tells_nothing_until_it_is_published_and_what_was_planned_keeps_its_words(client: Client) -> None:
    who = builders.person()
    reminders.plan(dues=[due(who, key="before")], at=AT)
    client.post(f"{KIND}edit/", form(zh_subject="请准时报到：“{title}”"))
    reminders.plan(dues=[due(who, key="meanwhile")], at=AT)

    client.post(f"{KIND}publish/", {"reason": "写得更清楚"})
    reminders.plan(dues=[due(who, key="after")], at=AT)

    with translation.override("zh-hans"):
        said = [reminders.line(row).subject[:5] for row in reminders.inbox([who.pk]).order_by("pk")]
    assert said == ["明天开班：", "明天开班：", "请准时报到"]
    assert (newest().number, newest().reason) == (2, "写得更清楚")


def test_a_version_whose_example_fails_is_not_published(client: Client) -> None:
    client.post(f"{KIND}edit/", form(zh_lines="“{title}”{day}开班。"))

    page = client.post(f"{KIND}publish/", {"reason": "短一些"}, follow=True).content.decode()

    assert newest().published_at is None
    assert "does not hold" in page


def test_nothing_is_published_without_a_reason_or_a_change(client: Client) -> None:
    client.post(f"{KIND}edit/", form())
    unchanged = client.post(f"{KIND}publish/", {"reason": "没有变化"}, follow=True).content.decode()
    client.post(f"{KIND}edit/", form(offsets="7, 2"))
    unreasoned = client.post(f"{KIND}publish/", {"reason": " "}, follow=True).content.decode()

    assert "says the same" in unchanged
    assert "Say why" in unreasoned
    assert newest().published_at is None


def test_examples_are_written_changed_and_taken_away_with_the_draft(client: Client) -> None:
    given = {"name": "报到时间", "is_told": "on", "facts": '{"days_left": 0}', "says_zh": "今天开班\n地点"}

    client.post(f"{KIND}examples/new/", given)
    kept = newest().body["examples"][-1]
    client.post(f"{KIND}examples/1/", {"deed": "remove"})

    assert (kept["name"], kept["facts"], kept["says_zh"]) == ("报到时间", {"days_left": 0}, ["今天开班", "地点"])
    assert len(newest().body["examples"]) == 1
    assert ReminderVersion.objects.get(kind__code="RUN_BEGINS", number=1).body == body_before()


def test_whoever_looked_at_an_older_draft_neither_overwrites_publishes_nor_discards_it(client: Client) -> None:
    seen = SEEN.findall(client.get(f"{KIND}edit/").content.decode())[0]
    client.post(f"{KIND}edit/", form(zh_subject="先到的：“{title}”", seen=seen))
    kept = newest().body

    late = client.post(f"{KIND}edit/", form(zh_subject="后到的：“{title}”", seen=seen)).content.decode()
    for place, said in (
        ("publish/", {"reason": "更清楚"}), ("discard/", {}), ("examples/new/", {"name": "新例子", "is_told": "on"}), ("examples/0/", {"deed": "remove"}),
    ):  # fmt: skip
        client.post(f"{KIND}{place}", {**said, "seen": seen})

    assert "discarded this draft meanwhile" in late
    assert SEEN.findall(late) == [seen]
    assert (newest().body, newest().published_at) == (kept, None)
    fresh = SEEN.findall(client.get(f"{KIND}?draft=1").content.decode())
    assert fresh == [newest().digest] * 2
    client.post(f"{KIND}publish/", {"reason": "更清楚", "seen": fresh[0]})
    assert newest().published_at is not None


@pytest.mark.parametrize(
    "facts",
    [
        '{"starts_on": "x"}',
        '{"days_left": "soon"}',
        '{"nobody_knows": 1}',
        '{"title": "\\ud800"}',
        '{"title": "\\u0000"}',
        '{"days_left": NaN}',
        '{"days_left": 1e999}',
        '{"title": ' + "[" * 50_000,
        '{"title": ' + "[" * 900 + "]" * 900 + "}",
        "[]",
        '{"title": "' + "长" * 3000 + '"}',
    ],
    ids=lambda facts: facts[:30],
)
def test_facts_that_nobody_could_be_told_are_refused_at_their_field(client: Client, facts: str) -> None:
    answer = client.post(f"{KIND}examples/new/", {"name": "坏例子", "is_told": "on", "facts": facts})

    assert (answer.status_code, newest().number) == (200, 1)
    assert 'id="id_facts_error"' in answer.content.decode()


def test_an_example_kept_before_with_facts_that_cannot_be_said_does_not_hold(client: Client) -> None:
    client.post(f"{KIND}edit/", form(zh_subject="请准时报到：“{title}”"))
    draft = newest()
    draft.body["examples"][0]["facts"] = {"starts_on": "x"}
    draft.save()

    page = client.get(f"{KIND}?draft=1")
    published = client.post(f"{KIND}publish/", {"reason": "写得更清楚"}, follow=True)

    assert (page.status_code, published.status_code) == (200, 200)
    assert "cannot be put into words" in page.content.decode()
    assert newest().published_at is None


def body_before() -> dict[str, object]:
    return ReminderVersion.objects.filter(kind__code="RUN_BEGINS").earliest("number").body


def test_a_kind_is_paused_with_a_reason_and_goes_on(client: Client) -> None:
    client.post(f"{KIND}pause/", {"reason": ""})
    still = ReminderKind.objects.get(code="RUN_BEGINS").is_paused
    client.post(f"{KIND}pause/", {"reason": "文号未批"})
    paused = ReminderKind.objects.get(code="RUN_BEGINS")
    page = client.get(KIND).content.decode()
    client.post(f"{KIND}pause/", {"deed": "resume"})

    assert (still, paused.is_paused, paused.paused_reason) == (False, True, "文号未批")
    assert "文号未批" in page
    assert not ReminderKind.objects.get(code="RUN_BEGINS").is_paused


def test_a_preview_for_a_person_is_a_look_that_states_its_purpose(client: Client) -> None:
    who = builders.person()
    reminders.plan(dues=[due(who, title="本人的班")], at=AT)
    address = f"{KIND}preview/?person={who.pk}"

    before = client.get(address)
    client.post(f"/register/{who.pk}/", {"purpose": "核对提醒内容"})
    after = client.get(address).content.decode()

    assert before.status_code == 302
    assert RecordLook.objects.filter(person=who, purpose="核对提醒内容").exists()
    assert "本人的班" in after


def test_a_stranger_s_record_is_not_previewed() -> None:
    who = builders.person()
    accounting = builders.signed_in(builders.regulator(region="320000", sector="ACCOUNTING"))

    assert accounting.get(f"{KIND}preview/?person={who.pk}").status_code == 404


def test_the_page_of_a_kind_counts_whom_it_would_tell(client: Client) -> None:
    page = client.get(f"{PLACE}CYCLE_ENDS/").content.decode()

    assert "0 people who were not told yet" in page
    assert "1 segment" in page
    assert not Reminder.objects.exists()


def test_a_window_of_title_applications_is_stated_once_and_withdrawn(client: Client) -> None:
    stated = {"series": "general", "region": "320100", "opens_on": "2026-06-01", "closes_on": "2026-07-15", "reference": "宁人社函〔2026〕12号"}  # fmt: skip
    address = f"{PLACE}title-windows/"

    client.post(address, stated)
    again = client.post(address, stated).content.decode()
    reversed_ = client.post(address, {**stated, "closes_on": "2026-05-01"}).content.decode()
    window = TitleWindow.objects.get()
    client.post(f"{address}{window.pk}/withdraw/")

    assert "announced already" in again
    assert "Swap them" in reversed_
    assert reminders.title_windows().count() == 0


def test_the_list_asks_as_often_for_every_kind(client: Client) -> None:
    asked = builders.questions(client, PLACE)

    ReminderKind.objects.exclude(code__in=["RUN_BEGINS", "CYCLE_ENDS", "PAGE_WAITS"]).update(is_paused=True)

    assert builders.questions(client, PLACE) == asked <= 15


def test_published_versions_cannot_change_in_the_database() -> None:
    version = newest()

    with pytest.raises(Exception, match="cannot change"):
        ReminderVersion.objects.filter(pk=version.pk).update(reason="anders")


@pytest.mark.parametrize(
    "today,known,told",
    [
        (date(2026, 9, 30), {2025}, [2026]),
        (date(2026, 10, 1), {2025, 2026}, [2027]),
        (date(2026, 10, 1), {2026, 2027}, []),
    ],
)
def test_years_whose_official_calendar_is_not_in_the_library_are_told_from_october_on(
    today: date, known: set[int], told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("credits.reminders._windows.is_calendar_known", known.__contains__)

    assert reminders.unknown_years(today) == told


@pytest.mark.parametrize("place", [PLACE, "/decisions/"])
def test_officers_are_told_of_a_year_whose_official_calendar_is_missing(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("credits.reminders._windows.is_calendar_known", lambda _year: True)
    client = builders.signed_in(builders.regulator(region="320000"), "zh-hans")
    before = client.get(place).content.decode()
    monkeypatch.setattr("credits.reminders._windows.is_calendar_known", lambda _year: False)
    page = client.get(place).content.decode()

    years = reminders.unknown_years(timezone.localdate())
    assert years
    assert "暂按周一至周五为工作日计算" not in before
    assert page.count("暂按周一至周五为工作日计算") == len(years)
    assert all(f"还没有{year}年的" in page for year in years)
