"""
Any change to a line under a head that was kept elsewhere is found, and named.

It is planted by the owner of the tables with the triggers off, as a superuser could; in the last tests also by somebody who has the
key, chains everything anew, rebuilds the tree and signs every head again.
"""

import json
import subprocess
import sys
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from credits import ledger, posting
from credits.ledger import _appending, _heads
from credits.models import Chain, Claim, Entry, LeafRun, SigningKey, TreeHead, TreeTile
from tests.credits.builders import NOON, credit, facts, person

ROOT = Path(__file__).resolve().parents[3]
GUARDED = ("entry", "claim", "act", "treehead", "leafrun", "treetile", "signingkey")
CHANGES = {
    "changed amount": "UPDATE credits_entry SET hours = 9000 WHERE person_id = {0} AND number = 2",
    "changed reason": "UPDATE credits_act SET reason = '另有原因' WHERE id = (SELECT act_id FROM credits_entry WHERE person_id = {0} AND number = 3)",
    "changed decision": "UPDATE credits_entry SET reasons = '[]' WHERE person_id = {0} AND number = 2",
    "removed line": "DELETE FROM credits_entry WHERE person_id = {0} AND number = 2",
    "inserted line": "UPDATE credits_entry SET number = number + 100 WHERE person_id = {0} AND number > 1;"
    "INSERT INTO credits_entry (person_id, number, claim_id, act_id, kind, family, version_id, version_digest, cycle_starts_on,"
    " cycle_ends_before, category, hours, reasons, recorded_at, prev_digest, digest) SELECT person_id, 2, claim_id, act_id, kind, family,"
    " version_id, version_digest, cycle_starts_on, cycle_ends_before, category, 5000, reasons, recorded_at, prev_digest, digest"
    " FROM credits_entry WHERE person_id = {0} AND number = 1;"
    "UPDATE credits_entry SET number = number - 99 WHERE person_id = {0} AND number > 100",
    "swapped lines": "UPDATE credits_entry SET number = 99 WHERE person_id = {0} AND number = 1;"
    "UPDATE credits_entry SET number = 1 WHERE person_id = {0} AND number = 2;"
    "UPDATE credits_entry SET number = 2 WHERE person_id = {0} AND number = 99",
    "removed last line": "DELETE FROM credits_entry WHERE person_id = {0} AND number = 3",
}


def plant(environment: dict[str, str], statement: str) -> None:
    """Run `statement` as the owner, with every trigger off."""
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in GUARDED:
            owner.execute(f"ALTER TABLE credits_{table} DISABLE TRIGGER USER")
        owner.execute(statement)


def ledger_of_two() -> tuple[int, int]:
    """Give one person three lines, another one, under two heads; and a line of each under no head."""
    somebody, other = person(), person()
    credit(facts(somebody, "run:1"), facts(other, "run:1"))
    ledger.sign_due(at=NOON)
    credit(facts(somebody, "run:2"))
    posting.reverse(
        claim=Claim.objects.get(person=somebody, key="run:1"), by=None, at=NOON + timedelta(days=1), reason="伪造"
    )
    ledger.sign_due(at=NOON + timedelta(days=1))
    return somebody.pk, other.pk


def kept() -> tuple[ledger.Head, ...]:
    """Return the heads as somebody else keeps them."""
    return tuple(ledger.head_of(row) for row in ledger.heads())


def chain_anew() -> None:
    """Do what posting did to all lines as they stand now: digests, chains and their heads."""
    Claim.objects.filter(entries=None).delete()
    for chain in Chain.objects.order_by("pk"):
        previous, number = b"", 0
        for entry in Entry.objects.filter(person=chain.pk).select_related("act", "claim").order_by("number"):
            number += 1
            entry.number, entry.prev_digest = number, previous
            entry.digest = previous = ledger.line_digest(
                previous, _appending.encoded(vars(entry), act=entry.act, claim=entry.claim)
            )
            entry.save()
        Chain.objects.filter(pk=chain.pk).update(lines=number, last_digest=previous)


