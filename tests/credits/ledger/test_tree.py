"""The tree is that of RFC 6962: the vectors of Certificate Transparency's own tests, and the definition written out naively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credits.ledger import _tree

# Leaves, roots and proofs of the reference implementation of Certificate Transparency (merkle_tree_test).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (leaf from 1, size): the path.
PATHS = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (2, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
GROWTHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def naive(leaves: list[bytes]) -> bytes:
    """Return the tree hash as RFC 6962 defines it, word for word."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    left = max(1 << power for power in range(40) if 1 << power < len(leaves))
    return sha256(b"\x01" + naive(leaves[:left]) + naive(leaves[left:])).digest()


def nodes(leaves: list[bytes]) -> _tree.Nodes:
    """Return the nodes of a tree, out of its tiles."""
    tiles: dict[_tree.Place, list[bytes]] = {}
    level, row = 0, [_tree.leaf_hash(leaf) for leaf in leaves]
    while row:
        parts = [row[start : start + 256] for start in range(0, len(row), 256)]
        tiles |= {(level, place): part for place, part in enumerate(parts)}
        level, row = level + 1, [_tree.folded(part) for part in parts if len(part) == 256]
    return _tree.nodes_of(tiles)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size):
    assert _tree.root(size, nodes(LEAVES)).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("leaf", "size"), PATHS)
def test_paths_are_those_of_certificate_transparency(leaf, size):
    assert [part.hex() for part in _tree.inclusion(leaf - 1, size, nodes(LEAVES))] == PATHS[leaf, size]


@pytest.mark.parametrize(("first", "second"), GROWTHS)
def test_growths_are_those_of_certificate_transparency(first, second):
    assert [part.hex() for part in _tree.consistency(first, second, nodes(LEAVES))] == GROWTHS[first, second]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert _tree.root(0, nodes([])).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


BIG = [b"%d" % number for number in range(1100)]
BIG_NODES = nodes(BIG)


@given(st.integers(1, 1100))
def test_a_root_is_the_one_that_the_definition_gives(size):
    assert _tree.root(size, BIG_NODES) == naive(BIG[:size])


@given(st.integers(1, 1100), st.data())
def test_a_path_leads_to_the_root_and_no_other_leaf_place_or_size_does(size, data):
    leaf = data.draw(st.integers(0, size - 1))
    path, top = _tree.inclusion(leaf, size, BIG_NODES), _tree.root(size, BIG_NODES)
    hashed = _tree.leaf_hash(BIG[leaf])

    assert _tree.root_above(hashed, leaf=leaf, size=size, path=path) == top
    assert _tree.root_above(_tree.leaf_hash(b"other"), leaf=leaf, size=size, path=path) != top
    assert _tree.root_above(hashed, leaf=leaf, size=size, path=[*path, top]) != top
    if path:
        assert _tree.root_above(hashed, leaf=leaf ^ 1, size=size, path=path) != top
        assert _tree.root_above(hashed, leaf=leaf, size=size, path=path[:-1]) != top


@given(st.integers(1, 1100), st.data())
def test_a_growth_is_shown_and_another_beginning_is_not(second, data):
    first = data.draw(st.integers(1, second))
    proof = _tree.consistency(first, second, BIG_NODES)
    roots = {"first_root": _tree.root(first, BIG_NODES), "second_root": _tree.root(second, BIG_NODES)}

    assert _tree.grew(first=first, second=second, proof=proof, **roots)
    assert not _tree.grew(first=first, second=second, proof=proof, **{**roots, "first_root": bytes(32)})
    assert not _tree.grew(first=first, second=second, proof=proof, **{**roots, "second_root": bytes(32)})
    assert not _tree.grew(first=first, second=second, proof=[*proof, bytes(32)], **roots)
