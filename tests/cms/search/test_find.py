"""Chinese full text on PostgreSQL, over real programmes and pages."""

import pytest

from cms import search
from seminars import programmes
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids():
    """Three programmes in the index; give their ids by a short name."""
    base = builders.base(name="东南大学继续教育学院")
    pages = {
        "ai": builders.public(
            base, title="人工智能与数据安全高级研修班", summary="深度学习 PyTorch 2.5 实践，面向AI工程师。"
        ),
        "chips": builders.public(
            base,
            title="集成电路技术高级研修班",
            summary="芯片设计与封装测试。",
            teachers=[{"name": "李桥生", "title": "教授", "employer": "东南大学"}],
        ),
        "accounting": builders.public(base, title="会计准则更新16学时专题", summary="收入准则。"),
    }
    search.refresh_due(at=AT)
    return {name: page.programme_id for name, page in pages.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("人工智能", ["ai"]),
        ("集成电路", ["chips"]),
        ("高级研修", ["ai", "chips"]),
        ("工智", ["ai"]),
        ("人能", []),
        ("芯", ["chips"]),
        ("桥", []),  # only in the name of a teacher
        ("班", ["ai", "chips"]),
        ("芯片设计", ["chips"]),
        ("16", ["accounting"]),
        ("1", []),
        ("pytorch", ["ai"]),
        ("ＰＹＴＯＲＣＨ", ["ai"]),
        ("pyto", ["ai"]),
        ("AI工程师", ["ai"]),
        ("研修班 芯片", ["chips"]),
        ("东南大学", ["ai", "chips", "accounting"]),
        ("园林绿化", []),
        ("' OR 1=1 --", []),
        ("a & ! ( <-> :*", []),
    ],
)
def test_find(ids, query, names):
    assert sorted(search.find(query)) == sorted(ids[name] for name in names)


def test_find_puts_the_title_before_the_content():
    base = builders.base(name="苏州大学")
    content = builders.public(base, title="统计方法", summary="兼论区块链。")
    title = builders.public(base, title="区块链入门", summary="概念与应用。")
    search.refresh_due(at=AT)

    assert search.find("区块链") == [title.programme_id, content.programme_id]


def test_phrase_does_not_reach_from_one_field_into_the_next():
    builders.public(builders.base(name="苏州大学"), title="统计方法", summary="法律基础")
    search.refresh_due(at=AT)

    assert search.PostgreSQL().held(["方法法律", "统计方法"]) == {"统计方法"}


def test_refresh_finds_only_what_moved():
    page = builders.public(builders.base(name="苏州大学"), title="统计方法")

    assert search.refresh_due(at=AT) == 1
    assert search.refresh_due(at=AT) == 0

    page.introduction = "<p>另有量子计算专题。</p>"
    page.save_revision().publish()

    assert search.refresh_due(at=AT) == 1
    assert search.find("量子计算") == [page.programme_id]


def test_draft_words_are_not_found():
    page = builders.public(builders.base(name="苏州大学"), title="统计方法")
    page.introduction = "<p>尚未公布的安排</p>"
    page.save_revision()
    search.refresh_due(at=AT)

    assert search.find("尚未公布") == []


def test_refresh_forgets_what_left_the_catalogue():
    page = builders.public(builders.base(name="苏州大学"), title="统计方法")
    search.refresh_due(at=AT)
    programmes.withdraw_approval(programme=page.programme, by=builders.user(), on=TODAY)

    assert search.refresh_due(at=AT) == 1
    assert search.find("统计方法") == []


def test_a_very_long_text_is_stored_and_found_by_its_title():
    page = builders.public(builders.base(name="苏州大学"), title="统计方法", summary="量子" * 2000)
    page.introduction = f"<p>{'长' * 60000}{'x' * 5000}</p>"
    page.save_revision().publish()

    assert search.refresh_due(at=AT) == 1
    assert search.find("统计方法") == [page.programme_id]
