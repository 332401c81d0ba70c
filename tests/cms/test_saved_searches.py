"""Saved searches: kept for their owner, and told of what is new, once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import catalogue, saved_searches, search
from cms.models import SavedSearch
from credits import reminders
from credits.models import Reminder
from learning.accounts.models import PersonLogin
from tests.cms import builders
from tests.credits import builders as hours

pytestmark = pytest.mark.django_db
# Rows of the catalogue are offered now, whatever moment a test states; a sweep waits until they are settled.
LATER = timedelta(minutes=5)


@pytest.fixture
def base():
    return builders.base(name="东南大学继续教育学院")


@pytest.fixture
def somebody():
    return hours.person(at=timezone.now())


def _choice(address):
    return catalogue.Choice.of(QueryDict(address))


def _save(person, address="city=320100", name="南京的课程"):
    return saved_searches.save(person=person, name=name, choice=_choice(address), at=timezone.now())


def _run(base, title, **facts):
    run = builders.run(
        builders.public(base, title=title).programme, starts_on=timezone.localdate() + timedelta(30), **facts
    )
    # Opened by the test's clock; a sweep asks when somebody could see it first.
    type(run).objects.filter(pk=run.pk).update(opened_at=timezone.now())
    return run


def _told(*, after=LATER):
    return saved_searches.remind_due(at=timezone.now() + after)


def _reminders():
    return [(row.person_id, row.facts["title"], row.facts["found"]) for row in Reminder.objects.order_by("pk")]


def test_whoever_saved_a_search_is_told_of_what_is_new_in_it_once(base, somebody):
    _run(base, "早已开放的课程")
    _save(somebody)
    new = _run(base, "新开的课程")
    _run(base, "苏州的课程", region=builders.SUZHOU)

    assert (_told(), _told()) == (1, 0)

    assert _reminders() == [(somebody.pk, "南京的课程", [new.version.title])]


def test_several_new_runs_are_one_message(base, somebody):
    _save(somebody)
    for number in range(5):
        _run(base, f"新开的课程之{number}")

    assert _told() == 1

    facts = Reminder.objects.get().facts
    assert (facts["count"], len(facts["found"])) == (5, 3)
    assert facts["path"] == "/catalogue/?city=320100"


def test_whoever_was_told_is_told_of_the_next_a_day_later(base, somebody):
    _save(somebody)
    _run(base, "第一门")
    assert _told() == 1
    run = _run(base, "第二门")
    type(run).objects.filter(pk=run.pk).update(opened_at=timezone.now() + timedelta(minutes=10))

    assert _told(after=timedelta(hours=1)) == 0
    assert _told(after=timedelta(days=1, hours=1)) == 1


def test_words_are_searched_for(base, somebody):
    _save(somebody, "q=集成电路")
    _run(base, "集成电路封装")
    _run(base, "护理管理")
    search.refresh_due(at=timezone.now())

    assert _told() == 1
    assert _reminders() == [(somebody.pk, "南京的课程", ["集成电路封装"])]


def test_what_is_not_public_is_told_to_nobody(base, somebody):
    _save(somebody)
    run = _run(base, "页面撤下的课程")
    run.programme.page.unpublish()

    assert _told() == 0


def test_a_message_is_worded_and_leads_to_the_search(base, somebody):
    _save(somebody)
    _run(base, "数据安全")
    _told()

    line = reminders.line(reminders.inbox([somebody.pk]).get())
    assert line.subject == "您保存的搜索“南京的课程”有新班次"
    assert line.path == "/catalogue/?city=320100"


def test_as_many_queries_for_three_searches_as_for_one(base, somebody):
    _save(somebody)
    _run(base, "第一门")
    one = _asked()
    for number in range(3):
        _save(hours.person(at=timezone.now()), name=f"搜索{number}")
    _run(base, "第二门")

    assert _asked() == one


def _asked():
    with CaptureQueriesContext(connection) as queries:
        assert _told()
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_a_search_that_takes_too_long_waits_alone(base, somebody, monkeypatch):
    slow = _save(somebody, "q=集成电路", name="很慢")
    _save(hours.person(at=timezone.now()))
    _run(base, "集成电路封装")
    monkeypatch.setattr("cms.search._engines.MILLISECONDS", 20)
    monkeypatch.setattr("cms.search._queries._ranking", _sleep)

    assert _told() == 1

    assert [title for _person, title, _found in _reminders()] == ["南京的课程"]
    known_until, later = slow.known_until, timezone.now() + timedelta(hours=1)
    slow.refresh_from_db()
    assert slow.known_until == known_until
    assert slow.not_before > later
    monkeypatch.undo()
    search.refresh_due(at=timezone.now())
    assert _told(after=timedelta(days=1, hours=1)) == 1
    assert [title for _person, title, _found in _reminders()] == ["南京的课程", "很慢"]


def _sleep(*_asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")


def test_the_same_search_is_saved_once_under_its_last_name(somebody):
    _save(somebody, name="一")
    _save(somebody, name="二")

    assert list(saved_searches.of_person(somebody).values_list("name", flat=True)) == ["二"]


def test_there_is_a_limit(somebody):
    for number in range(saved_searches.MOST):
        _save(somebody, f"q={number}")

    with pytest.raises(saved_searches.TooManySaved):
        _save(somebody, "q=more")
    _save(somebody, "q=1", name="又一个名字")


@pytest.mark.parametrize(
    ("address", "name", "refusal"),
    [
        ("", "全部", saved_searches.NothingChosen),
        ("sort=hours", "全部", saved_searches.NothingChosen),
        ("q=a", "  ", saved_searches.NameMissing),
        ("q=a", "长" * 61, saved_searches.NameMissing),
        (
            "q="
            + "长" * 100
            + "&sector=INTELLECTUAL_PROPERTY&cluster=CONSTRUCTION_MACHINERY&city=320100&kind=ADVANCED_SEMINAR&mode=live",
            "长",
            saved_searches.SearchTooLong,
        ),
    ],
)
def test_what_cannot_be_saved_is_refused(somebody, address, name, refusal):
    with pytest.raises(refusal):
        _save(somebody, address, name)
    assert not SavedSearch.objects.exists()


def test_from_the_catalogue_to_the_list_and_away(client, base, somebody):
    user = builders.user()
    PersonLogin.objects.create(user=user, person=somebody, proof="CONTACT_CODE", since=timezone.now())
    client.force_login(user)
    _run(base, "数据安全")

    page = client.get("/catalogue/?city=320100").content.decode()
    assert 'name="choice" value="city=320100"' in " ".join(page.split())
    answer = client.post("/catalogue/save/", {"choice": "city=320100", "name": "南京的课程"})
    assert answer["Location"] == "/catalogue/?city=320100"
    listed = client.get("/catalogue/saved/").content.decode()
    assert "南京的课程" in listed
    assert "城市：南京市" in listed

    saved = SavedSearch.objects.get()
    client.post(f"/catalogue/saved/{saved.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_deletes_another_s(client, somebody):
    saved = _save(somebody, name="别人的搜索")
    user = builders.user()
    PersonLogin.objects.create(
        user=user, person=hours.person(at=timezone.now()), proof="CONTACT_CODE", since=timezone.now()
    )
    client.force_login(user)

    assert "别人的搜索" not in client.get("/catalogue/saved/").content.decode()
    assert client.post(f"/catalogue/saved/{saved.pk}/delete/").status_code == 404
    assert SavedSearch.objects.exists()


def test_strangers_are_offered_nothing_to_save(client, base):
    _run(base, "数据安全")

    assert "保存此搜索" not in client.get("/catalogue/?city=320100").content.decode()


def _feed(client, saved):
    answer = client.get(f"/feeds/search-{saved.feed_key}.atom")
    return answer.status_code, answer.content.decode()


def test_a_search_has_a_feed_of_what_it_finds_newest_first(client, base, somebody):
    for title, minutes in (("旧的课程", 60), ("新的课程", 10)):
        run = _run(base, title)
        type(run).objects.filter(pk=run.pk).update(opened_at=timezone.now() + timedelta(minutes=-minutes))
        run.programme.page.__class__.objects.update(first_published_at=timezone.now() - timedelta(days=1))
    _run(base, "苏州的课程", region=builders.SUZHOU)
    builders.run(builders.approved(base, title="页面未发布的课程"))

    status, text = _feed(client, _save(somebody))

    assert status == 200
    assert re.findall(r"<title>(.*?)</title>", text) == ["城市：南京市 · 课程目录更新", "新的课程", "旧的课程"]


def test_the_feed_says_nothing_of_whose_search_it_is(client, base, somebody):
    _run(base, "数据安全")

    _status, text = _feed(
        client, _save(somebody, "city=320100&gap=12.5&by=2099-12-31&series=teacher", name="我还差的学时")
    )

    assert "数据安全" in text
    for own in ("我还差的学时", "12.5", "2099", "teacher", "教师", "gap"):
        assert own not in text


def test_the_feed_ends_with_the_search_and_cannot_be_guessed(client, base, somebody):
    saved, other = _save(somebody), _save(somebody, "city=320500")
    assert saved.feed_key != other.feed_key
    assert _feed(client, saved)[0] == 200

    saved_searches.forget(saved=saved)

    assert _feed(client, saved)[0] == 404
    assert client.get(f"/feeds/search-{other.pk}.atom").status_code == 404


def test_the_feed_of_a_search_that_takes_too_long_asks_to_come_back(client, base, somebody, monkeypatch):
    saved = _save(somebody, "q=数据安全")
    monkeypatch.setattr("cms.search.ranking", _too_long)

    answer = client.get(f"/feeds/search-{saved.feed_key}.atom")

    assert (answer.status_code, answer["Retry-After"]) == (503, "600")


def _too_long(*_words, **_how):
    raise search.TakesTooLong
