"""
Examine the whole ledger: every chain, every leaf of the tree, every head, those that were kept elsewhere too.

The work is cut into pieces that know nothing of each other, so that processes share it. A piece of chains recomputes every line from
its columns. A piece of leaves compares lines with what was signed, and returns the roots of its tiles, from which the roots of all
heads follow: nothing stored in the tree is believed.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import django
from django.db import connection, transaction
from django.db.models import Max

from credits.ledger import _comparison, _heads, _tiles, _tree
from credits.ledger._statements import LEAF, Head
from credits.ledger._verification import Fault, verify_between
from credits.models import Chain, Entry, TreeTile

RECORDS_A_PIECE = 4000
TILES_A_PIECE = 64
# Run by run along the index of lines: a line that is gone is not there.
LINES = """
SELECT run.first_leaf + entry.id - run.first_entry, entry.person_id, entry.number, entry.digest
  FROM credits_leafrun AS run JOIN credits_entry AS entry
    ON entry.id BETWEEN greatest(run.first_entry, run.first_entry + %(first)s - run.first_leaf)
                    AND least(run.last_entry, run.first_entry + %(before)s - 1 - run.first_leaf)
 WHERE run.first_leaf < %(before)s AND run.first_leaf >= coalesce((SELECT max(first_leaf) FROM credits_leafrun WHERE first_leaf <= %(first)s), 0)
"""
LOOSE = """
WITH gap AS (
    SELECT last_entry AS low, coalesce(lead(first_entry) OVER (ORDER BY first_entry), %(floor)s + 1) AS high FROM credits_leafrun
    UNION ALL SELECT 0, coalesce(min(first_entry), 0) FROM credits_leafrun
)
SELECT entry.person_id, entry.number FROM gap JOIN credits_entry AS entry ON entry.id > gap.low AND entry.id < gap.high
WHERE entry.id <= %(floor)s ORDER BY entry.id
"""


@dataclass(frozen=True)
class Piece:
    """A part of the work: chains of the records, or leaves of the tiles, from `first` until `before`."""

    is_leaves: bool
    first: int
    before: int
    cuts: tuple[int, ...] = ()  # sizes of heads that end inside one of the tiles


@dataclass(frozen=True)
class Done:
    """What came of a piece: faults; of leaves also the root of each full tile, and the hash of what a head has of a tile."""

    faults: list[Fault]
    roots: dict[int, bytes] = field(default_factory=dict)
    tails: dict[int, bytes] = field(default_factory=dict)


def examine(
    *,
    kept: Sequence[Head] = (),
    keys: Mapping[str, bytes] | None = None,
    processes: int = 1,
    told: Callable[[int, int], object] = lambda _done, _whole: None,
) -> list[Fault]:
    """
    Return everything in the ledger that is not as it was written.

    `kept` are heads that were kept elsewhere, `keys` the public halves that may have signed; without them, those that are noted here.
    `told` is called with the number of pieces done, and of all.
    """
    with _one_moment():
        own = [_heads.head_of(row) for row in _heads.heads()]
        upper = _tiles.upper()
    pieces = [*_chains(), *_leaves({head.size for head in (*own, *kept)})]
    faults: list[Fault] = []
    roots: dict[int, bytes] = {}
    tails: dict[int, bytes] = {}
    for number, done in enumerate(_worked(pieces, processes), start=1):
        faults += done.faults
        roots |= done.roots
        tails |= done.tails
        told(number, len(pieces))
    tree = _comparison.Tree(roots, tails, upper)

    return _unrepeated([*faults, *_loose(), *tree.faults(own, kept, _heads.keys() if keys is None else keys)])


def work(piece: Piece) -> Done:
    """Do one piece, in whatever process."""
    with _one_moment():
        return _done(piece)


def _done(piece: Piece) -> Done:
    if not piece.is_leaves:
        return Done(verify_between(piece.first, piece.before))
    data = _tiles.read((0, place) for place in range(piece.first, piece.before))
    signed = {place: _tiles.parted(0, tile) for (_level, place), tile in data.items()}
    hashes = {place: [_tree.leaf_hash(leaf) for leaf in leaves] for place, leaves in signed.items()}
    return Done(
        faults=list(_differences(piece, signed)),
        roots={place: _tree.folded(tile) for place, tile in hashes.items() if len(tile) == _tree.TILE_WIDTH},
        tails=dict(_tails(piece.cuts, hashes)),
    )


@contextmanager
def _one_moment() -> Iterator[None]:
    """See one moment of the database for the length of the block: lines are added, and heads signed, meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _worked(pieces: Sequence[Piece], processes: int) -> Iterator[Done]:
    if processes == 1:
        yield from map(work, pieces)
        return
    # Never by fork: what a library started before would hang in the children.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=django.setup) as pool:
        yield from pool.map(work, pieces)


