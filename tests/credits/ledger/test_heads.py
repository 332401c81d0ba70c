"""Heads: over lines that are committed and in no earlier head, each linked to the one before."""

import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from credits import ledger
from credits.ledger import _heads, _keys, _tree
from credits.models import Entry, LeafRun, TreeHead, TreeTile
from tests.credits.builders import NOON, credit, facts, person

LATER = NOON + timedelta(hours=1)


def leaves() -> list[int]:
    """Return the ids of all lines in the order of their leaves."""
    runs = LeafRun.objects.order_by("first_leaf")
    return [pk for run in runs for pk in range(run.first_entry, run.last_entry + 1)]


def root_of(ids: list[int]) -> bytes:
    """Return the root over these lines, hashed anew."""
    rows = Entry.objects.in_bulk(ids)
    data = [ledger.leaf_data(rows[pk].person_id, rows[pk].number, bytes(rows[pk].digest)) for pk in ids]
    return _tree.folded([_tree.leaf_hash(one) for one in data])


@pytest.mark.django_db
def test_sign_takes_every_line_once_in_the_order_of_ids():
    credit(facts(person(), "a"), facts(person(), "b"))

    assert ledger.sign_due(at=NOON) == 2
    assert ledger.sign_due(at=NOON) == 0
    assert leaves() == list(Entry.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_without_lines_nothing_is_signed():
    assert ledger.sign_due(at=NOON) == 0
    assert ledger.newest_head() is None


@pytest.mark.django_db
def test_a_head_is_signed_and_names_the_one_before():
    somebody = person()
    credit(facts(somebody, "a"))
    ledger.sign_due(at=NOON)
    credit(facts(somebody, "b"), facts(person(), "c"))
    ledger.sign_due(at=LATER)

    first, second = (ledger.head_of(row) for row in ledger.heads())

    assert (first.number, first.size, first.previous) == (1, 1, b"")
    assert (second.number, second.size, second.previous, second.signed_at) == (2, 3, first.digest, LATER)
    assert [first.root, second.root] == [root_of(leaves()[:1]), root_of(leaves())]
    public = ledger.keys()[second.key]
    assert ledger.key_id(public) == second.key
    assert ledger.is_signed(second.statement, signature=second.signature, public=public)
    assert not ledger.is_signed(first.statement, signature=second.signature, public=public)


@pytest.mark.django_db
def test_many_lines_grow_over_tiles_and_heads(monkeypatch):
    monkeypatch.setattr(_heads, "LINES_A_HEAD", 100)
    humans = [person() for _one in range(3)]
    credit(*(facts(human, f"k{number}") for human in humans for number in range(200)))

    assert ledger.sign_due(at=NOON) == Entry.objects.count() == 600

    heads = [ledger.head_of(row) for row in ledger.heads()]
    assert [head.size for head in heads] == [100, 200, 300, 400, 500, 600]
    assert [head.root for head in heads] == [root_of(leaves()[: head.size]) for head in heads]
    assert TreeTile.objects.count() == 4  # three of leaves, one above


@pytest.mark.django_db
def test_proofs_lead_from_lines_to_heads_and_from_head_to_head(monkeypatch):
    monkeypatch.setattr(_heads, "LINES_A_HEAD", 130)
    somebody = person()
    credit(*(facts(somebody, f"k{number}") for number in range(300)))
    ledger.sign_due(at=NOON)
    first, _second, third = (ledger.head_of(row) for row in ledger.heads())
    entry = Entry.objects.get(number=40)

    (leaf,) = ledger.leaves_of([entry.pk]).values()
    path = ledger.inclusions([leaf], size=third.size)[leaf]
    hashed = ledger.leaf_hash(ledger.leaf_data(somebody.pk, 40, bytes(entry.digest)))
    grown = ledger.consistency(first=first.size, second=third.size)

    assert ledger.root_above(hashed, leaf=leaf, size=third.size, path=path) == third.root
    assert ledger.grew(first=first.size, second=third.size, first_root=first.root, second_root=third.root, proof=grown)


@pytest.mark.django_db
def test_a_line_under_no_head_has_no_leaf():
    credit(facts(person(), "a"))
    ledger.sign_due(at=NOON)
    credit(facts(person(), "b"))

    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))

    assert ledger.leaves_of(ids) == {ids[0]: 0}


