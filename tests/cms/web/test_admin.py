"""
Wagtail's admin, as an editor of one base sees it while a second base has pages, pictures and documents of its own.

The walk asks every address of the admin, so that a new one of a later Wagtail is asked too.
"""

import pytest
from django.contrib.sessions.models import Session
from django.urls import URLResolver, get_resolver, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Comment, Page, PageViewRestriction

from cms import publishing
from cms.models import ProgrammePage
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT
from tests.cms.web import files

pytestmark = pytest.mark.django_db


def _house(name, mark):
    """Give a base with an editor, a draft, a picture and a document, each marked."""
    base = builders.base(name=name)
    page = publishing.programme_page(programme=builders.approved(base, title=f"{mark}页面"))
    returned = publishing.programme_page(programme=builders.approved(base, title=f"{mark}退回页"))
    editor = builders.with_second_factor(builders.member(base, role=Role.BASE_MANAGER, name=f"{mark}编辑"))
    return {
        "base": base,
        "page": page,
        "returned": returned,
        "editor": editor,
        "image": files.image(f"{mark}图片", base),
        "document": files.document(f"{mark}文件", base),
    }


@pytest.fixture
def houses(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    regulator = builders.regulator(name="南京市人社局")
    own, other = _house("东南大学", "自家的"), _house("南京理工大学", "别家的")
    officer = builders.member(regulator, role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)
    _at_work(other, officer)
    return own, other


def _at_work(house, officer):
    """Let a page of `house` wait with a comment, another one be sent back with reasons; both leave lines in Wagtail's log."""
    waiting = ProgrammePage.objects.get(pk=house["page"].pk)
    waiting.introduction = "<p>别家的正文</p>"
    Comment.objects.create(page=waiting, user=house["editor"], text="别家的批注", contentpath="introduction")
    waiting.save_revision(user=house["editor"], log_action=True)
    publishing.submit(page=waiting, by=house["editor"])
    returned = ProgrammePage.objects.get(pk=house["returned"].pk)
    publishing.submit(page=returned, by=house["editor"])
    publishing.send_back(page=ProgrammePage.objects.get(pk=returned.pk), by=officer, comment="别家的意见")
    Redirect.add_redirect("/bie-jia-de/", redirect_to=waiting)


def _addresses(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield route


def _key(route, house):
    kind = "image" if route.startswith("images/") else "document" if route.startswith("documents/") else "page"
    return house[kind].pk


def _filled(route, house):
    """Give the address that asks for the things of `house`, or None where the route asks for something else."""
    key = _key(route, house)
    for part in (
        "<int:page_id>",
        "<int:parent_page_id>",
        "<int:page_to_move_id>",
        "<int:pk>",
        "<int:image_id>",
        "<int:document_id>",
        "<str:pk>",
        "<path:object_id>",
    ):
        route = route.replace(part, str(key))
    route = route.replace("<int:revision_id>", str(house["page"].latest_revision_id)).replace(
        "<str:app_name>/<str:model_name>", "wagtailimages/image"
    )
    route = route.replace("<slug:app_name>/<slug:model_name>", "wagtailimages/image").replace(
        "<str:app_label>/<str:model_name>", "wagtailcore/page"
    )
    return None if any(sign in route for sign in "<^$(\\") else route


# What an editor of another base must meet nowhere: titles, texts, comments, reasons, names of colleagues there, addresses.
FOREIGN = (
    "别家的页面",
    "别家的退回页",
    "别家的图片",
    "别家的文件",
    "别家的编辑",
    "别家的正文",
    "别家的批注",
    "别家的意见",
    "bie-jia-de",
)


def _get(client, address, house):
    return client.get(f"/cms/{address}", {"q": "别家的", "term": "别家", "id": _key(address, house)}, follow=True)


def test_no_address_of_the_admin_shows_things_of_another_base(client, houses):
    own, other = houses
    client.force_login(own["editor"])
    client.raise_request_exception = False
    routes = sorted(
        {
            filled
            for route in _addresses(get_resolver("wagtail.admin.urls").url_patterns)
            if (filled := _filled(route, other))
        }
        - {"failwhale/", "logout/"}
    )

    answers = {route: _get(client, route, other) for route in routes}
    words = {route: _words(answer) for route, answer in answers.items()}

    assert len(routes) > 100
    # The editor's own colleagues are offered, so that the filter is no empty one.
    assert "自家的编辑" in words["pages/"]
    assert {route: shown for route, said in words.items() if (shown := [one for one in FOREIGN if one in said])} == {}
    assert [route for route, answer in answers.items() if answer.status_code >= 500] == []


def _words(answer):
    return (
        ""
        if answer.streaming
        else answer.content.decode(errors="replace").encode().decode("unicode_escape", errors="ignore")
        + answer.content.decode(errors="replace")
    )


@pytest.mark.parametrize(
    "address",
    [
        "pages/{page}/edit/",
        "images/{image}/",
        "documents/edit/{document}/",
        "choose-page/search/?q=自家的",
        "images/chooser/results/",
        "documents/chooser/results/",
        "api/main/images/",
        "api/main/documents/",
    ],
)
def test_own_things_are_shown(client, houses, address):
    own = houses[0]
    client.force_login(own["editor"])

    answer = client.get(
        "/cms/" + address.format(page=own["page"].pk, image=own["image"].pk, document=own["document"].pk)
    )

    assert answer.status_code == 200
    assert "自家的" in answer.content.decode() or "\\u81ea\\u5bb6\\u7684" in answer.content.decode()


def test_a_foreign_page_cannot_be_saved(client, houses):
    own, other = houses
    client.force_login(own["editor"])

    before = _state(other)

    for house in (own, other):
        client.post(f"/cms/pages/{house['page'].pk}/edit/", _form("<p>改写的介绍</p>"))

    # The same form saves the own page: it is the page that is refused.
    assert "改写的介绍" in _newest(own).introduction
    assert "改写的介绍" not in _newest(other).introduction
    assert _state(other) == before


def _newest(house):
    return ProgrammePage.objects.get(pk=house["page"].pk).get_latest_revision_as_object()


@pytest.mark.parametrize(
    "address",
    [
        "pages/{page}/edit/",
        "pages/{page}/unpublish/",
        "pages/{page}/lock/",
        "pages/{page}/unlock/",
        "pages/{page}/workflow/action/approve/{task}/",
        "pages/{page}/workflow/action/reject/{task}/",
        "pages/{page}/edit/preview/",
        "bulk/wagtailcore/page/unpublish/?id={page}",
        "bulk/wagtailcore/page/delete/?id={page}",
        "images/{image}/",
        "images/{image}/delete/",
        "documents/edit/{document}/",
        "documents/{document}/delete/",
        "images/multiple/{image}/",
        "images/multiple/{image}/delete/",
        "documents/multiple/{document}/",
        "documents/multiple/{document}/delete/",
        "bulk/wagtailimages/image/delete/?id={image}",
        "bulk/wagtailimages/image/add_to_collection/?id={image}",
        "bulk/wagtaildocs/document/delete/?id={document}",
        "bulk/wagtaildocs/document/add_to_collection/?id={document}",
        "redirects/add/",
        "collections/add/",
    ],
)
def test_nothing_of_another_base_is_changed(client, houses, address):
    own, other = houses
    client.force_login(own["editor"])
    before = _state(other)

    client.post(
        "/cms/"
        + address.format(
            page=other["page"].pk,
            image=other["image"].pk,
            document=other["document"].pk,
            task=ProgrammePage.objects.get(pk=other["page"].pk).current_workflow_task_state.pk,
        ),
        {
            **_form("<p>抢占</p>"),
            "title": "抢占",
            "comment": "抢占",
            "collection": own["base"].editorial_group.collection.pk,
            "name": "抢占",
            "old_path": "/catalogue/",
            "redirect_link": "https://example.com/",
        },
    )

    assert _state(other) == before
    assert not Redirect.objects.filter(old_path="/catalogue").exists()


def _state(house):
    page = ProgrammePage.objects.get(pk=house["page"].pk)
    return (
        (page.title, page.live, page.locked, page.latest_revision_id, page.current_workflow_task_state.status),
        Image.objects.filter(pk=house["image"].pk).values_list("title", "collection").first(),
        Document.objects.filter(pk=house["document"].pk).values_list("title", "collection").first(),
        Collection.objects.count(),
    )


@pytest.mark.parametrize(
    "address", ["redirects/", "redirects/add/", "workflows/list/", "groups/", "users/", "sites/", "collections/"]
)
def test_what_belongs_to_the_whole_site_is_closed_to_editors(client, houses, address):
    client.force_login(houses[0]["editor"])

    assert client.get(f"/cms/{address}").status_code in {302, 403, 404}


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/pages/", "/api/v3/pages/", "/api/v2/images/", "/api/v2/documents/"]
)
def test_wagtails_api_for_the_public_is_not_offered(client, address):
    assert client.get(address).status_code == 404


def test_facts_cannot_be_typed(client, houses):
    own = houses[0]
    client.force_login(own["editor"])
    other = builders.approved(own["base"], title="别的班")

    client.post(
        f"/cms/pages/{own['page'].pk}/edit/",
        {**_form("<p>欢迎报名。</p>"), "title": "改了名的班", "slug": "gai", "programme": other.pk, "hours": "999"},
    )

    saved = _newest(own)
    assert "欢迎报名。" in saved.introduction
    assert (saved.title, saved.slug, saved.programme_id) == ("自家的页面", own["page"].slug, own["page"].programme_id)


def test_an_editor_saves_a_draft_and_submits_it(client, houses):
    own = houses[0]
    client.force_login(own["editor"])

    client.post(f"/cms/pages/{own['page'].pk}/edit/", _form("<p>欢迎报名。</p>", **{"action-submit": "1"}))

    page = ProgrammePage.objects.get(pk=own["page"].pk)
    assert page.workflow_in_progress
    assert not page.live


def test_an_editor_cannot_publish(client, houses):
    own = houses[0]
    client.force_login(own["editor"])

    client.post(f"/cms/pages/{own['page'].pk}/edit/", _form("<p>欢迎报名。</p>", **{"action-publish": "1"}))

    assert not ProgrammePage.objects.get(pk=own["page"].pk).live


def test_submitting_without_an_approved_programme_says_why(client, houses):
    own = houses[0]
    page = publishing.programme_page(programme=builders.draft(own["base"], title="尚未批准的班").programme)
    client.force_login(own["editor"])

    answer = client.post(f"/cms/pages/{page.pk}/edit/", _form("<p>欢迎报名。</p>", **{"action-submit": "1"}))

    assert "尚未立项，或立项已撤销" in answer.content.decode()
    assert not ProgrammePage.objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.parametrize(("alternative", "is_submitted"), [("", False), ("学员在实验室", True)])
def test_a_picture_without_alternative_text_is_not_submitted(client, houses, alternative, is_submitted):
    own = houses[0]
    client.force_login(own["editor"])
    picture = builders.block("gallery", image=own["image"].pk, alternative=alternative, caption="")

    client.post(f"/cms/pages/{own['page'].pk}/edit/", _form("<p>欢迎报名。</p>", **picture, **{"action-submit": "1"}))

    assert bool(ProgrammePage.objects.get(pk=own["page"].pk).workflow_in_progress) is is_submitted


def test_a_page_cannot_be_copied_moved_or_deleted(client, houses):
    own = houses[0]
    client.force_login(own["editor"])

    for deed in ("copy", "delete"):
        client.post(
            f"/cms/pages/{own['page'].pk}/{deed}/",
            {"new_title": "副本", "new_slug": "copy", "new_parent_page": own["base"].page.pk},
        )
    client.post(f"/cms/pages/{own['page'].pk}/move/{own['base'].page.pk}/confirm/")

    assert set(ProgrammePage.objects.child_of(own["base"].page)) == {own["page"], own["returned"]}


def test_an_officer_approves_in_the_admin(client, houses):
    own = houses[0]
    officer = builders.member(own["base"].page.get_workflow().editorial_group.organisation, role=Role.REGULATOR_OFFICER)
    builders.with_second_factor(officer)
    publishing.sync_editors(at=AT)
    publishing.submit(page=own["page"], by=own["editor"])
    page = ProgrammePage.objects.get(pk=own["page"].pk)
    client.force_login(officer)

    waiting = client.get("/cms/").content.decode()
    buttons = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]),
        {"comment": ""},
    )

    assert "自家的页面" in waiting
    for words in ("退回修改", "通过并公布", "附意见通过并公布"):
        assert words in buttons
    # The decision is the first button.
    assert buttons.index("通过并公布") < buttons.index("保存草稿")
    assert ProgrammePage.objects.get(pk=page.pk).live


