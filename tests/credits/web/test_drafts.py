"""Drafts in the browser: begun, edited as text and by values, compared, tried by examples, published, discarded."""

from datetime import date

import pytest

from credits import policy, rulebooks
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.web.usual import LABELS
from learning.accounts.enums import Sector
from tests.credits.rulebooks.drafts import FAILS, HOLDS, draft, in_nanjing, of_ninety_six, saved
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

PROVINCE = "320000"
REFERENCE = {"reference": "宁人社〔2026〕1号", "is_meant": "on"}


@pytest.fixture
def office():
    """Return the browser of an officer of the province."""
    return builders.signed_in(builders.regulator(region=PROVINCE))


def newest() -> RulebookVersion:
    return RulebookVersion.objects.order_by("-pk")[0]


def usual(page):
    """Return what the form of usual values holds."""
    form = page.context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


def test_a_draft_from_the_version_in_force_to_its_publication(office):
    source = in_nanjing()
    office.post("/rulebooks/new/", {"source": source.pk, "since": "2027-01-01"})
    made = newest()
    assert (made.status, made.effective_from) == (RulebookStatus.DRAFT, date(2027, 1, 1))

    text = made.text.replace("hours = 90", "hours = 96")
    page = office.post(f"/rulebooks/{made.pk}/edit/", {"text": text, "seen": made.revision}, follow=True)
    assert page.redirect_chain == [(f"/rulebooks/{made.pk}/changes/", 302)]
    words = page.content.decode()
    assert "<del>90 hours</del>" in words
    assert "<ins>96 hours</ins>" in words

    page = office.get(f"/rulebooks/{made.pk}/publish/").content.decode()
    assert "<ins>96 hours</ins>" in page
    office.post(f"/rulebooks/{made.pk}/publish/", {**REFERENCE, "seen": 2})
    made.refresh_from_db()
    assert (made.status, made.reference) == (RulebookStatus.PUBLISHED, "宁人社〔2026〕1号")


def test_a_draft_from_a_pasted_text(office):
    text = rulebooks.text_of(in_nanjing()).replace("nanjing-general", "nanjing-own")

    office.post("/rulebooks/new/", {"text": text})

    assert (newest().family, newest().status) == ("nanjing-own", RulebookStatus.DRAFT)


@pytest.mark.parametrize(
    "typed", [{"source": ""}, {"text": "family = "}, {"source": "999999"}, {"source": "x", "since": "morgen"}]
)
def test_a_draft_of_nothing_is_refused_and_keeps_what_was_typed(office, typed):
    before = RulebookVersion.objects.count()

    page = office.post("/rulebooks/new/", typed)

    assert page.context["form"].errors
    assert typed.get("text", "") in page.content.decode()
    assert RulebookVersion.objects.count() == before


def test_a_wrong_text_names_its_places_and_is_kept(office):
    made = draft()
    text = "# meine Zeile\n" + made.text.replace("hours = 90", "hourz = 90")

    page = office.post(f"/rulebooks/{made.pk}/edit/", {"text": text, "seen": 1})

    assert {complaint.where for complaint in page.context["complaints"]} == {"totals[1].hours", "totals[1].hourz"}
    assert "hourz = 90" in page.content.decode()
    assert RulebookVersion.objects.get(pk=made.pk).revision == 1


def test_a_wrong_text_says_its_line_in_chinese():
    made, office = draft(), builders.signed_in(builders.regulator(region=PROVINCE), "zh-hans")

    page = office.post(f"/rulebooks/{made.pk}/edit/", {"text": "family = = 1", "seen": 1}).content.decode()

    assert "第1行第10列" in page


def test_checking_saves_nothing_and_shows_what_would_change(office):
    made = draft()
    text = made.text.replace("hours = 90", "hours = 96")

    page = office.post(f"/rulebooks/{made.pk}/edit/", {"text": text, "seen": 1, "check": "1"}).content.decode()

    assert "<ins>96 hours</ins>" in page
    assert RulebookVersion.objects.get(pk=made.pk).body["totals"][0]["hours"] == "90"


def test_the_second_of_two_savings_is_refused_shows_the_difference_and_can_be_repeated(office):
    made = draft()
    saved(made, made.text.replace("hours = 90", "hours = 96"))
    mine = made.text.replace("hours = 90", "hours = 100")

    page = office.post(f"/rulebooks/{made.pk}/edit/", {"text": mine, "seen": 1})

    assert ("removed", "hours = 96") in page.context["lines"]
    assert ("added", "hours = 100") in page.context["lines"]
    assert "hours = 100" in page.context["form"]["text"].value()
    assert RulebookVersion.objects.get(pk=made.pk).body["totals"][0]["hours"] == "96"

    office.post(f"/rulebooks/{made.pk}/edit/", {"text": mine, "seen": page.context["form"]["seen"].value()})
    assert RulebookVersion.objects.get(pk=made.pk).body["totals"][0]["hours"] == "100"


