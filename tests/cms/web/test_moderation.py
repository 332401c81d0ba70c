"""The pages of moderators beside Wagtail's editor."""

import pytest

from cms import publishing
from cms.models import Deputy, ProgrammePage
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT, SUZHOU

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    regulator, base = builders.regulator(name="南京市人社局"), builders.base(name="东南大学")
    elsewhere = builders.regulator(name="苏州市人社局", region=SUZHOU)
    publishing.make_base_pages(base=builders.base(name="苏州大学", region=SUZHOU))
    page = builders.public(base, title="人工智能研修班")
    people = {
        "editor": builders.member(base, role=Role.BASE_MANAGER, name="编辑"),
        "officer": builders.member(regulator, role=Role.REGULATOR_OFFICER, name="甲"),
        "fellow": builders.member(regulator, role=Role.REGULATOR_OFFICER, name="乙"),
        "stranger": builders.member(elsewhere, role=Role.REGULATOR_OFFICER, name="丁"),
    }
    for one in people.values():
        builders.with_second_factor(one)
    publishing.sync_editors(at=AT)
    page.introduction = "<p>欢迎报名。</p>"
    page.save_revision(user=people["editor"])
    publishing.submit(page=page, by=people["editor"])
    return {"page": page, "regulator": regulator, "elsewhere": elsewhere, **people}


def _live(cast):
    return ProgrammePage.objects.get(pk=cast["page"].pk).introduction


def test_a_moderator_sees_the_change_and_approves_it(client, cast):
    client.force_login(cast["officer"])
    shown = client.get("/moderation/").content.decode()
    [row] = publishing.proposals(cast["officer"])

    answer = client.post("/moderation/approve/", {"mark": row.mark}, follow=True).content.decode()

    assert "<ins>欢迎报名。</ins>" in shown
    assert "已通过并公布1个页面：人工智能研修班" in answer
    assert "暂无待审核页面" in answer
    assert _live(cast) == "<p>欢迎报名。</p>"


@pytest.mark.parametrize("marks", [[], ["1:1"], ["x"], ["9" * 300]])
def test_nothing_ticked_or_made_up_is_answered(client, cast, marks):
    client.force_login(cast["officer"])

    answer = client.post("/moderation/approve/", {"mark": marks}, follow=True)

    assert answer.status_code == 200
    assert _live(cast) == ""


def test_a_moderator_elsewhere_sees_and_does_nothing(client, cast):
    [row] = publishing.proposals(cast["officer"])
    client.force_login(cast["stranger"])

    assert "人工智能研修班" not in client.get("/moderation/").content.decode()
    client.post("/moderation/approve/", {"mark": row.mark})

    assert _live(cast) == ""


@pytest.mark.parametrize("address", ["/moderation/", "/moderation/deputies/"])
def test_editors_find_no_such_page(client, cast, address):
    client.force_login(cast["editor"])

    assert client.get(address).status_code == 404


def test_a_deputy_is_named_and_taken_back(client, cast):
    client.force_login(cast["officer"])
    sent = {"organisation": cast["regulator"].pk, "moderator": cast["officer"].pk, "deputy": cast["fellow"].pk}

    client.post("/moderation/deputies/", sent)
    assert publishing.deputies(cast["regulator"])[cast["officer"].pk].deputy == cast["fellow"]

    client.post("/moderation/deputies/", {**sent, "deputy": ""})
    assert publishing.deputies(cast["regulator"]) == {}


def test_nobody_is_named_for_another_regulator(client, cast):
    client.force_login(cast["officer"])

    for sent in (
        {"organisation": cast["elsewhere"].pk, "moderator": cast["stranger"].pk, "deputy": cast["officer"].pk},
        {"organisation": cast["regulator"].pk, "moderator": cast["officer"].pk, "deputy": cast["stranger"].pk},
    ):
        assert client.post("/moderation/deputies/", sent).status_code == 404

    assert not Deputy.objects.exists()
    assert "丁" not in client.get("/moderation/deputies/").content.decode()
