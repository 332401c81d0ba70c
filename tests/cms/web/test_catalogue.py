"""The catalogue's page."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import search
from seminars.enums import Category
from seminars.models import EmptySearch
from tests.cms import builders
from tests.cms.builders import AT

pytestmark = pytest.mark.django_db


def _programmes(count, *, base=None):
    base = base or builders.base(name="东南大学继续教育学院")
    for number in range(count):
        page = builders.public(base, title=f"数字技术研修班之{number}")
        builders.run(page.programme, starts_on=date(2026, 12, 1), places=30, taken=12)
    search.refresh_due(at=AT)


def _text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_catalogue_says_so(client):
    assert "还没有发布的项目" in _text(client, "/catalogue/")


def test_no_result_offers_the_way_back(client):
    _programmes(1)

    text = _text(client, "/catalogue/?q=园林")

    assert "没有符合条件的项目" in text
    assert 'href="/catalogue/"' in text


def test_a_row_tells_what_when_where_and_how_many_places(client):
    _programmes(1)

    text = _text(client, "/catalogue/")

    for words in (
        "数字技术研修班之0",
        "东南大学继续教育学院",
        str(Category.PROFESSIONAL.label),
        "2026年12月1日（星期二）至12月2日（星期三）",
        "可计：专业科目16学时 · 不限系列",
        "南京市",
        "剩余18个名额",
    ):
        assert words in text


def test_the_address_keeps_the_choice(client):
    _programmes(1)

    text = re.sub(r"\s+", " ", _text(client, "/catalogue/?q=研修&city=320100&sort=hours"))

    assert 'value="研修"' in text
    assert '<input type="hidden" name="city" value="320100">' in text
    assert 'aria-current="true">南京市 <span>1</span>' in text
    assert 'aria-current="true">学时多</a>' in text


def test_each_chosen_part_can_be_taken_away(client):
    _programmes(1)

    text = re.sub(r"\s+", " ", _text(client, "/catalogue/?q=研修&city=320100"))

    assert '<a class="chip" href="/catalogue/?city=320100">“研修”' in text
    assert '<a class="chip" href="/catalogue/?q=%E7%A0%94%E4%BF%AE">城市：南京市' in text


def test_a_gap_is_said_on_the_page(client):
    _programmes(1)

    text = _text(client, "/catalogue/?gap=12&category=professional&by=2026-12-31")

    assert "选课补足：2026年12月31日前还差12学时" in text
    assert "数字技术研修班之0" in text


def test_as_many_queries_for_three_rows_as_for_one(client):
    base = builders.base(name="东南大学继续教育学院")
    _programmes(1, base=base)
    first = _asked(client, "/catalogue/?city=320100")
    again = _asked(client, "/catalogue/?city=320500")
    searched = _asked(client, "/catalogue/?q=研修班&city=320100")

    _programmes(2, base=base)

    assert (
        first == _asked(client, "/catalogue/?city=320100") == 9
    )  # the state (4), cities, sessions, recognitions, runs, programmes
    assert again == _asked(client, "/catalogue/?city=320500") == 4  # the state; outside tests it is held for seconds
    assert searched == _asked(client, "/catalogue/?q=研修班&city=320100")


def _asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        _text(client, address)
    return len(queries)


@pytest.mark.parametrize(
    "query",
    [
        "after=1000000000.1",
        "after=-1.5",
        "after=x",
        "after=" + "9" * 400,
        "gap=1e9",
        "gap=5&by=9999-99-99&series=moon",
        "q=%25%27%3B--",
        "q=" + "a" * 3000,
        "q=%E2%80%AE%07",
        "city=999999",
        "month=2026-00",
        "sort=;",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "kind=%3Cscript%3Ealert(1)%3C/script%3E",
        "kind=BASE_COURSE%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_strange_addresses_get_a_page(client, query):
    _programmes(1)

    text = _text(client, f"/catalogue/?{query}")

    assert "<script>alert" not in text
    assert 'class="catalogue-main"' in text


def test_a_choice_that_does_not_exist_is_left_out_and_said(client):
    _programmes(1)

    text = _text(client, "/catalogue/?sector=MOON")

    assert "地址中有不存在的筛选条件，已忽略。" in text
    assert "数字技术研修班之0" in text


def test_pages_keep_the_choice(client, monkeypatch):
    monkeypatch.setattr("cms.catalogue._look.ROWS_A_PAGE", 2)
    _programmes(3)

    first = _text(client, "/catalogue/?q=研修班")
    address = re.search(r'rel="next" href="([^"]+)"', re.sub(r"\s+", " ", first)).group(1)

    assert address.startswith("/catalogue/?q=%E7%A0%94%E4%BF%AE%E7%8F%AD&amp;after=")
    assert "第3–3个" in _text(client, address.replace("&amp;", "&"))


def test_english_is_complete(client):
    _programmes(1)

    client.cookies["django_language"] = "en"

    text = client.get("/catalogue/").content.decode()

    assert "18 places left" in text
    assert "Professional subject" in text


def test_words_are_marked_where_they_stand(client):
    _programmes(1)

    text = _text(client, "/catalogue/?q=数字技术")

    assert "<mark>数字技术</mark>研修班之0" in text
    assert "<mark>" not in _text(client, "/catalogue/")


def test_a_slip_is_mended_and_said(client):
    page = builders.public(builders.base(name="东南大学"), title="网络安全运维")
    search.refresh_due(at=AT)

    text = _text(client, "/catalogue/?q=网洛安全")

    assert page.url in text
    assert "已按“网络安全”搜索" in text


def test_words_that_nothing_answers_are_counted_each_time(client):
    _programmes(1)

    for _time in range(2):
        _text(client, "/catalogue/?q=园林养护")
    _text(client, "/catalogue/?q=园林养护&city=320100")
    _text(client, "/catalogue/?q=数字技术")

    assert list(EmptySearch.objects.values_list("query", "count")) == [("园林养护", 2)]


def test_a_search_that_takes_too_long_says_so_and_is_tried_again(client, monkeypatch):
    _programmes(1)
    monkeypatch.setattr("cms.search.ranking", _too_long)

    assert "搜索用时过长" in _text(client, "/catalogue/?q=数字技术")
    monkeypatch.undo()
    assert "数字技术" in _text(client, "/catalogue/?q=数字技术").replace("<mark>", "").replace("</mark>", "")


def _too_long(*_words, **_how):
    raise search.TakesTooLong


def test_the_catalogue_is_found_under_one_address(client):
    _programmes(1)

    text = " ".join(_text(client, "/catalogue/?city=320100").split())

    assert '<link rel="canonical" href="http://localhost:8000/catalogue/">' in text
    assert '<meta property="og:url" content="http://localhost:8000/catalogue/">' in text
