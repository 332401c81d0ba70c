"""Compare heads with the tree, with each other, and with those that were kept elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from credits.ledger import _keys, _tiles, _tree
from credits.ledger._statements import LEAF, Head
from credits.ledger._verification import Fault

NAMED_AT_MOST = 50
COMPARED = ("size", "root", "previous", "signed_at", "key", "signature")


@dataclass(frozen=True)
class Tree:
    """
    The tree as it follows from the leaves: roots of full tiles, and of the parts of tiles at which heads end, by size.

    `upper` is what was stored of it above the leaves when the newest head was read.
    """

    roots: Mapping[int, bytes]
    tails: Mapping[int, bytes]
    upper: Mapping[_tree.Place, bytes]

    def faults(self, own: Sequence[Head], kept: Sequence[Head], keys: Mapping[str, bytes]) -> Iterator[Fault]:
        """Yield what is wrong with the heads of the database, with the kept ones, and with the tree between them."""
        yield from _links(own, keys, where="database")
        yield from _links(kept, keys, where="file")
        yield from _missing(own, kept)
        yield from self._against(own, where="database")
        yield from self._against(kept, where="file")
        yield from self._upper_tiles(own[-1].size if own else 0)

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` leaves; nothing where they are not all there."""
        full, rest = divmod(size, _tree.TILE_WIDTH)
        tail = self.tails.get(size, b"") if rest else b""
        if full > self._full or (rest and not tail):
            return b""
        peaks = [*self._peaks(full), *([tail] if rest else [])]
        found = peaks.pop()
        while peaks:
            found = _tree.node_hash(peaks.pop(), found)
        return found

    def _against(self, heads: Sequence[Head], *, where: str) -> Iterator[Fault]:
        """Yield the first head whose root is not that of the lines, and the lines that it covers beyond the last one that is sound."""
        sound, ordered = 0, sorted(heads, key=lambda head: head.number)
        for place, head in enumerate(ordered):
            root = self.root(head.size)
            if root == head.root:
                sound = head.size
                continue
            after = len(ordered) - place - 1
            said = "is not the root of the lines" if root else "covers lines that are gone"
            yield Fault(
                0, 0, f"{where}, head {head.number}: {said} {sound + 1} to {head.size} ({after} heads follow it)"
            )
            yield from _suspects(sound, head)
            return

    @cached_property
    def _full(self) -> int:
        return next((place for place in range(len(self.roots)) if place not in self.roots), len(self.roots))

    @cached_property
    def _levels(self) -> dict[_tree.Place, list[bytes]]:
        levels: dict[_tree.Place, list[bytes]] = {}
        level, row = 1, [self.roots[place] for place in range(self._full)]
        while row:
            parts = [row[start : start + _tree.TILE_WIDTH] for start in range(0, len(row), _tree.TILE_WIDTH)]
            levels |= {(level, place): part for place, part in enumerate(parts)}
            level, row = level + 1, [_tree.folded(part) for part in parts if len(part) == _tree.TILE_WIDTH]
        return levels

    def _peaks(self, full: int) -> Iterator[bytes]:
        """Yield the roots of the largest complete subtrees over the first `full` tiles, from the left."""
        nodes, taken = _tree.nodes_of(self._levels), 0
        for bit in reversed(range(full.bit_length())):
            if full >> bit & 1:
                yield nodes(bit + _tree.TILE_HEIGHT, taken >> bit)
                taken += 1 << bit

    def _upper_tiles(self, size: int) -> Iterator[Fault]:
        for level, place in sorted({*self.upper, *self._levels}):
            # Leaves may have been added since: what was due then is what the tree of `size` leaves has of the tile.
            width = max(0, (size >> level * _tree.TILE_HEIGHT) - place * _tree.TILE_WIDTH)
            due = b"".join(self._levels.get((level, place), [])[:width])
            if self.upper.get((level, place), b"") != due:
                yield Fault(0, 0, f"tree: tile {place} of level {level} does not follow from the leaves")


def _links(heads: Sequence[Head], keys: Mapping[str, bytes], *, where: str) -> Iterator[Fault]:
    """Yield the heads that are not signed, or do not name the one before."""
    by_number = {head.number: head for head in heads}
    for number, head in sorted(by_number.items()):
        public = keys.get(head.key)
        if public is None:
            yield Fault(0, 0, f"{where}, head {number}: its key {head.key} is none of those given")
        elif not _keys.is_signed(head.statement, signature=head.signature, public=public):
            yield Fault(0, 0, f"{where}, head {number}: the signature is not its own")
        before = by_number.get(number - 1)
        if head.previous != (before.digest if before else b"") and (before or number == 1):
            yield Fault(0, 0, f"{where}, head {number}: does not follow head {number - 1}")


def _missing(own: Sequence[Head], kept: Sequence[Head]) -> Iterator[Fault]:
    """Yield the kept heads that the database does not have, or has otherwise."""
    by_number = {head.number: head for head in own}
    for number in sorted(set(range(1, max(by_number, default=0))) - set(by_number)):
        yield Fault(0, 0, f"database, head {number}: is gone")
    for head in kept:
        present = by_number.get(head.number)
        if present is None:
            yield Fault(0, 0, f"file, head {head.number}: the database has none of this number")
        elif other := [name for name in COMPARED if getattr(present, name) != getattr(head, name)]:
            yield Fault(0, 0, f"file, head {head.number}: the database has another {', '.join(other)}")


def _suspects(sound: int, head: Head) -> Iterator[Fault]:
    """Yield the lines among which the difference lies, as far as a reader can use them."""
    first, last = sound // _tree.TILE_WIDTH, min(head.size - 1, sound + NAMED_AT_MOST - 1) // _tree.TILE_WIDTH
    data = _tiles.read((0, place) for place in range(first, last + 1))
    leaves = {
        place * _tree.TILE_WIDTH + offset: leaf
        for (_level, place), tile in data.items()
        for offset, leaf in enumerate(_tiles.parted(0, tile))
    }
    count = head.size - sound
    for place in range(sound, min(head.size, sound + NAMED_AT_MOST)):
        if place in leaves:
            person, number, _digest = LEAF.unpack(leaves[place])
            among = (
                "is not the line that was signed"
                if count == 1
                else f"is one of {count} lines of which some were not signed so"
            )
            yield Fault(person, number, f"{among} (head {head.number})")