@pytest.mark.django_db
def test_a_new_key_takes_over_and_old_heads_stay_checkable(settings):
    credit(facts(person(), "a"))
    ledger.sign_due(at=NOON)
    settings.LEDGER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    credit(facts(person(), "b"))
    ledger.sign_due(at=LATER)

    heads, keys = [ledger.head_of(row) for row in ledger.heads()], ledger.keys()

    assert len({head.key for head in heads}) == 2
    assert all(ledger.is_signed(one.statement, signature=one.signature, public=keys[one.key]) for one in heads)


@pytest.mark.django_db
def test_a_head_is_read_back_from_its_json_and_from_no_other():
    credit(facts(person(), "a"))
    ledger.sign_due(at=NOON)
    head = ledger.newest_head()
    assert head

    assert ledger.head_from(head.to_json()) == head
    for change in ({"size": True}, {"size": "1"}, {"root": "AB"}, {"more": 1}, {"format": "x"}, {"signed_at": "soon"}):
        with pytest.raises(ledger.NotAHead):
            ledger.head_from({**head.to_json(), **change})


def open_transaction(claim: Any, is_open: threading.Event, may_end: threading.Event) -> threading.Thread:
    """Credit `claim` in a transaction that commits when it may."""

    def work() -> None:
        with transaction.atomic():
            credit(claim)
            is_open.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert is_open.wait(20)
    return thread


def test_who_began_earlier_and_commits_later_is_neither_skipped_nor_doubled(own_database):
    early, late = person(), person()
    may_end = threading.Event()
    thread = open_transaction(facts(early, "early"), threading.Event(), may_end)
    for turn in range(3):
        credit(facts(late, f"late{turn}"))
        assert ledger.sign_due(at=NOON) == 1
    before = TreeHead.objects.order_by("-number")[0].floor

    may_end.set()
    thread.join()
    taken = [ledger.sign_due(at=NOON), ledger.sign_due(at=NOON)]
    for turn in range(2):
        credit(facts(late, f"later{turn}"))
        ledger.sign_due(at=NOON)

    pending = Entry.objects.get(person=early)
    others = list(Entry.objects.exclude(pk=pending.pk).order_by("pk").values_list("pk", flat=True))
    assert pending.pk < others[0]
    assert before < pending.pk
    assert taken == [1, 0]
    assert leaves() == [*others[:3], pending.pk, *others[3:]]


def test_two_sweeps_at_once_sign_one_head(own_database):
    credit(*(facts(person(), "a") for _one in range(5)))
    taken: list[int] = []

    def sweep() -> None:
        taken.append(ledger.sign_due(at=NOON))
        connection.close()

    threads = [threading.Thread(target=sweep) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [0, 0, 0, 5]
    assert len(leaves()) == len(set(leaves())) == 5


@pytest.mark.django_db
def test_the_database_refuses_a_line_twice():
    credit(facts(person(), "a"))
    ledger.sign_due(at=NOON)
    run = LeafRun.objects.get()

    with pytest.raises(IntegrityError, match="a_line_is_a_leaf_once"), transaction.atomic():
        LeafRun.objects.create(
            first_leaf=7, first_entry=run.first_entry - 1, last_entry=run.first_entry, head_id=run.head_id
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credits_treehead SET size = 9",
        "DELETE FROM credits_treehead",
        "UPDATE credits_leafrun SET last_entry = last_entry + 1",
        "DELETE FROM credits_leafrun",
        "UPDATE credits_signingkey SET public = ''",
        "UPDATE credits_treetile SET data = '\\x00'",
        "UPDATE credits_treetile SET place = 8",
        "DELETE FROM credits_treetile",
        "TRUNCATE credits_treetile",
    ],
)
def test_neither_application_nor_owner_may_change_what_was_signed(own_database, statement):
    credit(facts(person(), "a"))
    ledger.sign_due(at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with (
        psycopg.connect(own_database["DATABASE_OWNER_URL"]) as owner,
        pytest.raises(psycopg.Error, match=r"append-only|only grows"),
    ):
        owner.execute(statement)


def test_a_key_is_read_from_hexadecimal_base64_pem_or_a_file(tmp_path):
    public = _keys.present_public()
    (tmp_path / "key").write_text(public.hex(), encoding="ascii")

    assert ledger.public_key(public.hex()) == ledger.public_key(str(tmp_path / "key")) == public
    for other in ("", "zz", "00", "MDEyMw=="):
        with pytest.raises(ledger.NotAKey):
            ledger.public_key(other)
