"""A recount finds what was posted, and what nobody should have posted."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from credits import ledger, posting, recount, standing
from credits.models import Act, Standing
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, YEAR, connect, credit, enact, facts, person, user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
TODAY = date(2025, 7, 3)
CAPPED = {"hours": "4", "source": "JS7", "confidence": "A"}


def counted(**scope):
    return recount.recount(scope=recount.Scope(**({"today": TODAY} | scope)))


def told(found):
    return [
        (drift.person, drift.family, [(cell.posted, cell.recounted) for cell in drift.cells]) for drift in found.drifts
    ]


def plant(claim):
    """Append a line that no rule gives: an hour more."""
    entry = claim.entries.latest("number")
    stamp = ledger.Stamp(claim.pk, claim.person_id, claim.key, claim.revision, claim.position, claim.digest)
    copied = ("family", "version_id", "version_digest", "cycle_starts_on", "cycle_ends_before", "category")
    line = ledger.Line(claim=stamp, kind="ADJUSTMENT", hours=100, **{name: getattr(entry, name) for name in copied})
    act = Act.objects.create(kind="CORRECTION", at=LATER)
    ledger.append(ledger.lines_table([line]), act=act, heads=ledger.lock([claim.person_id]))


def move(somebody, *, region="320500", at=LATER):
    there = Region.objects.get(pk=region)
    people.state_fact(person=somebody, kind=FactKind.REGION, region=there, since=date(2024, 1, 1), by=None, at=at)


def command(*arguments):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("recount", *arguments, "--on", "2025-07-03", "--processes", "1", stdout=out, stderr=out)
    return left.value.code, out.getvalue()


def test_a_ledger_that_was_only_posted_to_shows_no_drift():
    connect()
    first, second = person(), person(name="李四")
    credit(facts(first, "a"), facts(first, "b", hours=Decimal(80)), facts(second, "a", category="public"))
    (claim,) = ledger.claims_of([second.pk])
    posting.reverse(claim=claim, by=None, at=LATER, reason="伪造")
    credit(facts(second, "c", on=date(2025, 6, 1)), at=LATER)
    (replaced, *_others) = ledger.claims_of([first.pk])
    posting.correct(claim=replaced, facts=facts(first, "a", hours=Decimal(6)), by=None, at=LATER, reason="录入有误")

    found = counted()

    assert (found.people, found.claims, found.drifts) == (2, 5, [])
    assert found.standings == Standing.objects.count() > 0


def test_a_line_that_says_more_than_the_rules_give_is_drift():
    connect()
    somebody, other = person(), person()
    credit(facts(somebody, "a"), facts(other, "a"))
    clean = counted().digest
    (claim,) = ledger.claims_of([somebody.pk])
    plant(claim)

    found = counted()

    assert told(found) == [(somebody.pk, "nanjing-general", [(1100, 1000)])]
    # The digest is of what is right, not of what was planted.
    assert found.digest == clean


def test_a_reversed_claim_that_still_holds_hours_is_drift():
    somebody = person()
    credit(facts(somebody, "a"))
    (claim,) = ledger.claims_of([somebody.pk])
    posting.reverse(claim=claim, by=None, at=LATER, reason="伪造")
    plant(claim)

    assert told(counted()) == [(somebody.pk, "nanjing-general", [(100, 0)])]


def test_a_decision_stays_under_the_version_that_made_it():
    somebody = person()
    credit(facts(somebody, "a"))
    enact("nanjing-general", since=YEAR, daily_cap=CAPPED)
    credit(facts(somebody, "b", on=date(2025, 5, 20)))

    assert counted().drifts == []


def test_a_decision_stays_under_the_facts_that_were_known():
    # A window of a registration: the duty's first day says in which cycle a claim lies.
    somebody = person(obliged_since=None)
    people.state_fact(person=somebody, kind=FactKind.SERIES, code="accounting", since=YEAR, by=None, at=NOON)
    people.state_fact(person=somebody, kind=FactKind.OBLIGED, since=date(2025, 1, 1), by=None, at=NOON)
    credit(facts(somebody, "a"), facts(somebody, "b", on=date(2025, 5, 20)))
    move(somebody)
    credit(facts(somebody, "c", on=date(2025, 6, 20)), at=LATER + timedelta(days=1))

    assert counted().drifts == []


def test_two_records_found_to_be_one_human_later_were_two_when_it_was_decided():
    first, second = person(), person()
    credit(facts(first, "same"), facts(second, "same"))
    people.join(first=first, second=second, reason="同一人", by=user(), at=LATER)

    used, today = counted(), counted(facts=recount.Facts.TODAY)

    assert used.drifts == []
    # One attendance counts once: the record in which it was posted second holds it too much.
    assert told(today) == [(second.pk, "nanjing-general", [(1000, 0)])]
    assert used.standings == Standing.objects.filter(person=first).count()


def test_records_that_were_joined_and_posted_together_show_no_drift():
    first, second = person(), person()
    people.join(first=first, second=second, reason="同一人", by=user(), at=NOON)
    credit(facts(first, "same"), at=LATER)
    credit(facts(second, "same"), facts(second, "other", on=date(2025, 6, 20)), at=LATER)

    assert counted().drifts == []
    assert counted(facts=recount.Facts.TODAY).drifts == []


def test_the_digest_is_the_same_on_every_run_and_tells_ledgers_apart():
    somebody = person()
    credit(facts(somebody, "a"))
    once, again = counted().digest, counted().digest

    credit(facts(somebody, "b", on=date(2025, 5, 20)))

    assert once == again != counted().digest


def test_a_scope_leaves_others_out():
    here, there = person(region="320100"), person(region="320500")
    credit(facts(here, "a"), facts(there, "b"))
    path = Region.objects.get(pk="320100").path

    found = counted(path=path, family="nanjing-general", cycle="2025")

    assert (found.people, found.claims, found.drifts) == (1, 1, [])
    assert counted(path=path, cycle="2024-01-01").drifts == []
    assert counted(family="cn-general").drifts == []


def test_the_command_says_what_drifted_and_leaves_with_the_status():
    somebody = person()
    credit(facts(somebody, "a"))
    assert command()[0] == 0
    (claim,) = ledger.claims_of([somebody.pk])
    plant(claim)

    status, text = command()
    status_of_json, printed = command("--json")

    assert (status, status_of_json) == (1, 1)
    assert (
        f"drift person {somebody.pk} claim {claim.pk} nanjing-general: 2025-01-01 professional: posted 11, recounted 10"
        in text
    )
    told_as_json = json.loads(printed)
    assert told_as_json["drifts"][0]["cells"][0]["posted"] == 1100
    assert f"digest {told_as_json['digest']}" in text


@pytest.mark.parametrize("wrong", [("--facts", "tomorrow"), ("--region", "999999"), ("--cycle", "soon")])
def test_the_command_refuses_what_it_cannot_understand(wrong):
    assert command(*wrong)[0] == 2


def test_a_kept_standing_that_follows_from_nothing_is_drift():
    connect()
    somebody, other = person(), person()
    credit(facts(somebody, "a"), facts(other, "a"))
    kept = Standing.objects.filter(person=somebody).latest("cycle_starts_on")
    Standing.objects.filter(pk=kept.pk).update(counted=kept.counted + 100, missing=kept.missing - 100)

    found = counted()

    assert (found.drifts, found.pending) == ([], 0)
    (drift,) = found.kept_otherwise
    assert (drift.person, drift.family, drift.cycle_starts_on) == (somebody.pk, kept.family, kept.cycle_starts_on)
    assert drift.kept["counted"] - drift.recounted["counted"] == 100
    status, text = command()
    assert status == 1
    assert f"drift person {somebody.pk} standing {kept.family}" in text
    assert "0 claims and 1 kept standings drifted" in text


def test_a_standing_that_is_not_there_is_drift():
    connect()
    somebody = person()
    credit(facts(somebody, "a"))
    Standing.objects.filter(person=somebody).delete()

    found = counted().kept_otherwise
    assert {(drift.person, len(drift.kept)) for drift in found} == {(somebody.pk, 0)}


def test_what_a_sweep_is_about_to_decide_is_pending_and_no_drift():
    connect()
    somebody = person()
    credit(facts(somebody, "a"))
    move(somebody)

    before = counted()
    standing.refresh_due(at=LATER)
    after = counted()

    assert (before.kept_otherwise, before.pending) == ([], 1)
    assert (after.kept_otherwise, after.pending) == ([], 0)


def test_a_line_that_drifts_is_reported_once():
    connect()
    somebody = person()
    credit(facts(somebody, "a"))
    (claim,) = ledger.claims_of([somebody.pk])
    plant(claim)
    standing.refresh_due(at=LATER)

    found = counted()

    assert (len(found.drifts), found.kept_otherwise) == (1, [])
