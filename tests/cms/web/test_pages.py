"""The public pages: home, programme, base, notices, policy, help."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import publishing
from cms.models import HelpPage, NoticeIndex, NoticePage, PolicyPage, ProgrammePage
from seminars import programmes
from seminars.enums import Category
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db


def _text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_tells_what_is_on_soon(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    builders.run(page.programme, starts_on=date(2026, 12, 1))
    draft = builders.approved(page.programme.base, title="页面未发布的课程")
    builders.run(draft, starts_on=date(2026, 12, 1))

    text = _text(client, "/")

    assert f'<a href="{page.url}" lang="zh-Hans">人工智能研修班</a>' in text
    assert "页面未发布的课程" not in text
    for words in ('name="q"', 'href="/verify/"', "通知公告", "96178"):
        assert words in text


def test_home_asks_as_much_for_three_runs_as_for_two(client, django_assert_num_queries):
    base = builders.base(name="东南大学")
    builders.run(builders.public(base, title="第一个班").programme)
    client.get("/")

    for title in ("第二个班", "第三个班"):
        builders.run(builders.public(base, title=title).programme)
        with django_assert_num_queries(14):
            client.get("/")
    with django_assert_num_queries(9):  # in the same state
        client.get("/")


def test_lists_of_a_base_and_its_programmes_ask_a_fixed_number_of_queries(client, django_assert_num_queries):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    builders.run(page.programme)
    counts = []
    for start in (date(2026, 12, 10), date(2026, 12, 20)):
        builders.run(page.programme, starts_on=start)
        builders.run(builders.public(page.programme.base, title=f"{start}开班").programme)
        for address in (page.url, page.programme.base.page.url):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 20


def test_programme_page_shows_live_facts_round_the_words(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班", fee=800)
    page.introduction = "<p>面向一线工程师。</p>"
    page.save_revision().publish()
    run = builders.run(page.programme, places=30, taken=29)

    text = _text(client, page.url)

    for words in (
        "人工智能研修班",
        "16学时",
        str(Category.PROFESSIONAL.label),
        "苏人社函〔2026〕1号",
        "800元",
        "面向一线工程师。",
        "剩余1个名额",
        f"/runs/{run.pk}/",
    ):
        assert words in text

    type(run).objects.update(places_taken=30)

    assert "名额已满，可以候补" in _text(client, page.url)


def test_a_withdrawn_approval_is_said_and_the_words_stay(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    page.introduction = "<p>面向一线工程师。</p>"
    page.save_revision().publish()
    builders.run(page.programme)
    programmes.withdraw_approval(programme=page.programme, by=builders.user(), on=TODAY - timedelta(days=1))

    text = _text(client, page.url)

    assert "本项目立项已于2026年11月1日撤销" in text
    assert "面向一线工程师。" in text
    assert "/runs/" not in text


def test_base_page_lists_public_programmes_only(client):
    base = builders.base(name="东南大学")
    page = builders.public(base, title="人工智能研修班")
    builders.approved(base, title="页面未发布的课程")
    builders.public(builders.base(name="南京理工大学"), title="别家的课程")

    text = _text(client, base.page.url)

    assert page.url in text
    assert f"苏人社发〔2024〕{base.pk}号" in text
    assert "页面未发布的课程" not in text
    assert "别家的课程" not in text


def test_fixed_pages_open(client):
    index = NoticeIndex.objects.get()
    notice = index.add_child(instance=NoticePage(title="关于报名的通知", issued_on=TODAY))
    index.add_child(instance=NoticePage(title="尚未发布的通知", issued_on=TODAY, live=False))

    assert "人力资源和社会保障部令第25号" in _text(client, PolicyPage.objects.get(slug="order-25").url)
    assert "宁人社〔2014〕55号" in _text(client, PolicyPage.objects.get(slug="nanjing-2014").url)
    assert "专业技术人员继续教育规定" in _text(client, "/policy/")
    assert "96178" in _text(client, HelpPage.objects.get().url)
    assert "关于报名的通知" in _text(client, notice.url)
    assert "尚未发布的通知" not in _text(client, "/notices/")


def test_no_page_needs_inline_style_or_script(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    page.words = [
        ("text", "<h2>课程安排</h2><p>两天。</p>"),
        ("questions", [{"question": "住宿？", "answer": "<p>自理。</p>"}]),
    ]
    page.save_revision().publish()
    builders.run(page.programme)

    for address in ("/", "/catalogue/", page.url, page.programme.base.page.url, "/help/"):
        text = _text(client, address)
        assert " style=" not in text
        assert "<style" not in text


def test_the_address_of_a_programme_does_not_move_with_its_title(client):
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    address, officer = page.url, builders.user()
    amendment = programmes.amend(programme=page.programme, by=officer, at=AT, reason="改名")
    programmes.save(application=amendment, by=officer, at=AT, title="大模型应用研修班")
    programmes.submit(application=amendment, by=officer, at=AT)
    approved_by = page.programme.current.approved_by
    programmes.approve(
        application=amendment, by=officer, organisation=approved_by, approval_number="苏人社函〔2026〕2号", at=AT
    )

    publishing.make_due(at=AT)

    assert ProgrammePage.objects.get(pk=page.pk).url == address
    assert '<span lang="zh-Hans">大模型应用研修班</span>' in _text(client, address)
