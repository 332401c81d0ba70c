"""Rulebooks: what is in force is everybody's to read; a draft is the province's to publish."""

from datetime import date

import pytest
from django.utils import translation

from credits import policy
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.rulebooks import _importing as rulebooks
from credits.web import rulewords
from credits.web.values import HEADINGS, shown_values
from learning.accounts.enums import Role, Sector
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

PROVINCE = "320000"


def draft():
    """Return the shipped draft of the province."""
    return RulebookVersion.objects.get(family="jiangsu-general", status=RulebookStatus.DRAFT)


def test_rulebooks_are_everybodys_to_read(client):
    client.cookies["django_language"] = "en"

    page = client.get("/rulebooks/")

    assert page.status_code == 200
    groups = {title: [row for row, _last, _is_replaced in rows] for title, rows in page.context["groups"]}
    assert builders.version() in groups["In force"]
    assert builders.version(since=date(2014, 1, 1)) in groups["No longer in force"]
    assert "Drafts" not in groups


def test_what_a_corrected_edition_replaced_held_on_no_day(client, tmp_path):
    client.cookies["django_language"] = "en"
    text = (rulebooks.PACKS / "cn-general.toml").read_text("utf-8")
    (tmp_path / "cn-general.toml").write_text(text.replace("hours = 60", "hours = 59"), "utf-8")
    old = RulebookVersion.objects.get(family="cn-general")
    (new,) = rulebooks.import_packs(at=builders.NOW, folder=tmp_path, examples=tmp_path / "none")

    groups = dict(client.get("/rulebooks/").context["groups"])

    assert (old, old.effective_from, True) in groups["No longer in force"]
    assert (new, None, False) in groups["In force"]
    assert client.get("/rulebooks/").content.decode().count("replaced by a corrected edition") == 1


def test_rulebook_shows_its_values_and_where_they_stand(client):
    version = builders.version()
    client.cookies["django_language"] = "en"

    page = client.get(f"/rulebooks/{version.pk}/").content.decode()

    assert "90 hours" in page
    assert "Professional subject: 60 hours" in page
    assert "南京市2023年职称评审工作通知" in page
    assert version.digest in page


def test_rulebook_in_chinese_calls_things_by_their_names(client):
    page = client.get(f"/rulebooks/{builders.version().pk}/").content.decode()

    assert "专业科目60学时" in page
    assert "每天8学时" in page


def test_draft_is_not_there_for_the_public(client):
    assert client.get(f"/rulebooks/{draft().pk}/").status_code == 404


@pytest.mark.parametrize(
    "region, sector, role",
    [
        ("320100", Sector.GENERAL, Role.REGULATOR_OFFICER),
        (PROVINCE, Sector.HEALTH, Role.REGULATOR_OFFICER),
        (PROVINCE, Sector.GENERAL, Role.REGULATOR_VIEWER),
    ],
)
def test_draft_is_published_by_an_officer_of_the_province_only(region, sector, role):
    version = draft()
    client = builders.signed_in(builders.regulator(region=region, sector=sector, role=role))

    answer = client.post(f"/rulebooks/{version.pk}/publish/", {"reference": "苏人社发〔2026〕1号", "is_meant": "on"})

    assert answer.status_code == 404
    assert draft() == version


def test_officer_of_the_province_publishes_a_draft():
    version = draft()
    client = builders.signed_in(builders.regulator(region=PROVINCE))

    assert f"/rulebooks/{version.pk}/publish/" in client.get(f"/rulebooks/{version.pk}/").content.decode()
    client.post(f"/rulebooks/{version.pk}/publish/", {"reference": "苏人社发〔2026〕1号", "is_meant": "on"})

    version.refresh_from_db()
    assert (version.status, version.reference, version.published_by.name) == (
        RulebookStatus.PUBLISHED,
        "苏人社发〔2026〕1号",
        "王处长",
    )


@pytest.mark.parametrize("typed", [{"reference": "苏人社发〔2026〕1号"}, {"reference": "", "is_meant": "on"}])
def test_draft_stays_one_without_reference_and_confirmation(typed):
    version = draft()
    client = builders.signed_in(builders.regulator(region=PROVINCE))

    page = client.post(f"/rulebooks/{version.pk}/publish/", typed)

    assert page.context["form"].errors
    assert draft() == version


def test_publishing_twice_is_refused_and_said():
    version = builders.version()
    client = builders.signed_in(builders.regulator(region=PROVINCE))

    page = client.post(f"/rulebooks/{version.pk}/publish/", {"reference": "苏人社发〔2026〕1号", "is_meant": "on"})

    assert "is published already" in page.content.decode()


@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "abc"])
def test_made_up_version_is_not_there(client, key):
    assert client.get(f"/rulebooks/{key}/").status_code == 404


def every_version():
    packs = sorted(rulebooks.PACKS.glob("**/*.toml"))
    return [one for path in packs for one in policy.read_pack(path.read_text("utf-8"), name=path.name).versions]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_rule_of_every_pack_is_said_in_words(language):
    with translation.override(language):
        said = [row["words"] for book in every_version() for group in shown_values(book) for row in group["rows"]]

    assert [words for words in said if not words or " = " in words or "_" in words or "%(" in words] == []


def test_every_kind_of_rule_has_words():
    assert set(HEADINGS) == set(rulewords.SAYINGS)


def test_a_document_is_named_once_under_which_a_pack_is_published():
    for row in RulebookVersion.objects.exclude(reference=""):
        documents = row.reference.split("；")

        assert len(documents) == len(set(documents))
