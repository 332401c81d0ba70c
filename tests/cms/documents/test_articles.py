"""Articles: anchors in a text, and where a citation leads."""

import pytest
from django.template.loader import render_to_string

from cms import documents
from cms.models import PolicyIndex, PolicyPage
from credits.web import explaining
from learning import citations

pytestmark = pytest.mark.django_db
ORDER = "专业技术人员继续教育规定（人力资源和社会保障部令第25号）"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        (
            '<p data-block-key="a">第八条 每年90学时。</p>',
            '<p data-block-key="a" id="article-8">第八条 每年90学时。</p>',
        ),
        ("<p><b>第十二条</b> 应当</p>", '<p id="article-12"><b>第十二条</b> 应当</p>'),
        (
            "<p>第二十条 甲</p><p>第一百零三条 乙</p>",
            '<p id="article-20">第二十条 甲</p><p id="article-103">第一百零三条 乙</p>',
        ),
        ("<li>每年90学时（第八条）。</li>", '<li id="article-8">每年90学时（第八条）。</li>'),
        (
            "<li>甲（第八条）。</li><li>乙（第八条）。</li>",
            '<li id="article-8">甲（第八条）。</li><li>乙（第八条）。</li>',
        ),
        ("<li>甲（第八条）。</li><p>第八条 乙</p>", '<li>甲（第八条）。</li><p id="article-8">第八条 乙</p>'),
        ("<p>依照第八条办理。</p>", "<p>依照第八条办理。</p>"),
        ("<pre>第八条</pre>", "<pre>第八条</pre>"),
    ],
)
def test_a_paragraph_is_marked_with_its_article(html, marked):
    assert documents.anchored(html) == marked


def test_a_citation_leads_to_its_paragraph():
    wanted = [(ORDER, "8"), (ORDER, "第八条"), (ORDER, "99"), (ORDER, ""), ("别的规定", "8")]

    assert citations.addresses(wanted) == {
        (ORDER, "8"): "/policy/order-25/#article-8",
        (ORDER, "第八条"): "/policy/order-25/#article-8",
        (ORDER, "99"): "/policy/order-25/",
        (ORDER, ""): "/policy/order-25/",
    }


def test_a_draft_is_not_cited():
    page = PolicyPage(title="未公布的办法", document_number="苏人社发〔2099〕9号", issued_by="某厅", live=False)
    PolicyIndex.objects.get().add_child(instance=page)

    assert citations.addresses([("未公布的办法（苏人社发〔2099〕9号）", "1")]) == {}


def test_citations_ask_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        citations.addresses([(ORDER, str(number)) for number in range(20)])
    with django_assert_num_queries(0):
        citations.addresses([])


def test_an_explanation_links_to_the_paragraph_that_it_cites():
    given = [
        {"code": "annual_total", "document": ORDER, "article": "8"},
        {"code": "annual_total", "document": "别的规定", "article": "1"},
    ]

    linked = explaining._linked([{"document": row["document"], "article": row["article"]} for row in given], given)
    shown = render_to_string("components/reasons.html", {"reasons": linked})

    assert [one["address"] for one in linked] == ["/policy/order-25/#article-8", ""]
    assert shown.count("<a ") == 1
    assert 'href="/policy/order-25/#article-8"' in shown
