"""Versions of rulebooks: imported, published, in force, applicable."""

from datetime import date

import pytest

from credits import rulebooks
from credits.models import RulebookVersion
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, enact, person, user

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


def test_import_again_changes_nothing():
    before = list(RulebookVersion.objects.order_by("pk").values())

    assert rulebooks.import_packs(at=NOON) == []
    assert list(RulebookVersion.objects.order_by("pk").values()) == before


def test_sourced_packs_are_published_and_provisional_ones_are_drafts():
    status = dict(RulebookVersion.objects.values_list("code", "status"))

    assert status["cn-general@2015-10-01"] == status["nanjing-general@2023-01-01"] == "PUBLISHED"
    assert status["jiangsu-general@2023-01-01"] == "DRAFT"


def test_reference_packs_are_not_imported():
    assert not RulebookVersion.objects.filter(basis="reference").exists()
    assert any((rulebooks._importing.PACKS / "reference").parent.glob("*.toml"))


def test_a_reference_pack_among_the_others_is_refused(tmp_path):
    text = (rulebooks._importing.PACKS / "cn-general.toml").read_text("utf-8")
    (tmp_path / "x.toml").write_text(text.replace('basis = "sourced"', 'basis = "reference"'), "utf-8")

    with pytest.raises(rulebooks.PackNotImportable, match="packs/reference"):
        rulebooks.import_packs(at=NOON, folder=tmp_path, examples=tmp_path / "none")


def test_a_mended_pack_is_a_corrigendum(tmp_path):
    text = (rulebooks._importing.PACKS / "cn-general.toml").read_text("utf-8")
    (tmp_path / "cn-general.toml").write_text(text.replace("hours = 60", "hours = 59"), "utf-8")
    old = rulebooks.in_force(family="cn-general", on=TODAY)

    (new,) = rulebooks.import_packs(at=NOON, folder=tmp_path, examples=tmp_path / "none")

    assert (new.replaces, rulebooks.in_force(family="cn-general", on=TODAY)) == (old, new)


def test_a_mended_pack_takes_the_place_of_its_draft_and_of_no_other(tmp_path):
    text = (rulebooks._importing.PACKS / "jiangsu-general.toml").read_text("utf-8")
    (tmp_path / "jiangsu-general.toml").write_text(text.replace("hours = 90", "hours = 89"), "utf-8")
    old = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    body = {**old.body, "title": "省厅自拟"}
    of_regulator = RulebookVersion.objects.create(
        family=old.family, title="省厅自拟", code="own", basis=old.basis, body=body, digest="0" * 64, created_at=NOON
    )
    others = RulebookVersion.objects.exclude(pk=old.pk)
    before = set(others.values_list("pk", flat=True))

    (new,) = rulebooks.import_packs(at=NOON, folder=tmp_path, examples=tmp_path / "none")

    assert (new.status, new.is_shipped, new.effective_from) == ("DRAFT", True, old.effective_from)
    assert set(RulebookVersion.objects.values_list("pk", flat=True)) == {*before, new.pk}
    assert of_regulator.pk in before


def test_a_mended_pack_leaves_a_published_draft(tmp_path):
    text = (rulebooks._importing.PACKS / "jiangsu-general.toml").read_text("utf-8")
    (tmp_path / "jiangsu-general.toml").write_text(text.replace("hours = 90", "hours = 89"), "utf-8")
    old = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    rulebooks.publish(version=old, by=None, at=NOON, reference="演示", is_demo=True)

    (new,) = rulebooks.import_packs(at=NOON, folder=tmp_path, examples=tmp_path / "none")

    assert (new.replaces, RulebookVersion.objects.filter(pk=old.pk).exists()) == (old, True)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2013, 12, 31), None),
        (date(2014, 1, 1), "nanjing-general@2014-01-01"),
        (date(2022, 12, 31), "nanjing-general@2014-01-01"),
        (date(2023, 1, 1), "nanjing-general@2023-01-01"),
    ],
)
def test_in_force_by_day_of_learning(on, code):
    version = rulebooks.in_force(family="nanjing-general", on=on)

    assert (version.code if version else None) == code


def test_publish_what_is_published_is_refused():
    version = rulebooks.in_force(family="nanjing-general", on=TODAY)

    with pytest.raises(rulebooks.NotADraft):
        rulebooks.publish(version=version, by=user(), at=NOON, reference="宁人社〔2026〕1号")


def test_publish_beside_one_of_the_same_start_is_refused():
    draft = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    RulebookVersion.objects.filter(pk=draft.pk).update(family="nanjing-general")

    with pytest.raises(rulebooks.AnotherVersionStartsThen):
        rulebooks.publish(version=draft, by=user(), at=NOON, reference="苏人社〔2026〕1号")


