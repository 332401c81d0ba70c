"""
What a head states, in the bytes that are signed. Knows no database: whoever kept a head checks it with this.

A head is a JSON object: `format` (`xueshi-tree-head/1`), `key` (the name of the key: the first 16 hexadecimal digits of the SHA-256 of its
public half), `number` (from 1), `previous` (SHA-256 of the statement before it; empty for the first), `root` and `size` of the tree,
`signed_at`, and `signature`. The statement is that object without `signature`, in the canonical encoding of the ledger; the signature
is Ed25519 over it. Digests, roots and signatures are lower-case hexadecimal.

A leaf is 48 bytes: the person's number (8, big-endian), the number of the line in the person's chain (8), the line's digest (32).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from credits.ledger._encoding import encoding

FORMAT = "xueshi-tree-head/1"
LEAF = struct.Struct(">QQ32s")


class NotAHead(Exception):
    """Something is not the JSON of a head."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """A signed head, wherever it comes from."""

    number: int
    size: int
    root: bytes
    previous: bytes
    signed_at: datetime
    key: str
    signature: bytes = b""

    @property
    def stated(self) -> dict[str, Any]:
        """Return what is signed."""
        return {
            "format": FORMAT,
            "key": self.key,
            "number": self.number,
            "previous": self.previous.hex(),
            "root": self.root.hex(),
            "signed_at": self.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "size": self.size,
        }

    @property
    def statement(self) -> bytes:
        """Return the bytes that are signed."""
        return encoding(self.stated)

    @property
    def digest(self) -> bytes:
        """Return the digest by which the next head names this one."""
        return sha256(self.statement).digest()

    def to_json(self) -> dict[str, Any]:
        """Return the head as the feed publishes it."""
        return {**self.stated, "signature": self.signature.hex()}


def head_from(stated: Any) -> Head:
    """
    Return the head that `stated` is the JSON of.

    :raises NotAHead: if it is none
    """
    if not isinstance(stated, Mapping) or stated.get("format") != FORMAT:
        raise NotAHead(f"no head: its format is not {FORMAT}")
    try:
        head = Head(
            number=_whole(stated["number"]),
            size=_whole(stated["size"]),
            root=bytes.fromhex(stated["root"]),
            previous=bytes.fromhex(stated["previous"]),
            signed_at=datetime.fromisoformat(stated["signed_at"]).astimezone(UTC),
            key=str(stated["key"]),
            signature=bytes.fromhex(stated["signature"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotAHead(f"no head: {error}") from None
    if head.to_json() != dict(stated):
        raise NotAHead(f"head {head.number} is not written as heads are")
    return head


def leaf_data(person_id: int, number: int, digest: bytes) -> bytes:
    """Return the leaf of a line."""
    return LEAF.pack(person_id, number, digest)


def _whole(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is no whole number from 1")
    return value
