"""Pages that the system makes, and what may lie under what."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Workflow

from cms import publishing
from cms.models import (
    BasePage,
    CatalogueIndex,
    HelpPage,
    HomePage,
    NoticeIndex,
    NoticePage,
    PolicyIndex,
    PolicyPage,
    ProgrammePage,
    free_slug,
)
from cms.models.programmes import ProgrammeNotApproved
from cms.publishing import _pages
from learning.accounts.enums import Sector
from seminars import programmes
from tests.cms import builders
from tests.cms.builders import AT, NANJING, PROVINCE, SUZHOU, TODAY

pytestmark = pytest.mark.django_db


def test_only_these_pages_lie_under_those():
    below = {
        model: set(model.allowed_subpage_models())
        for model in (
            HomePage,
            CatalogueIndex,
            BasePage,
            ProgrammePage,
            NoticeIndex,
            NoticePage,
            PolicyIndex,
            PolicyPage,
            HelpPage,
        )
    }

    assert below == {
        HomePage: {CatalogueIndex, NoticeIndex, PolicyIndex, HelpPage},
        CatalogueIndex: {BasePage},
        BasePage: {ProgrammePage},
        ProgrammePage: set(),
        NoticeIndex: {NoticePage},
        NoticePage: set(),
        PolicyIndex: {PolicyPage},
        PolicyPage: set(),
        HelpPage: set(),
    }
    assert not BasePage.is_creatable
    assert not ProgrammePage.is_creatable


def test_make_base_pages_makes_page_group_and_collection():
    builders.regulator(name="南京市人力资源和社会保障局")
    base = builders.base(name="东南大学继续教育学院")

    page = publishing.make_base_pages(base=base)

    assert page.live
    assert page.get_parent().specific == CatalogueIndex.objects.get()
    assert base.editorial_group.group.name == "东南大学继续教育学院的编辑"
    assert base.editorial_group.collection.name == "东南大学继续教育学院"


def test_make_base_pages_twice_makes_them_once():
    base = builders.base(name="东南大学继续教育学院")

    first = publishing.make_base_pages(base=base)
    second = publishing.make_base_pages(base=base)

    assert first.pk == second.pk
    assert BasePage.objects.count() == 1


@pytest.mark.parametrize(
    ("sector", "region", "moderator"),
    [
        (Sector.GENERAL, NANJING, "南京市人社局"),
        (Sector.HEALTH, NANJING, "南京市卫健委"),
        (Sector.HEALTH, SUZHOU, "江苏省卫健委"),
        (Sector.TRANSPORT, SUZHOU, "江苏省人社厅"),
    ],
)
def test_the_nearest_regulator_of_the_sector_moderates(sector, region, moderator):
    builders.regulator(name="江苏省人社厅", region=PROVINCE)
    builders.regulator(name="江苏省卫健委", region=PROVINCE, sector=Sector.HEALTH)
    builders.regulator(name="南京市人社局", region=NANJING)
    builders.regulator(name="南京市卫健委", region=NANJING, sector=Sector.HEALTH)
    base = builders.base(name="某某医院", region=region, sector=sector)

    page = publishing.make_base_pages(base=base)

    assert page.get_workflow().editorial_group.organisation.name == moderator


def test_without_a_regulator_the_site_moderates():
    page = publishing.make_base_pages(base=builders.base(name="东南大学"))

    assert page.get_workflow() == Workflow.objects.get(name="全站编辑审核")


def test_programme_page_is_a_draft_under_its_base():
    programme = builders.approved(builders.base(name="东南大学"), title="人工智能研修班")

    page = publishing.programme_page(programme=programme)

    assert not page.live
    assert page.title == "人工智能研修班"
    assert page.slug == "rengongzhineng-yanxiuban"
    assert page.get_parent().specific.organisation == programme.base
    assert publishing.programme_page(programme=programme).pk == page.pk


def test_make_due_makes_what_is_missing_once():
    base = builders.base(name="东南大学")
    builders.approved(base, title="人工智能研修班")
    builders.draft(base, title="尚未批准的班")

    assert publishing.make_due(at=AT) == 2
    assert publishing.make_due(at=AT) == 0
    assert [page.title for page in ProgrammePage.objects.all()] == ["人工智能研修班"]


def test_a_page_that_cannot_be_made_stops_no_other(monkeypatch):
    base = builders.base(name="东南大学")
    bad = builders.approved(base, title="人工智能研修班")
    builders.approved(base, title="数据治理研修班")
    make = _pages.programme_page

    def fails_for_one(*, programme):
        page = make(programme=programme)
        if programme == bad:
            raise RuntimeError("人工智能研修班")
        return page

    monkeypatch.setattr(_pages, "programme_page", fails_for_one)

    assert publishing.make_due(at=AT) == 2  # the page of the base, and of the other programme
    assert [page.title for page in ProgrammePage.objects.all()] == ["数据治理研修班"]
    monkeypatch.undo()
    assert publishing.make_due(at=AT) == 1


def test_title_follows_an_approved_amendment():
    page = builders.public(builders.base(name="东南大学"), title="旧名称研修班")
    amendment = programmes.amend(programme=page.programme, by=builders.user(), at=AT, reason="改名")
    programmes.save(application=amendment, by=builders.user(), at=AT, title="新名称研修班")
    programmes.submit(application=amendment, by=builders.user(), at=AT)
    programmes.approve(
        application=amendment,
        by=builders.user(),
        organisation=page.programme.current.approved_by,
        approval_number="苏人社函〔2026〕2号",
        at=AT,
    )

    publishing.make_due(at=AT)

    page.refresh_from_db()
    assert (page.title, page.slug) == ("新名称研修班", "jiu-mingcheng-yanxiuban")


def test_page_of_an_unapproved_programme_cannot_be_published():
    application = builders.draft(builders.base(name="东南大学"), title="尚未批准的班")
    page = publishing.programme_page(programme=application.programme)

    with pytest.raises(ProgrammeNotApproved):
        page.get_latest_revision().publish()

    page.refresh_from_db()
    assert not page.live


def test_page_of_a_withdrawn_programme_cannot_be_published():
    page = publishing.programme_page(
        programme=builders.approved(builders.base(name="东南大学"), title="人工智能研修班")
    )
    programmes.withdraw_approval(programme=page.programme, by=builders.user(), on=TODAY)

    with pytest.raises(ProgrammeNotApproved):
        Page.objects.get(pk=page.pk).specific.get_latest_revision().publish()


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        (["重庆路校区BIM应用"], "chongqinglu-xiaoqu-bim-yingyong"),
        (["人工智能研修班（第一期）"], "rengongzhineng-yanxiuban"),
        (["同名课程", "同名课程"], "tongming-kecheng-2"),
        (["《》"], "p1"),
        (["智能制造系统集成与数字孪生高级研修班" * 3], "zhineng-zhizao-xitongjicheng-yu-shuzi-luansheng-gaoji"),
    ],
)
def test_addresses_are_titles_in_pinyin(titles, slug):
    parent = publishing.make_base_pages(base=builders.base(name="东南大学"))
    for title in titles[:-1]:
        parent.add_child(instance=Page(title=title, slug=free_slug(parent, title)))

    assert free_slug(parent, titles[-1], otherwise="p1") == slug


def test_a_slug_that_changes_leaves_a_redirect_for_its_own_subtree_alone(client, django_capture_on_commit_callbacks):
    base = builders.base(name="东南大学")
    page, other = builders.public(base, title="人工智能研修班"), builders.public(base, title="别的课程")
    former, parent = page.url, BasePage.objects.get(organisation=base)

    parent.slug = "seu"
    with django_capture_on_commit_callbacks(execute=True):
        parent.save()

    moved = ProgrammePage.objects.get(pk=page.pk)
    assert client.get(former).headers["Location"] == moved.url == "/catalogue/seu/rengongzhineng-yanxiuban/"
    assert set(Redirect.objects.values_list("redirect_page_id", flat=True)) == {parent.pk, page.pk, other.pk}


def test_a_programme_has_one_page():
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")

    with pytest.raises(ValidationError, match="研修项目"):
        page.get_parent().add_child(instance=ProgrammePage(title="第二页", programme=page.programme))