def test_a_corrigendum_of_what_is_not_in_force_is_refused():
    draft = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    other = rulebooks.in_force(family="cn-general", on=TODAY)
    RulebookVersion.objects.filter(pk=draft.pk).update(replaces=other)

    with pytest.raises(rulebooks.NothingToReplace):
        rulebooks.publish(version=draft, by=user(), at=NOON, reference="苏人社〔2026〕1号")


def test_publish_says_who_when_under_what():
    officer, draft = user(), RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")

    version = rulebooks.publish(version=draft, by=officer, at=NOON, reference="演示", is_demo=True)

    version.refresh_from_db()
    assert (version.status, version.published_by, version.published_at, version.reference, version.is_demo) == (
        "PUBLISHED",
        officer,
        NOON,
        "演示",
        True,
    )


def test_a_retired_version_decides_no_longer():
    version = rulebooks.in_force(family="nanjing-general", on=TODAY)

    rulebooks.retire(version=version, by=None, at=NOON, reason="废止")

    assert rulebooks.in_force(family="nanjing-general", on=TODAY).code == "nanjing-general@2014-01-01"


def test_the_most_specific_region_decides():
    draft = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    rulebooks.publish(version=draft, by=None, at=NOON, reference="演示", is_demo=True)
    nanjing, xuanwu, suzhou, nowhere, beijing = (
        person(region=code).pk for code in ("320100", "320102", "320500", None, "110000")
    )

    found = rulebooks.applicable([nanjing, xuanwu, suzhou, nowhere, beijing], TODAY)

    assert found == {
        nanjing: ("nanjing-general",),
        xuanwu: ("nanjing-general",),
        suzhou: ("jiangsu-general",),
        nowhere: ("cn-general",),
        beijing: ("cn-general",),
    }


def test_which_rulebook_applies_follows_the_day():
    somebody = person(region="320500")
    people.state_fact(
        person=somebody,
        kind=FactKind.REGION,
        region=Region.objects.get(pk="320100"),
        since=date(2025, 3, 1),
        by=None,
        at=NOON,
    )

    assert rulebooks.applicable([somebody.pk], date(2025, 2, 28)) == {somebody.pk: ("cn-general",)}
    assert rulebooks.applicable([somebody.pk], date(2025, 3, 1)) == {somebody.pk: ("nanjing-general",)}


def test_families_of_different_series_add_up():
    scope = {"regions": ["320100"], "series": ["accounting"]}
    enact("nanjing-general", since=date(2025, 1, 1), family="nanjing-accounting", scope=scope)
    somebody = person()
    for series in ("general", "accounting"):
        people.state_fact(person=somebody, kind=FactKind.SERIES, code=series, since=date(2014, 1, 1), by=None, at=NOON)

    families = rulebooks.applicable([somebody.pk, person().pk], TODAY)

    assert families[somebody.pk] >= ("nanjing-accounting", "nanjing-general")
    assert list(families.values())[1] == ("nanjing-general",)


def in_series(*series: str, region: str | None = "320100") -> int:
    somebody = person(region=region)
    for code in series:
        people.state_fact(person=somebody, kind=FactKind.SERIES, code=code, since=date(2014, 1, 1), by=None, at=NOON)
    return somebody.pk


def test_the_rules_of_a_series_come_before_those_for_everybody():
    doctor, nowhere, accountant, teacher = (
        in_series("cme"),
        in_series("cme", region=None),
        in_series("accounting", region="320500"),
        in_series("teacher"),
    )

    found = rulebooks.applicable([doctor, nowhere, accountant, teacher], TODAY)

    # The rules of teachers are a draft: until they are published, what holds for everybody holds for them.
    assert found == {
        doctor: ("cme",),
        nowhere: ("cme",),
        accountant: ("cn-accounting",),
        teacher: ("cn-general",),
    }


def test_who_is_also_of_the_general_series_owes_both():
    assert rulebooks.applicable([both := in_series("cme", "general")], TODAY) == {both: ("cme", "nanjing-general")}


def test_where_neither_scope_is_the_more_specific_both_decide():
    enact("nanjing-general", since=date(2025, 1, 1), family="nanjing-everybody", scope={"regions": ["320100"]})
    doctor = in_series("cme")

    assert rulebooks.applicable([doctor], TODAY) == {doctor: ("cme", "nanjing-everybody")}


def test_two_rulebooks_for_the_same_people_both_decide():
    enact("nanjing-general", since=date(2025, 1, 1), family="nanjing-second")
    somebody = person()

    assert rulebooks.applicable([somebody.pk], TODAY) == {somebody.pk: ("nanjing-general", "nanjing-second")}


def test_facts_tables_are_of_one_human():
    first, second = person(level="senior"), person(level=None, obliged_since=date(2018, 7, 1))
    people.join(first=first, second=second, reason="同一人", by=user(), at=NOON)

    everybody, dated = rulebooks.facts_tables([second.pk])

    assert everybody.select("person", "obliged_since").rows() == [(first.pk, date(2018, 7, 1))]
    assert dated.select("person", "kind", "code").rows() == [(first.pk, "target_level", "senior")]
