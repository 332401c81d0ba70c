"""Drafts are edited by several officers, and nothing published ever changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from credits import rulebooks
from credits.models import RulebookExample, RulebookVersion
from tests.credits.builders import NOON, user
from tests.credits.rulebooks.drafts import HOLDS, NEXT_YEAR, draft, in_nanjing, of_ninety_six, saved

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_what_is_in_force_and_its_examples():
    made = rulebooks.start_draft(source=in_nanjing(), since=NEXT_YEAR, by=user(), at=NOON)

    assert (made.status, made.effective_from, made.code) == ("DRAFT", NEXT_YEAR, "nanjing-general@2026-01-01")
    assert made.body == {**in_nanjing().body, "since": "2026-01-01"}
    assert [one.name for one in made.examples.order_by("pk")] == [
        one.name for one in in_nanjing().examples.order_by("pk")
    ]


def test_a_draft_of_the_same_start_is_a_corrigendum_and_says_something_else():
    standing = in_nanjing()
    made = rulebooks.start_draft(source=standing, since=standing.effective_from, by=user(), at=NOON)

    made.examples.all().delete()
    assert made.replaces == standing
    with pytest.raises(rulebooks.SaysNothingNew):
        rulebooks.publish(version=made, by=user(), at=NOON, reference="宁人社〔2026〕1号")

    mended = saved(made, made.text.replace("hours = 60", "hours = 61"))
    rulebooks.publish(version=mended, by=user(), at=NOON, reference="宁人社〔2026〕1号")
    assert in_nanjing() == mended


def test_saving_keeps_the_text_as_typed():
    made = draft()
    text = "# 省厅草稿\n" + made.text.replace("hours = 90", "hours = 96 # 自2026年起")

    kept = saved(made, text)

    kept.refresh_from_db()
    assert (kept.text, kept.revision, rulebooks.text_of(kept)) == (text, 2, text)
    assert kept.body["totals"][0]["hours"] == "96"
    assert rulebooks.policy_version(kept).digest == kept.digest


def test_two_officers_edit_one_draft_and_the_second_is_told():
    made, first, second = draft(), user("王处长"), user("李科长")
    saved(made, made.text.replace("hours = 90", "hours = 96"), seen=1, by=first)

    with pytest.raises(rulebooks.SavedMeanwhile, match="王处长"):
        saved(made, made.text.replace("hours = 90", "hours = 100"), seen=1, by=second)

    made.refresh_from_db()
    assert (made.body["totals"][0]["hours"], made.edited_by) == ("96", first)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("hours = 90", "hourz = 90", "totals[1].hourz"),
        ("hours = 90", "hours = = 90", "line"),
        ('family = "nanjing-general"', 'family = "nanjing-other"', "family"),
        ('basis = "sourced"', 'basis = "reference"', "reference"),
        ('regions = ["320100"]', 'regions = ["320100", "320200"]', "scope.regions"),
        ('regions = ["320100"]', 'regions = ["329999"]', "329999"),
        ('title = "南京', 'title = "' + "南" * 201, "title"),
        (
            "[[versions]]",
            "[[versions]]\nsince = 2031-01-01\n[versions.cycle]\nsource='JS6'\nconfidence='A'\n[[versions]]",
            "[[versions]]",
        ),
    ],
)
def test_a_text_that_is_no_draft_is_refused_and_says_where(old, new, complaint):
    made = draft()

    with pytest.raises(rulebooks.NotUnderstood) as refused:
        saved(made, made.text.replace(old, new, 1))

    assert any(complaint in line for line in refused.value.complaints), refused.value.complaints
    assert RulebookVersion.objects.get(pk=made.pk).revision == 1


def test_what_a_regulator_edits_no_pack_takes_away():
    shipped = RulebookVersion.objects.get(code="jiangsu-general@2023-01-01")
    saved(shipped, rulebooks.text_of(shipped).replace("hours = 90", "hours = 96"))

    rulebooks.import_packs(at=NOON)

    shipped.refresh_from_db()
    assert (shipped.is_shipped, shipped.body["totals"][0]["hours"]) == (False, "96")


def test_a_draft_is_discarded_with_its_examples_and_a_published_version_is_not():
    made = draft()
    rulebooks.add_example(version=made, text=HOLDS, by=user(), at=NOON)

    rulebooks.discard(version=made, seen=made.revision)

    assert not RulebookVersion.objects.filter(pk=made.pk).exists()
    with pytest.raises(rulebooks.NotADraft):
        rulebooks.discard(version=in_nanjing(), seen=0)


def test_what_was_not_read_is_not_published():
    made = draft()
    saved(made, made.text.replace("hours = 90", "hours = 96"), seen=1)

    with pytest.raises(rulebooks.SavedMeanwhile):
        rulebooks.publish(version=made, by=user(), at=NOON, reference="宁人社〔2026〕1号", seen=1)


def refused(sql, *values):
    """Return whether the database refuses a statement of the application's own role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        "digest = 'x'",
        "body = '{}'",
        "text = 'x'",
        "scope_series = 'cme'",
        "scope_region_id = NULL",
        "effective_from = '2031-01-01'",
        "reference = 'x'",
        "revision = 9",
        "status = 'DRAFT'",
    ],
)
def test_a_published_version_cannot_change_whoever_asks(change):
    version = in_nanjing()

    assert refused(f"UPDATE credits_rulebookversion SET {change} WHERE id = %s", version.pk)  # noqa: S608  (stands above)


