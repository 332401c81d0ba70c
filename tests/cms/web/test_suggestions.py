"""Suggestions while somebody types."""

import pytest
from django.utils import timezone

from cms import search
from tests.cms import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = builders.public(builders.base(name="集成电路产业学院"), title="集成电路封装测试")
    search.refresh_due(at=timezone.now())
    return page


def _text(client, query):
    answer = client.get(f"/catalogue/suggestions/?q={query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_programmes_and_bases_are_suggested_with_their_addresses(client, page):
    text = _text(client, "集成电")

    assert f'data-url="{page.url}"' in text
    assert f'data-url="{page.get_parent().url}"' in text
    assert 'role="option"' in text


def test_topics_lead_to_the_catalogue(client, page):
    assert 'data-url="/catalogue/?q=' in _text(client, "集成电")


@pytest.mark.parametrize("query", ["", "%20", "%00x"[3:], "q" * 3000, "%3Cscript%3E", "'%22%25_\\", "zzzz"])
def test_nothing_begins_like_it(client, page, query):
    assert "option" not in _text(client, query)


def test_what_is_not_public_is_not_suggested(client, page):
    page.unpublish()

    assert page.title not in _text(client, "集成电")


def test_the_field_works_as_a_plain_form(client, page):
    text = " ".join(client.get("/catalogue/").content.decode().split())

    assert 'data-suggestions="/catalogue/suggestions/"' in text
    assert '<form method="get" action="/catalogue/"' in text
