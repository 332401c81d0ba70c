"""How a draft differs from the page that is public: word by word in its texts, and whether anything else moved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import strip_tags

_END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")
_LINKED = re.compile(r"<(?:a|embed)\b[^>]*>")
# What a page says besides its words and what may be typed of it. Titles of bases and programmes follow facts.
_TYPED = ("title", "slug", "go_live_at", "expire_at")
# Beyond this a paragraph is shown as a whole, gone and new: comparing sign by sign would take too long and show too little.
_LONG = 1500


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A part of a paragraph: in both versions, or in one of them."""

    text: str
    is_gone: bool = False
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a draft changes: the paragraphs concerned, how many signs come and go, whether more than words moved."""

    paragraphs: list[list[Passage]]
    size: int
    others: bool


def change(public: Any, draft: Any) -> Change:
    """Return how `draft` differs from `public`."""
    old, new = list(_texts(public)), list(_texts(draft))
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    moved = [(old[a:b], new[c:d]) for name, a, b, c, d in steps if name != "equal"]
    paragraphs = [_paragraph(before, after) for before, after in moved]
    size = sum(len(one.text) for parts in paragraphs for one in parts if one.is_gone or one.is_new)

    return Change(paragraphs=paragraphs, size=size, others=_others(public) != _others(draft))


def _paragraph(before: list[str], after: list[str]) -> list[Passage]:
    old, new = "\n".join(before), "\n".join(after)
    if max(len(old), len(new)) > _LONG:
        return [Passage(text=old, is_gone=True), Passage(text=new, is_new=True)]
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [passage for step in steps for passage in _passages(*step, old=old, new=new) if passage.text]


def _passages(name: str, a: int, b: int, c: int, d: int, *, old: str, new: str) -> Iterator[Passage]:
    if name == "equal":
        yield Passage(text=old[a:b])
        return
    yield Passage(text=old[a:b], is_gone=True)
    yield Passage(text=new[c:d], is_new=True)


def _texts(page: Any) -> Iterator[str]:
    for leaf in _leaves(page):
        if isinstance(leaf, str):
            parts = (unescape(strip_tags(part)).strip() for part in _END_OF_PARAGRAPH.split(leaf))
            yield from (part for part in parts if part)


def _others(page: Any) -> list[str]:
    """Return all that is no text: kinds of blocks in their order, pictures, files, links, and what is typed beside the words."""
    leaves = [leaf for leaf in _leaves(page) if not isinstance(leaf, str)]
    links = [link for leaf in _leaves(page) if isinstance(leaf, str) for link in _LINKED.findall(leaf)]
    blocks = [block.block_type for block in getattr(page, "words", ())]
    return [*map(repr, leaves), *links, *blocks, *(repr(getattr(page, name, None)) for name in _TYPED)]


def _leaves(page: Any) -> Iterator[Any]:
    yield getattr(page, "introduction", "")
    # The home page has no words of blocks.
    for block in page.words.get_prep_value() if hasattr(page, "words") else ():
        yield from _below(block["value"])


def _below(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        # A list block gives each of its items an id and a type of its own; they say nothing.
        inner = [value["value"]] if value.get("type") == "item" else value.values()
        for one in inner:
            yield from _below(one)
    elif isinstance(value, list):
        for one in value:
            yield from _below(one)
    else:
        yield value
