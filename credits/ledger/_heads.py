"""Heads: signed by a sweep over lines that are committed and in no earlier head; read by whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from credits.ledger import _keys, _tiles, _tree
from credits.ledger._statements import Head, leaf_data
from credits.models import LeafRun, SigningKey, TreeHead
from credits.models.rows import insert

LINES_A_HEAD = 100_000
HEADS_A_SWEEP = 20

ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('credits.sign_heads', 0))"
GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM credits_entry_id_seq"
RUNNING = (
    "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint FROM pg_current_snapshot() AS now"
)
FRESH = """
SELECT id, person_id, number, digest FROM credits_entry AS entry
WHERE id > %s AND NOT EXISTS (SELECT 1 FROM credits_leafrun AS run WHERE int8range(run.first_entry, run.last_entry, '[]') @> entry.id)
ORDER BY id LIMIT %s
"""
Row = tuple[int, int, int, bytes]


def sign_due(*, at: datetime) -> int:
    """Sign heads over the lines that are committed and in no earlier head, a transaction each; return how many lines they took."""
    taken = 0
    for _turn in range(HEADS_A_SWEEP):
        lines = _sign(at=at)
        taken += lines
        if lines < LINES_A_HEAD:
            break
    return taken


def newest_head() -> Head | None:
    """Return the newest head; None while none is signed."""
    row = TreeHead.objects.order_by("-number").first()
    return head_of(row) if row else None


def heads() -> QuerySet[TreeHead]:
    """Return the rows of all heads, the oldest first."""
    return TreeHead.objects.order_by("number")


def head_of(row: TreeHead) -> Head:
    """Return the head that `row` keeps."""
    return Head(
        number=row.number,
        size=row.size,
        root=bytes(row.root),
        previous=bytes(row.previous),
        signed_at=row.signed_at,
        key=row.key_id,
        signature=bytes(row.signature),
    )


def keys() -> dict[str, bytes]:
    """Return the public halves of all keys that ever signed, by their names."""
    rows = SigningKey.objects.order_by("since", "pk").values_list("pk", "public")
    return {name: bytes(public) for name, public in rows}


@transaction.atomic
def _sign(*, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        if not cursor.fetchone()[0]:
            return 0  # another worker is at it
        last = TreeHead.objects.order_by("-number").first()
        start = last.floor if last else 0
        given, running, upcoming = _horizon()
        cursor.execute(FRESH, [start, LINES_A_HEAD])
        lines: list[Row] = cursor.fetchall()
    if not lines:
        return 0
    # Whatever took its ids before the last head's horizon is over, so the look above has seen it: nothing older can come any more.
    floor = last.horizon_entry if last and running >= last.horizon_xid else start
    if len(lines) == LINES_A_HEAD:
        floor = min(floor, lines[-1][0])
    size = last.size if last else 0
    _tiles.grow(size=size, leaves=[leaf_data(person, number, digest) for _pk, person, number, digest in lines])
    head = _signed(head_of(last) if last else None, size=size + len(lines), at=at)
    _keep(head, floor=floor, given=given, upcoming=upcoming)
    insert(LeafRun, [{**run, "head_id": head.number} for run in _runs([line[0] for line in lines], leaf=size)])
    return len(lines)


def _horizon() -> tuple[int, int, int]:
    """
    Return the last entry id that was given, the oldest transaction that runs, and the next transaction to come.

    In this order, each by its own snapshot: a transaction holds its chains locked, and so has its number, before it takes an id.
    So whatever was given an id until now bears a number below the next one; once all those are over, no line up to that id can come.
    """
    with connection.cursor() as cursor:
        cursor.execute(GIVEN)
        (given,) = cursor.fetchone()
        cursor.execute(RUNNING)
        running, upcoming = cursor.fetchone()
    return given, running, upcoming


def _signed(last: Head | None, *, size: int, at: datetime) -> Head:
    head = Head(
        number=last.number + 1 if last else 1,
        size=size,
        root=_tiles.answered(lambda nodes: _tree.root(size, nodes)),
        previous=last.digest if last else b"",
        signed_at=max(at, last.signed_at) if last else at,
        key=_keys.known_key(at=at),
    )
    return replace(head, signature=_keys.sign(head.statement))


def _keep(head: Head, *, floor: int, given: int, upcoming: int) -> None:
    TreeHead.objects.create(
        number=head.number,
        size=head.size,
        root=head.root,
        previous=head.previous,
        signed_at=head.signed_at,
        key_id=head.key,
        signature=head.signature,
        floor=floor,
        horizon_entry=given,
        horizon_xid=upcoming,
    )


def _runs(ids: Sequence[int], *, leaf: int) -> Iterator[dict[str, int]]:
    """Part ids that rise into runs of neighbours, the first of which is the leaf at place `leaf`."""
    first = 0
    for place, pk in enumerate(ids):
        if place + 1 == len(ids) or ids[place + 1] != pk + 1:
            yield {"first_leaf": leaf + first, "first_entry": ids[first], "last_entry": pk}
            first = place + 1
