"""Everybody reads the guidance catalogue; the province imports, compares and publishes; regulators read the demand."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from seminars import guidance
from seminars.enums import Level, ProgrammeKind
from seminars.models import EmptySearch, GuidanceCatalogue
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

VERSIONS = reverse("seminars:guidance-versions")


@pytest.fixture
def province() -> Client:
    return web.browser(web.officer(builders.regulator(code=builders.JIANGSU)))


def imported(
    client: Client, text: str = "代码,名称\nA,战略性新兴产业\nA02,新条目\n", **changed: str
) -> GuidanceCatalogue:
    day = web.today() + timedelta(days=30)
    typed = {"name": "下一版", "reference": "苏〔1〕", "valid_from": f"{day:%Y-%m-%d}", **changed}
    answer = client.post(VERSIONS, {**typed, "file": SimpleUploadedFile("目录.csv", text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return GuidanceCatalogue.objects.get(name=typed["name"])


def test_everybody_reads_the_version_in_force_and_no_draft(province: Client) -> None:
    builders.guidance_item()
    draft = imported(province)
    anyone = Client()

    page = anyone.get(reverse("seminars:guidance")).content.decode()

    assert "集成电路" in page
    assert "新条目" not in page
    assert anyone.get(reverse("seminars:guidance-version", args=[draft.pk])).status_code == 404


def test_compare_publish_and_see_who_cites_what_ends(province: Client) -> None:
    item = builders.guidance_item()
    programme = builders.approved(
        kind=ProgrammeKind.ADVANCED_SEMINAR, level=Level.PROVINCIAL, guidance_item=item, title="引用旧条目的研修班",
        at=web.now() - timedelta(hours=1),
    )  # fmt: skip
    draft = imported(province)
    address = reverse("seminars:compare-guidance", args=[draft.pk])

    page = province.get(address).content.decode()
    province.post(reverse("seminars:publish-guidance", args=[draft.pk]))

    draft.refresh_from_db()
    assert "新条目" in page
    assert programme.current is not None
    assert programme.current.title in page
    assert draft.state == "PUBLISHED"


def test_a_city_reads_versions_and_publishes_nothing(province: Client) -> None:
    builders.guidance_item()
    draft = imported(province)
    city = web.browser(web.officer(builders.regulator()))

    assert city.get(VERSIONS).status_code == 200
    assert 'type="file"' not in city.get(VERSIONS).content.decode()
    assert city.get(reverse("seminars:compare-guidance", args=[draft.pk])).status_code == 200
    assert city.post(VERSIONS, {}).status_code == 404
    assert city.post(reverse("seminars:publish-guidance", args=[draft.pk])).status_code == 404
    assert city.post(reverse("seminars:discard-guidance", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "DRAFT"


def test_wrong_rows_are_answered_at_the_field(province: Client) -> None:
    day = web.today() + timedelta(days=30)
    file = SimpleUploadedFile("目录.csv", "代码,名称\nA,甲\nA,乙\n".encode())

    page = province.post(VERSIONS, {"name": "下一版", "valid_from": f"{day:%Y-%m-%d}", "file": file})

    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert not GuidanceCatalogue.objects.exists()


def test_a_base_sees_which_of_its_own_programmes_cite_a_retired_item() -> None:
    item = builders.guidance_item()
    facts = {"kind": ProgrammeKind.ADVANCED_SEMINAR, "level": Level.PROVINCIAL, "guidance_item": item}
    own, other = (builders.base(name=name) for name in ("甲基地", "乙基地"))
    for base, title in ((own, "甲的研修班"), (other, "乙的研修班")):
        builders.approved(owner=base, title=title, at=web.now() - timedelta(hours=1), **facts)
    items = [guidance.GuidanceFacts(code="Z", name="别的")]
    guidance.publish_guidance(name="新版", reference="", valid_from=web.today(), items=items)

    page = web.browser(web.manager(own)).get(reverse("seminars:base-programmes", args=[own.pk])).content.decode()

    assert "A01" in page
    assert "乙的研修班" not in page


def test_the_demand_of_a_year_on_screen_and_as_a_file(province: Client) -> None:
    year = web.today().year
    for day in (1, 2, 3):
        EmptySearch.objects.create(on=date(year, 1, day), query="脑机接口", count=7)
    address = reverse("seminars:demand", args=[year])

    page, file = province.get(address), province.get(f"{address}?kind=csv")

    assert "脑机接口" in page.content.decode()
    assert "脑机接口,21,3" in file.content.decode()
    assert province.get(reverse("seminars:demand", args=[1999])).status_code == 404
    assert web.browser(web.manager(builders.base())).get(address).status_code == 404
