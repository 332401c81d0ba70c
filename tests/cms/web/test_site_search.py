"""The page of results over the whole site."""

import pytest

from cms import publishing, search, texts
from tests.cms import builders
from tests.cms.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    base = builders.base(name="集成电路学院")
    publishing.make_base_pages(base=base)
    builders.public(base, title="集成电路研修班")
    publishing.programme_page(programme=builders.approved(base, title="集成电路草稿班"))
    texts.refresh_due(at=AT)
    search.refresh_due(at=AT)


def test_results_are_grouped_by_kind(client, found):
    text = client.get("/search/?q=集成电路").content.decode()

    assert "<mark>集成电路</mark>研修班" in text
    assert "<mark>集成电路</mark>学院" in text
    assert "草稿班" not in text
    assert text.index('id="programmes"') < text.index('id="base"')
    assert "/catalogue/?q=" in text


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=完全没有的词语呢", "?q=" + "长" * 500, "?q=%27%5C%3A*"])
def test_an_empty_page_leads_on(client, query):
    text = client.get(f"/search/{query}").content.decode()

    assert ("没有找到相关内容" in text) != ("请输入一个或多个关键词" in text)


def test_what_was_typed_stays_and_is_escaped(client):
    text = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in text
    assert "&quot;&gt;&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("slow", ["cms.search.ranking", "cms.texts.find"])
def test_a_search_that_takes_too_long_says_so_and_is_tried_again(client, found, monkeypatch, slow):
    monkeypatch.setattr(slow, _too_long)

    assert "搜索用时过长" in client.get("/search/?q=集成电路").content.decode()
    monkeypatch.undo()
    assert "研修班" in client.get("/search/?q=集成电路").content.decode()


def _too_long(*_words, **_how):
    raise search.TakesTooLong
