"""Heads that somebody kept, read from a file: pages of the feed as they came, joined or one after the other."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credits.ledger._keys import NotAKey, key_id, public_key
from credits.ledger._statements import Head, NotAHead, head_from


class NotKeptHeads(Exception):
    """A text holds no heads as the feed publishes them."""


@dataclass(frozen=True)
class Kept:
    """Heads, the oldest first, and the keys that were published beside them."""

    heads: tuple[Head, ...]
    keys: Mapping[str, bytes]


def read_kept(text: str) -> Kept:
    """
    Return the heads in `text`: a page of the feed, a list of heads, or several of these one after the other.

    :raises NotKeptHeads: if something in it is neither
    """
    heads: dict[int, Head] = {}
    keys: dict[str, bytes] = {}
    try:
        for stated in _values(text):
            page = stated if isinstance(stated, Mapping) and "heads" in stated else {"heads": stated}
            keys |= {key_id(public): public for public in map(_public, page.get("keys", ()))}
            for one in page["heads"] if isinstance(page["heads"], list) else [page["heads"]]:
                head = head_from(one)
                if heads.setdefault(head.number, head) != head:
                    raise NotKeptHeads(f"head {head.number} stands in it twice, and not the same")
    except (ValueError, TypeError, KeyError, NotAHead, NotAKey) as error:
        raise NotKeptHeads(f"no heads as the feed publishes them: {error}") from None
    if not heads:
        raise NotKeptHeads("it holds no head")
    return Kept(tuple(heads[number] for number in sorted(heads)), keys)


def _public(stated: Any) -> bytes:
    return public_key(str(stated["public"]))


def _values(text: str) -> Iterator[Any]:
    decoder, place, text = json.JSONDecoder(), 0, text.lstrip("\ufeff")
    while rest := text[place:].lstrip():
        place = len(text) - len(rest)
        value, place = decoder.raw_decode(text, place)
        yield value
