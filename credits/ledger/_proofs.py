"""Proofs: where a line stands in the tree, and what leads from there to a head."""

from collections.abc import Collection

from django.db import connection

from credits.ledger import _tiles, _tree
from credits.models.rows import array

LEAVES = """
SELECT entry.id, run.first_leaf + entry.id - run.first_entry FROM unnest(%s::bigint[]) AS entry(id)
JOIN credits_leafrun AS run ON int8range(run.first_entry, run.last_entry, '[]') @> entry.id
"""


def leaves_of(entry_ids: Collection[int]) -> dict[int, int]:
    """Return the places of these lines in the tree; a line under no head has none."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [array(entry_ids)])
        return dict(cursor.fetchall())


def inclusions(leaves: Collection[int], *, size: int) -> dict[int, list[bytes]]:
    """Return what leads from each of these leaves to the root of the first `size`."""
    return _tiles.answered(lambda nodes: {leaf: _tree.inclusion(leaf, size, nodes) for leaf in sorted(leaves)})


def consistency(*, first: int, second: int) -> list[bytes]:
    """Return what shows the tree of `second` lines to begin with that of `first`."""
    return _tiles.answered(lambda nodes: _tree.consistency(first, second, nodes))
