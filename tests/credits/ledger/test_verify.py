"""Tampering is found. It is planted by the owner of the tables with the triggers off: nobody else could."""

import hashlib
import json
from datetime import timedelta

import psycopg
import pytest

from credits import ledger, posting
from credits.models import Chain, Claim, Entry
from tests.credits.builders import NOON, credit, facts, person

TAMPERED = {
    "amount": ("UPDATE credits_entry SET hours = 9000 WHERE number = 2", "changed"),
    "reason": ("UPDATE credits_entry SET reasons = '[]' WHERE number = 2", "changed"),
    "cycle": ("UPDATE credits_entry SET cycle_starts_on = '2024-01-01' WHERE number = 2", "changed"),
    "moment": ("UPDATE credits_entry SET recorded_at = recorded_at - interval '1 day' WHERE number = 2", "changed"),
    "version": ("UPDATE credits_entry SET version_digest = repeat('0', 64) WHERE number = 2", "changed"),
    "removed line": ("DELETE FROM credits_entry WHERE number = 2", "line is missing"),
    "removed last line": ("DELETE FROM credits_entry WHERE number = 3", "is not the last line that was written"),
    "swapped lines": (
        "UPDATE credits_entry SET number = 9 WHERE number = 2; UPDATE credits_entry SET number = 2 WHERE number = 3;"
        "UPDATE credits_entry SET number = 3 WHERE number = 9",
        "does not follow the line before it",
    ),
    "inserted line": (
        "INSERT INTO credits_entry (person_id, number, claim_id, act_id, kind, family, version_id, version_digest, category, hours,"
        " reasons, recorded_at, prev_digest, digest) SELECT person_id, 4, claim_id, act_id, kind, family, version_id, version_digest,"
        " category, 5000, reasons, recorded_at, digest, digest FROM credits_entry WHERE number = 3",
        "changed",
    ),
    "claim's facts": ("UPDATE credits_claim SET hours = 9000 WHERE key = 'run:2'", "facts of claim"),
    "claim's facts, digest too": (
        "UPDATE credits_claim SET hours = 9000, digest = repeat('1', 64) WHERE key = 'run:2'",
        "changed",
    ),
    "claim's day of handing in": (
        "UPDATE credits_claim SET declared_on = '2020-01-01' WHERE key = 'run:2'",
        "facts of claim",
    ),
    "claim's place": ("UPDATE credits_claim SET provider_region = '320100' WHERE key = 'run:2'", "facts of claim"),
    "claim's position": ("UPDATE credits_claim SET position = 77 WHERE key = 'run:2'", "changed"),
    "act": (
        "UPDATE credits_act SET reason = 'x' WHERE id = (SELECT act_id FROM credits_entry WHERE number = 2)",
        "changed",
    ),
    "all lines": ("DELETE FROM credits_entry", "all lines are gone"),
}


def plant(environment: dict[str, str], statement: str) -> None:
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in ("credits_entry", "credits_claim", "credits_act"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
        for table in ("credits_entry", "credits_claim", "credits_act"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def three_lines() -> tuple[int, int]:
    somebody, other = person(), person()
    credit(facts(somebody, "run:1"))
    credit(facts(somebody, "run:2"), facts(other, "run:2"))
    posting.reverse(
        claim=Claim.objects.get(person=somebody, key="run:1"), by=None, at=NOON + timedelta(days=1), reason="伪造"
    )
    return somebody.pk, other.pk


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found(own_database, what):
    people = three_lines()
    statement, complaint = TAMPERED[what]
    assert ledger.verify(people) == []

    plant(own_database, statement)

    found = ledger.verify(people)
    assert found
    assert any(complaint in fault.what for fault in found)


def test_a_claim_without_a_line_is_found(own_database):
    somebody, _other = three_lines()
    plant(
        own_database,
        "INSERT INTO credits_claim (person_id, key, revision, digest, position, act_id, recorded_at, title, provider, approval_number,"
        " activity, starts_on, ends_on) SELECT person_id, 'run:9', revision, digest, 9, act_id, recorded_at, title, provider,"
        " approval_number, activity, starts_on, ends_on FROM credits_claim WHERE key = 'run:1'",
    )

    assert any("has no line" in fault.what for fault in ledger.verify([somebody]))


def test_what_is_tampered_with_in_one_chain_leaves_the_others_sound(own_database):
    somebody, other = three_lines()

    plant(own_database, f"UPDATE credits_entry SET hours = 9000 WHERE person_id = {somebody} AND number = 2")  # noqa: S608

    assert {fault.person_id for fault in ledger.verify([somebody, other])} == {somebody}


@pytest.mark.django_db
def test_the_encoding_can_be_followed_by_other_tools():
    somebody = person()
    credit(facts(somebody, "run:1", title="数据治理"))
    entry, head = Entry.objects.select_related("claim", "act").get(), Chain.objects.get()

    line = {
        "act": [entry.act_id, "CREDIT", None, "2025-06-30T04:00:00.000000+00:00", "", "test"],
        "category": "professional",
        "claim": [entry.claim_id, "run:1", 1, 1, entry.claim.digest],
        "cycle": ["2025-01-01", "2026-01-01"],
        "family": "nanjing-general",
        "hours": 1000,
        "kind": "CREDIT",
        "number": 1,
        "person": somebody.pk,
        "reasons": entry.reasons,
        "recorded_at": "2025-06-30T04:00:00.000000+00:00",
        "version": entry.version.digest,
    }
    encoded = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    claim = {
        "activity": "class",
        "approval_number": "",
        "category": "professional",
        "ends_on": "2025-05-12",
        "hours": 1000,
        "provider": "",
        "starts_on": "2025-05-12",
        "title": "数据治理",
    }
    facts_encoded = json.dumps(claim, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(encoded).digest() == bytes(entry.digest) == bytes(head.last_digest)
    assert hashlib.sha256(facts_encoded).hexdigest() == entry.claim.digest