def test_an_editor_reads_why_a_page_was_sent_back(client, houses):
    other = houses[1]
    client.force_login(other["editor"])

    assert "别家的意见" in client.get(f"/cms/pages/{other['returned'].pk}/edit/").content.decode()
    assert "退回意见" not in client.get(f"/cms/pages/{other['page'].pk}/edit/").content.decode()


def test_wagtails_own_way_in_is_closed(client, houses):
    client.force_login(houses[0]["editor"])

    assert client.get("/cms/login/").status_code == 404
    assert client.post("/cms/login/", {"username": "x", "password": "y"}).status_code == 404
    assert client.get("/cms/password_reset/").status_code == 404


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/django/", "/django/accounts/user/"])
def test_strangers_and_professionals_find_no_admin(client, address):
    assert client.get(address).status_code == 404

    client.force_login(builders.user())

    assert client.get(address).status_code == 404


def test_an_editor_finds_pages_and_no_tables(client, houses):
    client.force_login(houses[0]["editor"])

    assert client.get("/cms/").status_code == 200
    assert client.get("/django/").status_code == 404


def test_an_editor_whose_sign_in_ran_out_is_led_to_it(client, houses):
    client.force_login(houses[0]["editor"])
    Session.objects.all().delete()

    answer = client.get("/cms/pages/")

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/cms/pages/")


def test_the_admin_speaks_chinese(client, houses):
    client.force_login(houses[0]["editor"])

    assert "提交给" in client.get(f"/cms/pages/{houses[0]['page'].pk}/edit/").content.decode()


def _form(introduction, **action):
    return {
        "introduction": f'{{"blocks": [{{"key": "a", "text": "{introduction[3:-4]}", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}}], "entityMap": {{}}}}',
        "words-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **action,
    }


def test_no_page_is_made_private(client):
    # Lists, versions and the catalogue show what is published to everybody: a page that is private half would leak there.
    builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    client.force_login(builders.superuser())

    for one in Page.objects.filter(depth__gt=1).specific():
        client.post(reverse("wagtailadmin_pages:set_privacy", args=[one.pk]), {"restriction_type": "login"})

    assert not PageViewRestriction.objects.exists()
