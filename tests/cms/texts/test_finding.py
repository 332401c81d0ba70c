"""Pages found by their words."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from cms import publishing, search, texts
from cms.models import BasePage, NoticeIndex, NoticePage, PageText
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db
# Django refuses to take the tags from this.
UNSTRIPPABLE = "<" * 51 + "a>" * 51


def _notice(title, text="", *, live=True):
    page = NoticePage(title=title, issued_on=TODAY, words=[("text", f"<p>{text}</p>")], live=live)
    NoticeIndex.objects.get().add_child(instance=page)
    if live:
        page.save_revision().publish()
    return page


def _titles(query):
    return {found.kind.value: [strip_tags(hit.title) for hit in found.hits] for found in texts.find(query)}


@pytest.fixture
def pages():
    _notice("关于线上直播课程考勤方式的说明", "中途离开超过规定时间的不计该课次，AI课程同样办理。")
    _notice("关于集成电路高级研修班的通知", "请各基地组织报名。")
    _notice("尚未发布的集成电路通知", live=False)
    publishing.make_base_pages(base=builders.base(name="东南大学继续教育学院"))
    texts.refresh_due(at=AT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("集成电路", {"NOTICE": ["关于集成电路高级研修班的通知"]}),
        ("集成电路 报名", {"NOTICE": ["关于集成电路高级研修班的通知"]}),
        ("集成电路研修班", {"NOTICE": ["关于集成电路高级研修班的通知"]}),
        ("積體電路", {"NOTICE": ["关于集成电路高级研修班的通知"]}),
        ("ａｉ", {"NOTICE": ["关于线上直播课程考勤方式的说明"]}),
        ("东南大学", {"BASE": ["东南大学继续教育学院"]}),
        ("第25号", {"POLICY": ["专业技术人员继续教育规定"]}),
        ("怎样查验证书", {"HELP": ["帮助"]}),
        ("量子计算", {}),
        ("", {}),
        ("  '\\:*&|!() ", {}),
    ],
)
def test_words_find_the_pages_that_hold_them(pages, query, found):
    assert _titles(query) == found


def test_a_passage_marks_the_words(pages):
    [[hit]] = [found.hits for found in texts.find("直播课程考勤 离开")]

    assert "中途<mark>离开</mark>超过" in hit.passage
    assert "<mark>直播课程考勤</mark>" in hit.title


def test_help_leads_to_its_questions(pages):
    [[hit]] = [found.hits for found in texts.find("怎样查验证书")]

    assert hit.address.startswith("/help/?q=")


def test_what_leaves_the_public_is_not_found(pages):
    page = NoticePage.objects.get(title="关于集成电路高级研修班的通知")
    page.unpublish()

    assert _titles("集成电路") == {}
    assert texts.refresh_due(at=AT) == 1
    assert not PageText.objects.filter(page_id=page.pk).exists()


def test_what_may_not_be_viewed_by_everybody_is_not_found(pages):
    page = NoticePage.objects.get(title="关于集成电路高级研修班的通知")
    closed = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    assert _titles("集成电路") == {}
    texts.refresh_due(at=AT)
    assert not PageText.objects.filter(page_id=page.pk).exists()
    assert texts.refresh_due(at=AT) == 0

    closed.delete()
    texts.refresh_due(at=AT)
    assert _titles("集成电路") == {"NOTICE": ["关于集成电路高级研修班的通知"]}


def test_plain_text_is_no_markup(pages):
    page = BasePage.objects.get()
    teacher = {"name": "张老师", "position": "", "words": f"讲授x<b1石墨烯>。{UNSTRIPPABLE}"}
    page.words = page.words.stream_block.to_python([{"type": "teachers", "value": [teacher]}])
    page.save_revision().publish()

    texts.refresh_due(at=AT)

    assert _titles("石墨烯") == {"BASE": ["东南大学继续教育学院"]}


def test_a_page_that_cannot_be_read_stops_no_other(pages):
    page = BasePage.objects.get()
    page.introduction = UNSTRIPPABLE
    page.save_revision().publish()
    publishing.make_base_pages(base=builders.base(name="苏州大学"))
    _notice("关于量子计算的通知")

    assert texts.refresh_due(at=AT) == 2

    assert _titles("量子计算") == {"NOTICE": ["关于量子计算的通知"]}
    assert _titles("苏州大学") == {"BASE": ["苏州大学"]}


def test_new_words_are_found_after_the_sweep_and_drafts_are_not(pages):
    page = BasePage.objects.get()
    page.introduction = "<p>设有洁净室。</p>"
    page.save_revision().publish()
    page.introduction = "<p>设有石墨烯实验室。</p>"
    page.save_revision()

    assert texts.refresh_due(at=AT) == 1
    assert texts.refresh_due(at=AT + timedelta(hours=1)) == 0
    assert _titles("洁净室") == {"BASE": ["东南大学继续教育学院"]}
    assert _titles("石墨烯") == {}


def test_a_long_query_and_a_long_page_are_cut(pages):
    _notice("很长的通知", "集成电路" * 20000)

    texts.refresh_due(at=AT)

    assert _titles("没有的词" * 2000) == {}
    assert "很长的通知" in _titles("很长的通知")["NOTICE"]


def test_a_search_asks_once(pages, django_assert_max_num_queries):
    # Round the question: a savepoint, and its time limit set and taken back.
    with django_assert_max_num_queries(5):
        texts.find("集成电路")


def test_a_search_has_a_time_limit(pages, monkeypatch):
    monkeypatch.setattr("cms.search._engines.MILLISECONDS", 50)
    monkeypatch.setattr("cms.texts._finding._FIND", "SELECT pg_sleep(5), %s::text, %s::int")

    with pytest.raises(search.TakesTooLong):
        texts.find("集成电路")

    # The page goes on with the same connection.
    assert PageText.objects.exists()
