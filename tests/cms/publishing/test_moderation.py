"""From a draft to the public: an editor of the base submits, an officer of its regulator approves."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from cms import publishing
from cms.models import ProgrammePage
from cms.models.programmes import ProgrammeNotApproved
from learning.accounts.enums import Role
from seminars import programmes
from tests.cms import builders
from tests.cms.builders import AT, SUZHOU, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """A base of Nanjing with an editor, its regulator with an officer, and a draft page of an approved programme."""
    regulator = builders.regulator(name="南京市人社局")
    base = builders.base(name="东南大学继续教育学院")
    page = publishing.programme_page(programme=builders.approved(base, title="人工智能研修班"))
    editor = builders.member(base, role=Role.BASE_MANAGER)
    officer = builders.member(regulator, role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)
    return {"base": base, "page": page, "editor": editor, "officer": officer, "regulator": regulator}


def _written(page, text="<p>欢迎报名。</p>", **who):
    page = ProgrammePage.objects.get(pk=page.pk)
    page.introduction = text
    page.save_revision(**who)
    return page


def test_what_an_editor_submits_is_not_public(cast, client):
    page = _written(cast["page"], user=cast["editor"])

    publishing.submit(page=page, by=cast["editor"])

    assert not ProgrammePage.objects.get(pk=page.pk).live
    assert client.get(page.url).status_code == 404


def test_approved_words_are_public(cast, client):
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])

    publishing.approve(page=page, by=cast["officer"])

    assert ProgrammePage.objects.get(pk=page.pk).live
    assert "欢迎报名。" in client.get(page.url).content.decode()


def test_later_words_wait_while_the_earlier_ones_stay_public(cast, client):
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])
    publishing.approve(page=page, by=cast["officer"])
    page = _written(page, "<p>尚未审核的话。</p>", user=cast["editor"])

    publishing.submit(page=page, by=cast["editor"])

    shown = client.get(page.url).content.decode()
    assert "欢迎报名。" in shown
    assert "尚未审核的话。" not in shown


def test_what_is_sent_back_is_not_public_and_can_be_submitted_again(cast):
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])

    publishing.send_back(page=page, by=cast["officer"], comment="请写明上课地点。")

    page = ProgrammePage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_state.status == "needs_changes"

    publishing.submit(page=page, by=cast["editor"])
    publishing.approve(page=ProgrammePage.objects.get(pk=page.pk), by=cast["officer"])

    assert ProgrammePage.objects.get(pk=page.pk).live


def test_an_editor_cannot_approve(cast):
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])

    with pytest.raises(publishing.NotYourPage):
        publishing.approve(page=page, by=cast["editor"])


def test_an_officer_of_another_city_cannot_approve(cast):
    suzhou = builders.regulator(name="苏州市人社局", region=SUZHOU)
    publishing.make_base_pages(base=builders.base(name="苏州大学", region=SUZHOU))
    stranger = builders.member(suzhou, role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])

    with pytest.raises(publishing.NotYourPage):
        publishing.approve(page=page, by=stranger)


def test_an_editor_of_another_base_cannot_submit(cast):
    other = builders.base(name="南京理工大学")
    publishing.make_base_pages(base=other)
    stranger = builders.member(other, role=Role.BASE_MANAGER)
    publishing.sync_editors(at=AT)

    with pytest.raises(publishing.NotYourPage):
        publishing.submit(page=cast["page"], by=stranger)


def test_without_an_approved_programme_nothing_is_submitted(cast):
    page = publishing.programme_page(programme=builders.draft(cast["base"], title="尚未批准的班").programme)

    with pytest.raises(ProgrammeNotApproved):
        publishing.submit(page=page, by=cast["editor"])


def test_a_programme_withdrawn_while_its_page_waits_is_not_published(cast):
    page = _written(cast["page"], user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])
    programmes.withdraw_approval(programme=page.programme, by=cast["officer"], on=TODAY)

    with pytest.raises(ProgrammeNotApproved):
        publishing.approve(page=ProgrammePage.objects.get(pk=page.pk), by=cast["officer"])

    assert not ProgrammePage.objects.get(pk=page.pk).live


def test_approve_without_anything_submitted_is_refused(cast):
    with pytest.raises(publishing.NothingToModerate):
        publishing.approve(page=cast["page"], by=cast["officer"])


def test_sync_follows_memberships(cast):
    base, regulator = cast["base"], cast["regulator"]
    assistant = builders.member(base, role=Role.BASE_STAFF)
    viewer = builders.member(regulator, role=Role.REGULATOR_VIEWER)
    gone = builders.member(base, role=Role.BASE_MANAGER, ends_before=TODAY)
    coming = builders.member(base, role=Role.BASE_MANAGER, since=date(2026, 11, 3))
    cast["editor"].memberships.update(ends_before=TODAY)

    assert publishing.sync_editors(at=AT) == 1
    assert publishing.sync_editors(at=AT) == 0

    assert set(base.editorial_group.group.user_set.all()) == set()
    assert set(regulator.editorial_group.group.user_set.all()) == {cast["officer"]}
    assert not any(user.groups.exists() for user in (assistant, viewer, gone, coming))


def test_sync_leaves_other_groups_alone(cast):
    other = Group.objects.create(name="运维")
    cast["editor"].groups.add(other)

    publishing.sync_editors(at=AT)

    assert set(cast["editor"].groups.values_list("name", flat=True)) == {"运维", "东南大学继续教育学院的编辑"}


def test_officers_of_the_province_edit_the_site(cast):
    officer = builders.member(builders.regulator(name="江苏省人社厅", region="320000"), role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)

    assert [group.name for group in officer.groups.all()] == ["全站编辑"]