def sign_anew(sizes: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Throw tree and heads away and sign new ones, as many lines in each as before where they are still there."""
    for model in (LeafRun, TreeHead, TreeTile):
        model.objects.all().delete()
    for size in [later - earlier for earlier, later in zip([0, *sizes], sizes, strict=False)]:
        monkeypatch.setattr(_heads, "LINES_A_HEAD", size)
        monkeypatch.setattr(_heads, "HEADS_A_SWEEP", 1)
        ledger.sign_due(at=NOON)


@pytest.fixture
def forger(own_database, monkeypatch):
    """Give the forger everything: triggers off, rights of the owner, the true key."""
    with psycopg.connect(own_database["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in GUARDED:
            owner.execute(f"ALTER TABLE credits_{table} DISABLE TRIGGER USER")
            owner.execute(f"GRANT ALL ON credits_{table} TO xueshi_app")

    def forge(sizes: list[int]) -> None:
        chain_anew()
        sign_anew(sizes, monkeypatch)

    return forge


def test_a_sound_ledger_has_no_faults(own_database):
    ledger_of_two()

    assert ledger.examine() == ledger.examine(kept=kept()) == []


def test_lines_under_no_head_yet_are_no_fault(own_database):
    somebody, _other = ledger_of_two()
    heads = kept()
    credit(facts(somebody, "run:3"))
    ledger.sign_due(at=NOON + timedelta(days=2))
    credit(facts(somebody, "run:4"))

    assert ledger.examine(kept=heads) == []


def victims() -> tuple[dict[str, int], int]:
    """Give each change somebody of its own with three lines under heads, and let one more person be left alone."""
    people = {what: ledger_of_two()[0] for what in CHANGES}
    return people, ledger_of_two()[0]


def test_each_change_is_found_and_names_person_and_line(own_database):
    people, _sound = victims()
    heads = kept()

    for what, somebody in people.items():
        plant(own_database, CHANGES[what].format(somebody))

    named = {(fault.person_id, fault.number) for fault in ledger.examine(kept=heads)}
    assert {person for person, _number in named} == set(people.values())
    assert {person for person, number in named if number} == set(people.values())


def test_each_change_whose_chain_is_made_anew_is_found_line_by_line(own_database, forger):
    people, sound = victims()
    heads = kept()

    for what, somebody in people.items():
        plant(own_database, CHANGES[what].format(somebody))
    chain_anew()

    assert ledger.verify([*people.values(), sound]) == []
    named = {fault.person_id for fault in ledger.examine(kept=heads) if fault.number and "signed" in fault.what}
    assert named == set(people.values())


def test_lines_that_are_added_meanwhile_are_no_fault(own_database):
    somebody, stopped = person(), threading.Event()

    def post() -> None:
        for turn in count():
            if stopped.is_set():
                break
            credit(*(facts(somebody, f"run:{turn}:{place}") for place in range(40)))
            ledger.sign_due(at=NOON)
        connection.close()

    thread = threading.Thread(target=post)
    thread.start()
    found = []
    while thread.is_alive() and (ledger.newest_head() is None or ledger.newest_head().size < 300):
        found += ledger.examine()
    stopped.set()
    thread.join()

    assert [*found, *ledger.examine()] == []
    assert ledger.newest_head().size >= 300


def test_tiles_above_the_leaves_are_examined_too(own_database):
    somebody = person()
    credit(*(facts(somebody, f"run:{turn}") for turn in range(300)))
    ledger.sign_due(at=NOON)
    assert ledger.examine() == []

    plant(own_database, "UPDATE credits_treetile SET data = repeat('x', 32)::bytea WHERE level = 1")

    assert [str(fault) for fault in ledger.examine()] == ["tree: tile 0 of level 1 does not follow from the leaves"]


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_signed_again_with_the_true_key_is_found(own_database, forger, what):
    somebody, _other = ledger_of_two()
    heads = kept()

    plant(own_database, CHANGES[what].format(somebody))
    forger([2, 4])

    assert ledger.examine() == []  # by itself the forgery is perfect
    faults = ledger.examine(kept=heads)
    assert any("file, head" in fault.what and not fault.person_id for fault in faults)
    assert somebody in {fault.person_id for fault in faults}


def test_one_line_a_head_signed_again_is_named_exactly(own_database, forger):
    somebody = person()
    for turn in range(3):
        credit(facts(somebody, f"run:{turn}"))
        ledger.sign_due(at=NOON)
    heads = kept()
    plant(own_database, f"UPDATE credits_entry SET hours = 9000 WHERE person_id = {somebody.pk} AND number = 2")  # noqa: S608

    forger([1, 2, 3])

    named = [(fault.person_id, fault.number) for fault in ledger.examine(kept=heads) if fault.person_id]
    assert named == [(somebody.pk, 2)]


def test_removed_heads_and_lines_are_found_by_who_kept_them(own_database, forger):
    somebody, _other = ledger_of_two()
    heads = kept()
    plant(own_database, f"DELETE FROM credits_entry WHERE person_id = {somebody} AND number > 1")  # noqa: S608

    forger([2])

    assert ledger.examine() == []
    faults = [str(fault) for fault in ledger.examine(kept=heads)]
    assert any("head 2: the database has none of this number" in fault for fault in faults)
    assert any("head 2: covers lines that are gone 3 to 4" in fault for fault in faults)


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE credits_treehead SET root = repeat('x', 32)::bytea WHERE number = 1", "the signature is not its own"),
        ("UPDATE credits_treehead SET previous = '' WHERE number = 2", "does not follow head 1"),
        ("DELETE FROM credits_leafrun; DELETE FROM credits_treehead WHERE number = 1", "head 1: is gone"),
        ("DELETE FROM credits_treetile", "covers lines that are gone"),
        ("UPDATE credits_treetile SET data = substring(data FOR 96)", "covers lines that are gone"),
        ("DELETE FROM credits_leafrun WHERE first_leaf = 2", "line is gone that was signed"),
        ("UPDATE credits_signingkey SET public = repeat('x', 32)::bytea", "the signature is not its own"),
    ],
)
def test_what_proves_the_lines_is_examined_too(own_database, statement, complaint):
    ledger_of_two()

    plant(own_database, statement)

    assert any(complaint in fault.what for fault in ledger.examine())


def test_a_line_slipped_in_below_signed_ones_is_found(own_database):
    ledger_of_two()
    late = person()
    plant(own_database, "UPDATE credits_treehead SET floor = 1000")
    credit(facts(late, "run:9"))

    faults = ledger.examine()

    assert [(fault.person_id, fault.number) for fault in faults] == [(late.pk, 1)]
    assert "under no head" in faults[0].what


def test_a_head_signed_by_a_key_that_nobody_knows_is_refused(own_database):
    ledger_of_two()

    faults = ledger.examine(kept=kept(), keys={"0" * 16: bytes(32)})

    assert len(faults) == 4
    assert all("is none of those given" in fault.what for fault in faults)


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as the issue writes it."""
    connection.close()
    return subprocess.run(
        [sys.executable, "manage.py", "verify-ledger", "--settings=learning.settings.test", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_tells_by_its_status_and_names_each_difference(own_database, tmp_path):
    somebody, _other = ledger_of_two()
    file = tmp_path / "heads.json"
    public = next(iter(ledger.keys().values())).hex()
    file.write_text("\n".join(json.dumps(head.to_json()) for head in kept()), encoding="utf-8")

    sound = run("--heads", str(file), "--key", public, "--processes", "2")
    plant(own_database, CHANGES["changed amount"].format(somebody))
    differs = run("--heads", str(file), "--json", "--processes", "1")
    file.write_text("{}", encoding="utf-8")

    assert (sound.returncode, sound.stdout) == (0, "sound: 4 lines under 2 heads, with 2 heads kept elsewhere\n"), (
        sound.stderr
    )
    assert "pieces" in sound.stderr
    assert differs.returncode == 1
    assert json.loads(differs.stdout) == {"differences": [{"person": somebody, "line": 2, "what": "changed"}]}
    assert run("--heads", str(file)).returncode == run("--key", "secret").returncode == 2
    assert SigningKey.objects.count() == 1
