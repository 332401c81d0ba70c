"""The tree in its tiles: read for a root or a proof, grown by a sweep. What an append costs does not depend on what is there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db import connection

from credits.ledger import _tree
from credits.ledger._statements import LEAF
from credits.models import TreeTile
from credits.models.rows import insert

Answer = TypeVar("Answer")

READ = """
SELECT tile.level, tile.place, tile.data FROM unnest(%s::int[], %s::bigint[]) AS asked(level, place)
JOIN credits_treetile tile ON tile.level = asked.level AND tile.place = asked.place
"""
GROWN = "(level, place) DO UPDATE SET data = EXCLUDED.data"


def answered(question: Callable[[_tree.Nodes], Answer]) -> Answer:
    """Return what `question` returns when it is given the nodes of the tree; one query reads the tiles that it asks for."""
    wanted: set[_tree.Place] = set()

    def noted(height: int, index: int) -> bytes:
        wanted.add(_tree.tile_of(height, index))
        return b""

    question(noted)
    tiles = {place: hashes(place[0], data) for place, data in read(wanted).items()}
    return question(_tree.nodes_of(tiles))


def read(places: Iterable[_tree.Place]) -> dict[_tree.Place, bytes]:
    """Return the data of tiles."""
    asked = sorted(places)
    with connection.cursor() as cursor:
        cursor.execute(READ, [[level for level, _place in asked], [place for _level, place in asked]])
        return {(level, place): bytes(data) for level, place, data in cursor.fetchall()}


def upper() -> dict[_tree.Place, bytes]:
    """Return the data of all tiles above the leaves."""
    rows = TreeTile.objects.filter(level__gte=1).values_list("level", "place", "data")
    return {(level, place): bytes(data) for level, place, data in rows}


def hashes(level: int, data: bytes) -> list[bytes]:
    """Return the hashes that the data of a tile stand for."""
    parts = parted(level, data)
    return parts if level else [_tree.leaf_hash(leaf) for leaf in parts]


def parted(level: int, data: bytes) -> list[bytes]:
    """Return what a tile holds, piece by piece."""
    width = _tree.HASH if level else LEAF.size
    return [data[start : start + width] for start in range(0, len(data), width)]


def grow(*, size: int, leaves: Sequence[bytes]) -> None:
    """Append `leaves` to a tree of `size` leaves."""
    tiles = grown(read(_edge(size)), size=size, pieces=leaves)
    rows = [{"level": level, "place": place, "data": data} for (level, place), data in sorted(tiles.items())]
    insert(TreeTile, rows, on_conflict=GROWN)


def grown(edge: Mapping[_tree.Place, bytes], *, size: int, pieces: Sequence[bytes]) -> dict[_tree.Place, bytes]:
    """Return the tiles that change when `pieces` are appended to a tree of `size` leaves whose unfinished tiles are `edge`."""
    changed: dict[_tree.Place, bytes] = {}
    level, count = 0, size
    while pieces:
        full = []
        for place, added in _placed(count, pieces):
            data = edge.get((level, place), b"") + b"".join(added)
            changed[level, place] = data
            held = hashes(level, data)
            if len(held) == _tree.TILE_WIDTH:
                full.append(_tree.folded(held))
        level, count, pieces = level + 1, count >> _tree.TILE_HEIGHT, full

    return changed


def _placed(count: int, pieces: Sequence[bytes]) -> Iterable[tuple[int, Sequence[bytes]]]:
    """Yield which tile takes which pieces, after `count` that are there."""
    taken = 0
    while taken < len(pieces):
        place, filled = divmod(count + taken, _tree.TILE_WIDTH)
        room = _tree.TILE_WIDTH - filled
        yield place, pieces[taken : taken + room]
        taken += room


def _edge(size: int) -> Iterable[_tree.Place]:
    level = 0
    while size:
        if size % _tree.TILE_WIDTH:
            yield level, size // _tree.TILE_WIDTH
        level, size = level + 1, size >> _tree.TILE_HEIGHT
