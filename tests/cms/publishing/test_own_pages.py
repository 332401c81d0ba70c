"""The pages that an editor sees first."""

import pytest
from django.utils import translation

from cms import publishing
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT

pytestmark = pytest.mark.django_db


def _states(user):
    return {page.title: (page.state, bool(page.public_address)) for page in publishing.pages_of(user)}


def test_own_pages_say_where_they_stand():
    builders.regulator(name="南京市人社局")
    base, other = builders.base(name="东南大学"), builders.base(name="南京理工大学")
    builders.public(other, title="别家的课程")
    builders.public(base, title="已公布的课程")
    waiting = publishing.programme_page(programme=builders.approved(base, title="等待审核的课程"))
    publishing.programme_page(programme=builders.approved(base, title="草稿课程"))
    publishing.programme_page(programme=builders.draft(base, title="未立项课程").programme)
    editor = builders.member(base, role=Role.BASE_MANAGER)
    publishing.sync_editors(at=AT)
    publishing.submit(page=waiting, by=editor)

    states = _states(editor)

    assert list(states.values()) == [
        ("草稿：写好后提交审核", False),
        ("项目尚未立项：可以先写草稿", False),
        ("等待审核", False),
        ("已公布", True),
        ("已公布", True),
    ]
    assert "别家的课程" not in states
    assert publishing.pages_of(builders.user()) == []


def test_a_page_sent_back_comes_first(django_assert_num_queries):
    regulator = builders.regulator(name="南京市人社局")
    base = builders.base(name="东南大学")
    page = publishing.programme_page(programme=builders.approved(base, title="被退回的课程"))
    editor = builders.member(base, role=Role.BASE_MANAGER)
    officer = builders.member(regulator, role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)
    publishing.submit(page=page, by=editor)
    page.refresh_from_db()
    publishing.send_back(page=page, by=officer, comment="请补充师资")

    with translation.override("en"), django_assert_num_queries(3):
        first = publishing.pages_of(editor)[0]

    assert (first.title, first.state) == ("被退回的课程", "Sent back: see the comment, mend, submit again")
