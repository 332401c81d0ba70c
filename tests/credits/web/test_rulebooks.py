"""Rulebooks: what is in force is everybody's to read; a draft is the province's to publish."""

from datetime import date

import pytest
from django.utils import translation

from credits import policy
from credits import rulebooks as slice_
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.rulebooks import _importing as rulebooks
from credits.web import rulewords
from credits.web.values import HEADINGS, shown_values
from learning.accounts.enums import Role, Sector
from tests.credits.simulation.builders import CAPPED
from tests.credits.simulation.builders import draft as capped
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


def published(version, **typed):
    """Publish `version` in the browser, with another day or reference where one is typed."""
    client = builders.signed_in(builders.regulator(region=PROVINCE))
    form = client.get(f"/rulebooks/{version.pk}/publish/").context["form"]
    since = form.initial["since"]
    usual = {"reference": "苏人社发〔2026〕1号", "is_meant": "on", "since": since.isoformat() if since else ""}
    return client.post(f"/rulebooks/{version.pk}/publish/", {**usual, "seen": form.initial["seen"], **typed})


def test_the_day_may_be_moved_when_publishing():
    version = capped(since=date(2028, 1, 1), daily_cap=CAPPED)
    before = version.digest

    published(version, since="2027-07-01")

    version.refresh_from_db()
    assert (version.status, version.effective_from, version.code) == (
        RulebookStatus.PUBLISHED,
        date(2027, 7, 1),
        "nanjing-general@2027-07-01",
    )
    assert version.digest != before
    assert policy.Version.model_validate(version.body).since == date(2027, 7, 1)


def test_a_day_on_which_another_version_starts_is_refused_and_the_draft_stays_as_it_is():
    version = capped(since=date(2028, 1, 1), daily_cap=CAPPED)

    page = slice_published(version, since="2023-01-01")

    assert "is in force from the same day" in page.content.decode()
    kept = RulebookVersion.objects.get(pk=version.pk)
    assert (kept.status, kept.effective_from, kept.replaces) == (RulebookStatus.DRAFT, date(2028, 1, 1), None)


def slice_published(version, **typed):
    """Publish as another officer than the one who wrote the draft."""
    client = builders.signed_in(builders.regulator(region=PROVINCE, mobile="+8613900000077"))
    usual = {"reference": "苏人社发〔2026〕1号", "is_meant": "on", "seen": version.revision}
    return client.post(f"/rulebooks/{version.pk}/publish/", {**usual, **typed})


def test_a_version_cannot_begin_after_it_ends():
    version = draft()
    text = slice_.with_values(slice_.text_of(version), {"before": date(2030, 1, 1)})
    slice_.edit(version=version, text=text, seen=version.revision, by=builders.regulator(), at=builders.NOW)
    version.refresh_from_db()

    page = slice_published(version, since="2031-01-01")

    assert page.context["form"].errors.keys() == {"since"}
    assert draft().effective_from != date(2031, 1, 1)


def test_a_version_is_retired_with_a_reason_that_everybody_reads(client):
    version = builders.version()
    older = builders.version(since=date(2014, 1, 1))
    officer = builders.signed_in(builders.regulator(region=PROVINCE))
    address = f"/rulebooks/{version.pk}/retire/"

    asked = officer.get(address)
    empty = officer.post(address, {"reason": " ", "is_meant": "on"})
    unmeant = officer.post(address, {"reason": "苏人社发〔2027〕3号废止"})
    officer.post(address, {"reason": "苏人社发〔2027〕3号废止", "is_meant": "on"})

    assert (asked.context["left"], asked.context["touched"].claims) == (older, 0)
    assert (empty.context["form"].errors.keys(), unmeant.context["form"].errors.keys()) == ({"reason"}, {"is_meant"})
    version.refresh_from_db()
    assert (version.status, version.retired_by.name) == (RulebookStatus.RETIRED, "王处长")
    assert "苏人社发〔2027〕3号废止" in client.get(f"/rulebooks/{version.pk}/").content.decode()
    assert officer.get(address).status_code == 404


def test_whom_a_retirement_touches_is_counted():
    version = builders.version()
    person = builders.person()
    builders.line(person)
    builders.standing(person)

    page = builders.signed_in(builders.regulator(region=PROVINCE)).get(f"/rulebooks/{version.pk}/retire/")

    touched = page.context["touched"]
    assert (touched.people, touched.claims) == (1, 1)


@pytest.mark.parametrize(
    "region, sector, role",
    [
        ("320100", Sector.GENERAL, Role.REGULATOR_OFFICER),
        (PROVINCE, Sector.HEALTH, Role.REGULATOR_OFFICER),
        (PROVINCE, Sector.GENERAL, Role.REGULATOR_VIEWER),
    ],
)
def test_a_version_is_retired_by_an_officer_of_the_province_only(region, sector, role):
    version = builders.version()
    client = builders.signed_in(builders.regulator(region=region, sector=sector, role=role))

    answer = client.post(f"/rulebooks/{version.pk}/retire/", {"reason": "废止", "is_meant": "on"})

    assert answer.status_code == 404
    assert builders.version().status == RulebookStatus.PUBLISHED


def test_what_was_published_without_examples_says_so():
    without = RulebookVersion.objects.filter(status=RulebookStatus.PUBLISHED, examples=None).first()
    client = builders.signed_in(builders.regulator(region=PROVINCE))

    page = client.get(f"/rulebooks/{without.pk}/examples/").content.decode()

    assert "was published without examples" in page


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