def test_usual_values_change_numbers_sources_and_days_and_keep_the_comments(office):
    made = saved(one := draft(), one.text.replace("hours = 90", "hours = 90 # 每年"))
    typed = usual(office.get(f"/rulebooks/{made.pk}/values/"))
    assert typed["totals.0.hours"] == 90

    changes = {"totals.0.hours": "96", "totals.0.confidence": "V", "since": "2028-01-01", "look_back.years.senior": "6"}
    office.post(f"/rulebooks/{made.pk}/values/", {**typed, **changes})

    made.refresh_from_db()
    assert made.body["totals"] == [{"hours": "96", "source": "JS7", "confidence": "V"}]
    assert (made.effective_from, made.body["look_back"]["years"]["senior"]) == (date(2028, 1, 1), 6)
    assert "hours = 96 # 每年" in made.text


@pytest.mark.parametrize("typed", [{"totals.0.hours": "-1"}, {"totals.0.hours": "viel"}, {"totals.0.source": "NIE"}])
def test_usual_values_that_cannot_be_are_refused_beside_their_field(office, typed):
    made = draft()
    page = office.post(f"/rulebooks/{made.pk}/values/", {**usual(office.get(f"/rulebooks/{made.pk}/values/")), **typed})

    assert set(page.context["form"].errors) == set(typed)
    assert RulebookVersion.objects.get(pk=made.pk).revision == 1


def test_usual_values_saved_meanwhile_are_shown_beside_the_typed_ones(office):
    made = draft()
    typed = {**usual(office.get(f"/rulebooks/{made.pk}/values/")), "totals.0.hours": "100"}
    saved(made, made.text.replace("hours = 90", "hours = 96"))

    page = office.post(f"/rulebooks/{made.pk}/values/", typed)

    (differing,) = page.context["differing"]
    assert [str(value) for value in differing] == ["Hours", "96", "100"]
    again = {**typed, "seen": page.context["form"]["seen"].value()}
    office.post(f"/rulebooks/{made.pk}/values/", again)
    assert RulebookVersion.objects.get(pk=made.pk).body["totals"][0]["hours"] == "100"


def test_every_number_of_every_pack_has_a_field_with_words(office):
    for row in RulebookVersion.objects.all():
        form = office.get(f"/rulebooks/{row.pk}/values/").context["form"]
        names = {name.rpartition(".")[2] for name in form.fields if "." in name}
        codes = {category.code for category in form.book.categories} | {"junior", "intermediate", "senior"}

        assert names - set(LABELS) - codes <= {"source", "confidence"}
        assert [rule for rule in form.rules if not rule.words or not rule.fields] == []


def test_examples_are_run_and_the_failing_line_is_shown(office):
    made = of_ninety_six()
    for text in (HOLDS, FAILS):
        office.post(f"/rulebooks/{made.pk}/examples/new/", {"text": text, "seen": 0})

    page = office.get(f"/rulebooks/{made.pk}/examples/")
    assert [bool(one.lines) for one in page.context["tried"]] == [False, True]
    assert "hours required: expected 90, decided 96" in page.content.decode()

    page = office.post(f"/rulebooks/{made.pk}/publish/", {**REFERENCE, "seen": made.revision}).content.decode()
    assert "Ninety from 2026" in page
    assert "expected 90, decided 96" in page
    assert RulebookVersion.objects.get(pk=made.pk).status == RulebookStatus.DRAFT


def test_an_example_is_changed_and_removed(office):
    made = of_ninety_six()
    office.post(f"/rulebooks/{made.pk}/examples/new/", {"text": FAILS, "seen": 0})
    address = f"/rulebooks/{made.pk}/examples/{made.examples.get().pk}/"

    wrong = office.post(address, {"text": "name = ", "seen": 0})
    assert wrong.context["complaints"]
    assert "name = " in wrong.context["form"]["text"].value()

    office.post(address, {"text": HOLDS, "seen": 0})
    assert made.examples.get().name == "Ninety-six from 2026"
    stale = office.post(address, {"text": FAILS, "seen": 0})
    assert stale.context["form"].errors
    office.post(address, {"text": HOLDS, "seen": 1, "remove": "1"})
    assert not made.examples.exists()


