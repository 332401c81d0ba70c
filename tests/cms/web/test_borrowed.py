"""An editor who makes up what the page editor sends: pictures, files and drafts of another base are shown to nobody by way of an own page."""

import json

import pytest
from django.urls import reverse

from cms import publishing
from cms.models import ProgrammePage
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT
from tests.cms.web import files

pytestmark = pytest.mark.django_db


def _house(name, mark):
    base = builders.base(name=name)
    page = publishing.programme_page(programme=builders.approved(base, title=f"{mark}页面"))
    return {
        "page": page,
        "editor": builders.with_second_factor(builders.member(base, role=Role.BASE_MANAGER)),
        "image": files.image(f"{mark}图片", base),
        "document": files.document(f"{mark}文件", base),
    }


@pytest.fixture
def houses(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    builders.regulator(name="南京市人社局")
    own, other = _house("东南大学", "自家的"), _house("南京理工大学", "别家的")
    publishing.sync_editors(at=AT)
    return own, other


def _linked(kind, key):
    block = {
        "key": "a",
        "text": "见此处",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"offset": 1, "length": 2, "key": 0}],
    }
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": key}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


_WAYS = {
    "picture": lambda house: builders.block("gallery", image=house["image"].pk, alternative="一张图", caption=""),
    "picture that lacks something": lambda house: builders.block(
        "gallery", image=house["image"].pk, alternative="", caption=""
    ),
    "file": lambda house: builders.block("files", file=house["document"].pk, note=""),
    "link to a file": lambda house: {"introduction": _linked("DOCUMENT", house["document"].pk)},
    "link to a draft": lambda house: {"introduction": _linked("LINK", house["page"].pk)},
}


def _sent(house, stated):
    empty = json.dumps({"blocks": [], "entityMap": {}})
    return builders.page_form(introduction=empty, **{"words-count": "0"}) | stated(house)


def _newest(page):
    return ProgrammePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("way", _WAYS)
def test_what_is_another_base_s_is_neither_kept_nor_shown(client, houses, way):
    own, other = houses
    client.force_login(own["editor"])
    address, sent = reverse("wagtailadmin_pages:edit", args=[own["page"].pk]), _sent(other, _WAYS[way])

    answers = [
        client.post(address, sent, follow=True),
        client.post(f"{address}preview/", sent),
        client.get(f"{address}preview/"),
        client.get(address),
    ]

    said = "".join(answer.content.decode() for answer in answers)
    said += said.encode().decode("unicode_escape", errors="ignore")
    assert [word for word in ("别家的", other["document"].url, other["page"].slug) if word in said] == []
    assert _newest(own["page"]).introduction == ""
    assert not _newest(own["page"]).words


@pytest.mark.parametrize("way", sorted(_WAYS.keys() - {"picture that lacks something"}))
def test_what_is_the_own_base_s_is_kept(client, houses, way):
    own = houses[0]
    client.force_login(own["editor"])

    client.post(reverse("wagtailadmin_pages:edit", args=[own["page"].pk]), _sent(own, _WAYS[way]))

    newest = _newest(own["page"])
    assert newest.introduction or newest.words


def test_what_somebody_else_put_on_the_page_stays(client, houses):
    own, other = houses
    client.force_login(builders.superuser())
    address = reverse("wagtailadmin_pages:edit", args=[own["page"].pk])
    client.post(address, _sent(other, _WAYS["picture"]))
    client.force_login(own["editor"])

    client.post(address, _sent(other, _WAYS["picture"]) | {"words-0-value-0-value-caption": "校园"})

    assert _newest(own["page"]).words[0].value[0]["caption"] == "校园"
