"""Pages kept for everybody: right after every change, and nobody's own in them."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape

from cms import catalogue, search
from cms.models import SearchIndex
from learning.accounts import people
from learning.accounts.models import PersonLogin
from learning.settings import base
from seminars import bases, enrolment, programmes, runs
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db
ADDRESS = "/catalogue/?category=professional"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr("cms.search._synonyms._known", None)
    for name in ("pages", "parts", "wholes"):
        caches[name].clear()


@pytest.fixture
def run():
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    return builders.run(page.programme, starts_on=timezone.localdate() + timedelta(days=30), places=30)


def _text(client, address=ADDRESS):
    return client.get(address).content.decode()


def _person(user):
    person = people.record(
        name="李明", document_kind="RESIDENT_ID", number="320102199003073218", by=builders.user(), at=AT
    )
    PersonLogin.objects.create(user=user, person=person, proof="CONTACT_CODE", since=AT)
    return person


def _enrol(run):
    user = builders.user()
    return enrolment.enrol(run=run, person=_person(user), by=user, at=timezone.now())


def test_a_kept_page_is_not_drawn_again(client, run, monkeypatch):
    first = _text(client)
    monkeypatch.setattr("cms.catalogue.look", None)

    assert "人工智能研修班" in first
    assert "人工智能研修班" in _text(client)


def _taken(run):
    type(run).objects.filter(pk=run.pk).update(places_taken=29)


def _cancelled(run):
    runs.cancel(run=run, by=builders.user(), at=AT, reason="教师临时有事")


def _another(run):
    builders.run(run.programme, starts_on=timezone.localdate() + timedelta(days=40))


def _unpublished(run):
    run.programme.page.unpublish()


def _withdrawn(run):
    programmes.withdraw_approval(programme=run.programme, by=builders.user(), on=TODAY)


def _renamed_base(run):
    base = run.programme.base
    base.name = "东大继续教育学院"
    base.save(update_fields=["name"])


def _not_recognised(run):
    bases.end_recognition(recognition=run.programme.base.recognitions.get(), ends_before=timezone.localdate())


def _ending_during_the_run(run):
    bases.end_recognition(recognition=run.programme.base.recognitions.get(), ends_before=run.ends_on)


def _approved_until_the_run(run):
    programmes.withdraw_approval(programme=run.programme, by=builders.user(), on=run.starts_on)


def _enrolment_over(run):
    type(run).objects.filter(pk=run.pk).update(enrol_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (_enrol, "剩余30个名额", "剩余29个名额"),
        (_taken, "剩余30个名额", "剩余1个名额"),
        (_cancelled, "剩余30个名额", "暂无开班计划"),
        (_unpublished, "人工智能研修班", "没有符合条件的项目"),
        (_withdrawn, "人工智能研修班", "没有符合条件的项目"),
        (_not_recognised, "剩余30个名额", "暂无开班计划"),
        (_ending_during_the_run, "剩余30个名额", "暂无开班计划"),
        (_approved_until_the_run, "剩余30个名额", "暂无开班计划"),
        (_renamed_base, "东南大学", "东大继续教育学院"),
        (_enrolment_over, "剩余30个名额", "报名已截止"),
    ],
)
def test_every_change_is_seen_at_once(client, run, change, before, after):
    assert before in _text(client)

    change(run)
    text = _text(client)

    assert after in text
    assert before not in text


def test_a_new_run_and_a_new_programme_are_seen_at_once(client, run):
    _text(client)

    _another(run)
    assert _text(client).count("剩余30个名额") == 2
    builders.public(run.programme.base, title="区块链研修班")
    assert "区块链研修班" in _text(client)


def test_a_session_that_moved_is_another_state(run):
    before = catalogue.state(at=AT)

    runs.file_change(
        session=run.sessions.order_by("number")[0], room="302", reason="场地冲突", by=builders.user(), at=AT
    )

    assert catalogue.state(at=AT) != before


def test_a_stranger_is_answered_before_anybody_asks_who_it_is(client, run, monkeypatch, django_assert_num_queries):
    first = client.get(ADDRESS)
    monkeypatch.setattr("cms.web.catalogue.kept.answer", None)

    with django_assert_num_queries(4):  # the state
        second = client.get(ADDRESS)

    assert "人工智能研修班" in second.content.decode()
    for header in ("Content-Security-Policy", "X-Frame-Options", "Content-Language", "Vary", "Referrer-Policy"):
        same = [answer.headers[header].split("nonce")[0] for answer in (first, second)]
        assert same[0] == same[1]


@pytest.mark.parametrize(
    "query", ["?junk=1", "?category=professional&junk=1", "?after=0.1", "?city=x", "?q=", "?q=a&q=a"]
)
def test_an_address_that_the_site_never_writes_is_not_kept_whole(client, run, monkeypatch, query):
    client.get(f"/catalogue/{query}")
    asked = []
    monkeypatch.setattr("cms.web.catalogue.kept.answer", lambda *_args, **_facts: asked.append(1) or HttpResponse())

    client.get(f"/catalogue/{query}")

    assert asked


def test_there_is_room_for_some_hundreds_of_pages():
    room = {name: cache["OPTIONS"]["MAX_ENTRIES"] for name, cache in base.CACHES.items() if name != "default"}

    assert room["wholes"] <= 200
    assert room["parts"] <= 400


def test_a_host_that_is_not_ours_gets_nothing_kept(client, run):
    client.get(ADDRESS)

    assert client.get(ADDRESS, headers={"host": "elsewhere.example"}).status_code == 400


def test_new_words_are_found_once_they_are_indexed(client, run):
    assert "没有符合条件的项目" in _text(client, "/catalogue/?q=人工智能")

    search.refresh_due(at=AT)

    assert "<mark>人工智能</mark>研修班" in _text(client, "/catalogue/?q=人工智能")


def test_a_word_of_the_regulator_is_known_at_once(client, run):
    search.refresh_due(at=AT)
    assert "没有符合条件的项目" in _text(client, "/catalogue/?q=智脑")

    search.keep_synonyms(terms=["智脑", "人工智能"], narrower=[], by=builders.user(), at=AT)

    assert "<mark>人工智能</mark>研修班" in _text(client, "/catalogue/?q=智脑")


def test_a_held_word_is_known_within_ten_seconds(client, run, settings, monkeypatch):
    search.refresh_due(at=AT)
    settings.CATALOGUE_HELD_SECONDS = base.CATALOGUE_HELD_SECONDS
    assert "没有符合条件的项目" in _text(client, "/catalogue/?q=智脑")
    search.keep_synonyms(terms=["智脑", "人工智能"], narrower=[], by=builders.user(), at=AT)

    now, since = time.time(), time.monotonic()
    for seconds in (4.1, 9.9):  # somebody asks in between
        monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda past=seconds: now + past)
        monkeypatch.setattr("cms.search._synonyms.time.monotonic", lambda past=seconds: since + past)
        text = _text(client, "/catalogue/?q=智脑")

    assert "<mark>人工智能</mark>研修班" in text


def test_an_answer_hangs_on_the_index_that_gives_it(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    index = SearchIndex.objects.create(name="xueshi-1", made_at=AT, is_serving=True, reached=5)
    before = catalogue.state(at=AT)

    index.reached = 6
    index.save()

    assert catalogue.state(at=AT) != before


def test_places_are_never_older_than_five_seconds():
    assert 0 < base.CATALOGUE_HELD_SECONDS <= 4


def test_a_held_state_shows_a_place_taken_within_five_seconds(client, run, settings, monkeypatch):
    settings.CATALOGUE_HELD_SECONDS = base.CATALOGUE_HELD_SECONDS
    assert "剩余30个名额" in _text(client)
    _taken(run)

    now = time.time()
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: now + 4.9)

    assert "剩余1个名额" in _text(client)


def test_languages_are_kept_apart(client, run):
    client.cookies["django_language"] = "en"
    english = _text(client)
    client.cookies["django_language"] = "zh-hans"

    assert "30 places left" in english
    assert "剩余30个名额" in _text(client)


def test_nobody_s_own_is_kept(client, run):
    user = builders.user(name="欧阳锋")
    client.force_login(user)
    own = _text(client)
    client.logout()
    client.cookies.clear()

    assert "欧阳锋" in own
    assert "欧阳锋" not in _text(client)
    client.force_login(builders.user(name="黄蓉"))
    assert "欧阳锋" not in _text(client)


def test_every_stranger_gets_an_own_token(client, run):
    first = client.get(ADDRESS)
    client.cookies.clear()
    second = client.get(ADDRESS)
    tokens = [answer.cookies["csrftoken"].value for answer in (first, second)]

    assert tokens[0] != tokens[1]
    for answer in (first, second):
        assert 'name="csrfmiddlewaretoken" value="' in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?q=a&city=320100", "?q=%22%3E", "?after=0.1"])
def test_the_kept_frame_leads_back_to_each_visitor_s_address(client, run, query):
    _text(client, "/catalogue/?q=other")

    for _time in range(2):
        text = _text(client, f"/catalogue/{query}")
        assert text.count(f'name="next" value="/catalogue/{escape(query)}"') == 2
        assert "other" not in text


def test_typed_words_are_shown_and_never_run(client, run):
    for _time in range(2):
        text = _text(client, "/catalogue/?q=<script>alert(1)</script>")
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_the_page_of_a_programme_says_that_somebody_is_enrolled(client, run):
    user = builders.user()
    enrolment.enrol(run=run, person=_person(user), by=user, at=timezone.now())
    address = run.programme.page.url

    assert "您已报名" not in _text(client, address)
    client.force_login(user)
    text = _text(client, address)

    assert "您已报名：" in text
    assert "btn-primary d-print-none" not in text


def test_a_run_says_when_it_opens_and_when_it_is_full(client, run):
    address = run.programme.page.url
    model = type(run)
    model.objects.filter(pk=run.pk).update(places_taken=30)
    assert "报名候补" in _text(client, address)

    model.objects.filter(pk=run.pk).update(enrol_from=timezone.now() + timedelta(days=1))
    text = _text(client, address)
    assert "开始报名" in text
    assert "报名候补" not in text