def test_examples_of_another_version_are_not_reached_through_this_one(office):
    made, other = of_ninety_six(), draft(since=date(2031, 1, 1))
    office.post(f"/rulebooks/{other.pk}/examples/new/", {"text": HOLDS, "seen": 0})

    assert office.get(f"/rulebooks/{made.pk}/examples/{other.examples.get().pk}/").status_code == 404


def test_a_draft_that_was_saved_since_it_was_read_is_not_published(office):
    made = draft()
    saved(made, made.text.replace("hours = 90", "hours = 96"))

    page = office.post(f"/rulebooks/{made.pk}/publish/", {**REFERENCE, "seen": 1})

    assert page.context["form"].errors
    assert RulebookVersion.objects.get(pk=made.pk).status == RulebookStatus.DRAFT


def test_a_draft_is_discarded_after_asking(office):
    made = draft()

    assert made.code in office.get(f"/rulebooks/{made.pk}/discard/").content.decode()
    office.post(f"/rulebooks/{made.pk}/discard/", {"seen": made.revision})

    assert not RulebookVersion.objects.filter(pk=made.pk).exists()


def test_a_published_version_is_neither_edited_nor_discarded(office):
    row = in_nanjing()
    text = rulebooks.text_of(row)

    for address, typed in (("edit", {"text": text, "seen": 0}), ("discard", {"seen": 0})):
        page = office.post(f"/rulebooks/{row.pk}/{address}/", typed)
        assert "is published already" in page.content.decode()
    assert RulebookVersion.objects.get(pk=row.pk).status == RulebookStatus.PUBLISHED


@pytest.mark.parametrize("page", ["edit", "values", "examples", "examples/new", "discard", "publish"])
@pytest.mark.parametrize(("region", "sector"), [("320100", Sector.GENERAL), (PROVINCE, Sector.HEALTH)])
def test_drafts_are_the_provinces_own(page, region, sector):
    made = of_ninety_six()
    client = builders.signed_in(builders.regulator(region=region, sector=sector))

    assert client.get(f"/rulebooks/{made.pk}/{page}/").status_code == 404
    assert client.post(f"/rulebooks/{made.pk}/{page}/", {"text": HOLDS, "seen": made.revision}).status_code in {
        404,
        405,
    }
    assert (made.examples.count(), RulebookVersion.objects.get(pk=made.pk).revision) == (0, made.revision)


def test_what_a_published_version_changed_is_everybodys_to_read(client):
    client.cookies["django_language"] = "en"

    page = client.get(f"/rulebooks/{in_nanjing().pk}/changes/").content.decode()

    assert "<del>72 hours (Senior)</del>" in page
    assert "<ins>90 hours</ins>" in page


def test_ties_are_shown_to_those_who_publish(office, client):
    client.cookies["django_language"] = "en"
    assert "No ties" in office.get("/rulebooks/ties/").content.decode()
    second = in_nanjing()
    body = {**second.body, "family": "nanjing-second", "since": "2026-01-01", "title": "第二办法"}
    made = rulebooks.draft(version=policy.read_version(body, name="test"), at=builders.NOW)
    rulebooks.publish(version=made, by=None, at=builders.NOW, reference="宁人社〔2026〕2号")

    page = office.get("/rulebooks/ties/").content.decode()

    assert "第二办法" in page
    assert second.title in page
    assert "/rulebooks/ties/" in office.get("/rulebooks/").content.decode()
    assert "/rulebooks/ties/" not in client.get("/rulebooks/").content.decode()


def test_pages_ask_as_often_with_three_drafts_as_with_one(office):
    made = of_ninety_six()
    addresses = ("/rulebooks/", f"/rulebooks/{made.pk}/", f"/rulebooks/{made.pk}/changes/", "/rulebooks/new/")
    one = [builders.questions(office, address) for address in addresses]

    for year in (2031, 2032):
        draft(since=date(year, 1, 1))

    assert [builders.questions(office, address) for address in addresses] == one
    assert max(one) <= 14


def test_examples_ask_as_often_with_three_as_with_one(office):
    made = of_ninety_six()
    add = f"/rulebooks/{made.pk}/examples/new/"
    office.post(add, {"text": HOLDS, "seen": 0})
    addresses = (f"/rulebooks/{made.pk}/examples/", f"/rulebooks/{made.pk}/publish/")
    one = [builders.questions(office, address) for address in addresses]

    for number in (2, 3):
        office.post(add, {"text": HOLDS.replace("Ninety", f"{number} Ninety"), "seen": 0})

    assert [builders.questions(office, address) for address in addresses] == one
    assert max(one) <= 14