def test_a_published_version_cannot_vanish_and_may_only_retire():
    version = in_nanjing()

    assert refused("DELETE FROM credits_rulebookversion WHERE id = %s", version.pk)
    assert refused("TRUNCATE credits_rulebookversion CASCADE")
    assert refused("UPDATE credits_rulebookversion SET status = 'RETIRED' WHERE id = %s", version.pk)  # it says when
    assert refused("UPDATE credits_rulebookversion SET retired_reason = '废止' WHERE id = %s", version.pk)
    rulebooks.retire(version=version, by=user(), at=NOON, reason="废止")
    assert refused("UPDATE credits_rulebookversion SET status = 'PUBLISHED' WHERE id = %s", version.pk)
    assert refused("UPDATE credits_rulebookversion SET retired_reason = '另有原因' WHERE id = %s", version.pk)
    assert refused("DELETE FROM credits_rulebookversion WHERE id = %s", version.pk)


def test_examples_freeze_with_their_version():
    made = of_ninety_six()
    example = rulebooks.add_example(version=made, text=HOLDS, by=user(), at=NOON)
    rulebooks.publish(version=made, by=user(), at=NOON, reference="宁人社〔2026〕1号")
    other = draft(since=NEXT_YEAR.replace(year=2031))
    of_other = rulebooks.add_example(version=other, text=HOLDS, by=user(), at=NOON)

    assert refused("UPDATE credits_rulebookexample SET text = 'x' WHERE id = %s", example.pk)
    assert refused("UPDATE credits_rulebookexample SET version_id = %s WHERE id = %s", other.pk, example.pk)
    assert refused("UPDATE credits_rulebookexample SET version_id = %s WHERE id = %s", made.pk, of_other.pk)
    assert refused("DELETE FROM credits_rulebookexample WHERE id = %s", example.pk)
    assert refused("TRUNCATE credits_rulebookexample")
    assert refused(
        "INSERT INTO credits_rulebookexample (version_id, name, text, is_shipped, revision, edited_at)"
        " VALUES (%s, 'x', 'x', false, 0, now())",
        made.pk,
    )
    assert list(RulebookExample.objects.filter(version=made)) == [example]
    assert not refused("UPDATE credits_rulebookexample SET text = 'x' WHERE id = %s", of_other.pk)
