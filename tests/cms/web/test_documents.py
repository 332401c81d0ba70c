"""Notices, policy and help: lists that ask a fixed number of queries, versions that can be compared."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import HelpPage, NoticeIndex, NoticePage, PolicyIndex, PolicyPage
from tests.cms.builders import TODAY

pytestmark = pytest.mark.django_db


def _text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _notice(number):
    page = NoticePage(title=f"通知第{number}号", issued_on=TODAY - timedelta(days=number))
    return NoticeIndex.objects.get().add_child(instance=page)


def _policy(title, *, words, replaces=None, since=None):
    page = PolicyPage(
        title=title,
        issued_by="示例厅",
        in_force_from=since or TODAY,
        replaces=replaces,
        words=[("text", "".join(f"<p>{paragraph}</p>" for paragraph in words))],
    )
    return PolicyIndex.objects.get().add_child(instance=page)


def _ask(count):
    page = HelpPage.objects.get()
    page.words = [("questions", [{"question": f"问题{number}？", "answer": "<p>答。</p>"} for number in range(count)])]
    page.save_revision().publish()


@pytest.fixture
def versions():
    former = _policy(
        "继续教育办法", words=["第一条 每年九十学时。", "第二条 自发布之日起施行。"], since=TODAY - timedelta(days=800)
    )
    later = _policy(
        "继续教育办法（修订）", words=["第一条 每年七十二学时。", "第二条 自发布之日起施行。"], replaces=former
    )
    return former, later


def test_notices_ask_as_much_for_three_as_for_one(client):
    _notice(1)
    one = _queries(client, "/notices/")
    _notice(2)
    _notice(3)

    assert _queries(client, "/notices/") == one <= 12
    assert "通知第3号" in _text(client, "/notices/")


def test_policy_asks_as_much_for_three_documents_more_as_for_one(client, versions):
    one = _queries(client, "/policy/")
    for number in range(3):
        _policy(f"示例规定{number}", words=["第一条"])

    assert _queries(client, "/policy/") == one <= 12
    assert "示例规定2" in _text(client, "/policy/")


def test_a_document_asks_as_much_for_three_versions_as_for_two(client, versions):
    former, later = versions
    two = _queries(client, f"{later.url}?with={former.pk}")
    _policy("继续教育办法（再修订）", words=["第一条"], replaces=later, since=TODAY + timedelta(days=30))

    assert _queries(client, f"{later.url}?with={former.pk}") == two <= 15
    assert "继续教育办法（再修订）" in _text(client, later.url)


def test_help_asks_as_much_for_three_questions_as_for_one(client):
    _ask(1)
    one = _queries(client, "/help/")
    _ask(3)

    assert _queries(client, "/help/") == one <= 12
    assert "问题2？" in _text(client, "/help/")


@pytest.mark.parametrize("from_later", [True, False])
def test_versions_are_compared_former_first_from_either_side(client, versions, from_later):
    former, later = versions
    page, other = (later, former) if from_later else (former, later)

    text = _text(client, f"{page.url}?with={other.pk}")

    assert "<del>第一条 每年九十学时。</del>" in text
    assert "<ins>第一条 每年七十二学时。</ins>" in text
    assert "<p>第二条 自发布之日起施行。</p>" in text
    assert "<ins></ins>" not in text
    assert f'<a href="{unquote(page.url)}">' in text


@pytest.mark.parametrize("asked", ["x", "0", "99999999", "<script>"])
def test_what_is_no_version_is_compared_with_nothing(client, versions, asked):
    foreign = PolicyPage.objects.get(slug="order-25")
    _former, later = versions

    for other in (asked, foreign.pk, later.pk):
        text = _text(client, f"{later.url}?with={other}")
        assert "<del>" not in text
        assert "第一条 每年七十二学时。" in text


def test_a_draft_is_no_version_to_compare_with(client, versions):
    former, later = versions
    former.unpublish()

    text = _text(client, f"{later.url}?with={former.pk}")

    assert "每年九十学时" not in text
    assert "<del>" not in text


def test_the_text_of_a_day_is_shown(client, versions):
    former, later = versions

    answer = client.get(f"{later.url}?on={TODAY - timedelta(days=1)}", follow=True)

    text = re.sub(r"\s+", " ", answer.content.decode())
    [[address, status]] = answer.redirect_chain
    assert (unquote(address), status) == (f"{unquote(former.url)}?on={TODAY - timedelta(days=1)}", 302)
    assert "第一条 每年九十学时。" in text
    assert "第一条 每年七十二学时。" not in text


@pytest.mark.parametrize("asked", ["x", "2026-02-30", "0001-01-01"])
def test_a_day_without_a_version_leaves_the_document_where_it_is(client, asked):
    page = _policy("只有一版的规定", words=["第一条"])

    assert client.get(f"{page.url}?on={asked}").status_code == 200


def test_a_document_opened_by_itself_says_that_another_version_holds(client, versions):
    former, later = versions

    text = _text(client, former.url)

    assert "适用的是另一版本" in text
    assert f'<a href="{later.url}"' in text


def test_each_article_has_an_anchor(client, versions):
    text = _text(client, versions[1].url)

    assert re.search(r'<p[^>]* id="article-1">第一条', text)
    assert re.search(r'<p[^>]* id="article-2">第二条', text)
