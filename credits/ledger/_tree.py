"""
A Merkle tree in the shape of RFC 6962, section 2.1 (the tree of Certificate Transparency), and its proofs. Pure arithmetic.

The hash of a leaf is SHA-256(0x00 ‖ data), of a node SHA-256(0x01 ‖ left ‖ right); a tree of n leaves parts at the largest power of two
below n. So one tree grows for ever: its root at any size can be proved to contain a leaf (`inclusion`), and to be what a smaller tree
grew into (`consistency`). Checking follows RFC 9162, sections 2.1.3.2 and 2.1.4.2.

Written here because the tree libraries that speak RFC 6962 (pymerkle) are GPL and this product is Apache-2.0; tested against the
vectors of Certificate Transparency.

Whoever asks for a root or a proof gives `nodes`: the hash of the complete subtree of height h at place i, that is of the leaves
i·2^h … (i+1)·2^h − 1. They are kept in tiles of 256 (see `tile_of`), so that neither a root nor a proof hashes the leaves again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256

Nodes = Callable[[int, int], bytes]
Place = tuple[int, int]  # of a tile: level, and place in the level

EMPTY = sha256(b"").digest()
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HASH = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root of the first `size` leaves."""
    return _span(0, size, nodes) if size else EMPTY


def inclusion(leaf: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes that lead from the leaf at place `leaf` to the root of the first `size`, from below."""
    assert 0 <= leaf < size
    return list(_path(leaf, 0, size, nodes))[::-1]


def consistency(first: int, second: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes that show the tree of `second` leaves to begin with that of `first`."""
    assert 0 < first <= second
    return list(_growth(first, 0, second, nodes, is_known=True))[::-1]


def root_above(hashed: bytes, *, leaf: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root of `size` leaves to which `path` leads from a leaf's hash; nothing (`b""`) if it leads to none."""
    place, last, found = leaf, size - 1, hashed
    for sibling in path:
        if last == 0:
            return b""
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1

    return found if last == 0 else b""


def grew(*, first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether `proof` shows that the tree of `second` leaves with its root begins with that of `first` with its root."""
    if first == second:
        return first_root == second_root and not proof
    known = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1

    return bool(known) and _climbed(known, place, last) == (first_root, second_root)


def tile_of(height: int, index: int) -> Place:
    """Return the tile that holds the node of this height and place."""
    return height // TILE_HEIGHT, (index << height % TILE_HEIGHT) >> TILE_HEIGHT


def nodes_of(tiles: Mapping[Place, Sequence[bytes]]) -> Nodes:
    """
    Return the nodes that `tiles` hold.

    A tile of level 0 holds the hashes of 256 leaves, one of level 1 the roots of 256 full tiles of level 0, and so on; the last of
    each level may hold fewer.
    """

    @cache
    def node(height: int, index: int) -> bytes:
        width = 1 << height % TILE_HEIGHT
        start = (index * width) % TILE_WIDTH
        return folded(tiles[tile_of(height, index)][start : start + width])

    return node


def folded(hashes: Sequence[bytes]) -> bytes:
    """Return the root above neighbouring hashes, any number of them."""
    row = list(hashes)
    while len(row) > 1:
        paired = [node_hash(row[place], row[place + 1]) for place in range(0, len(row) - 1, 2)]
        # What has no neighbour rises by itself: so RFC 6962 parts a tree whose size is no power of two.
        row = [*paired, row[-1]] if len(row) & 1 else paired

    return row[0]


def _span(start: int, size: int, nodes: Nodes) -> bytes:
    if size & (size - 1) == 0:
        return nodes(size.bit_length() - 1, start // size)
    left = _below(size)
    return node_hash(_span(start, left, nodes), _span(start + left, size - left, nodes))


def _path(leaf: int, start: int, size: int, nodes: Nodes) -> Iterator[bytes]:
    """Yield the siblings on the way, from above."""
    while size > 1:
        left = _below(size)
        if leaf < left:
            yield _span(start + left, size - left, nodes)
            size = left
        else:
            yield _span(start, left, nodes)
            leaf, start, size = leaf - left, start + left, size - left


def _growth(first: int, start: int, size: int, nodes: Nodes, *, is_known: bool) -> Iterator[bytes]:
    """Yield what is to be known beside the smaller tree, from above; `is_known` while its whole root is."""
    while first < size:
        left = _below(size)
        if first <= left:
            yield _span(start + left, size - left, nodes)
            size = left
        else:
            yield _span(start, left, nodes)
            first, start, size, is_known = first - left, start + left, size - left, False
    if not is_known:
        yield _span(start, size, nodes)


def _climbed(known: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes]:
    smaller = larger = known[0]
    for sibling in known[1:]:
        if last == 0:
            return b"", b""
        if place & 1 or place == last:
            smaller, larger = node_hash(sibling, smaller), node_hash(sibling, larger)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            larger = node_hash(larger, sibling)
        place, last = place >> 1, last >> 1

    return (smaller, larger) if last == 0 else (b"", b"")


def _below(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