def _chains() -> Iterator[Piece]:
    last = max(model.objects.aggregate(last=Max("person_id"))["last"] or 0 for model in (Chain, Entry))
    for first in range(1, last + 1, RECORDS_A_PIECE):
        yield Piece(is_leaves=False, first=first, before=min(first + RECORDS_A_PIECE, last + 1))


def _leaves(sizes: Iterable[int]) -> Iterator[Piece]:
    last = TreeTile.objects.filter(level=0).aggregate(last=Max("place"))["last"]
    tiles = 0 if last is None else last + 1
    cuts = sorted(size for size in sizes if size % _tree.TILE_WIDTH)
    for first in range(0, tiles, TILES_A_PIECE):
        before = min(first + TILES_A_PIECE, tiles)
        inside = tuple(size for size in cuts if first <= size // _tree.TILE_WIDTH < before)
        yield Piece(is_leaves=True, first=first, before=before, cuts=inside)


def _differences(piece: Piece, signed: Mapping[int, Sequence[bytes]]) -> Iterator[Fault]:
    """Yield the lines of a piece that are not the ones that were signed."""
    lines = _lines(piece)
    for place in range(piece.first, piece.before):
        if place not in signed:
            yield Fault(
                0, 0, f"tree: leaves {place * _tree.TILE_WIDTH} to {(place + 1) * _tree.TILE_WIDTH - 1} are gone"
            )
        for offset, leaf in enumerate(signed.get(place, ())):
            person, number, _digest = LEAF.unpack(leaf)
            line = lines.get(place * _tree.TILE_WIDTH + offset)
            if line is None:
                yield Fault(person, number, "line is gone that was signed")
            elif line != leaf:
                yield Fault(person, number, "is not the line that was signed")


def _lines(piece: Piece) -> dict[int, bytes]:
    limits = {"first": piece.first * _tree.TILE_WIDTH, "before": piece.before * _tree.TILE_WIDTH}
    with connection.cursor() as cursor:
        cursor.execute(LINES, limits)
        rows: list[Any] = cursor.fetchall()
    return {leaf: LEAF.pack(person, number, digest) for leaf, person, number, digest in rows}


def _tails(cuts: Iterable[int], hashes: Mapping[int, Sequence[bytes]]) -> Iterator[tuple[int, bytes]]:
    for size in cuts:
        place, width = divmod(size, _tree.TILE_WIDTH)
        if len(hashes.get(place, ())) >= width:
            yield size, _tree.folded(hashes[place][:width])


def _loose() -> Iterator[Fault]:
    """Yield lines below the floor that no head took: they cannot have been written in order."""
    newest = _heads.heads().last()
    if newest is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(LOOSE, {"floor": newest.floor})
        for person, number in cursor.fetchall():
            yield Fault(person, number, "is older than signed lines and under no head")


def _unrepeated(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(set(faults), key=lambda fault: (fault.person_id, fault.number, fault.what))
