"""How a draft differs from the page that is public: word by word in its texts, and whether anything else moved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from wagtail.blocks import ListBlock, RichTextBlock, StructBlock

from cms.prose import paragraphs

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
class _Leaf:
    """One value that an editor gave. Only rich text has tags; in any other text a < is a sign that the public reads."""

    value: Any
    is_rich: bool


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


def whole(public: Any, draft: Any) -> Change:
    """Return all that both say as it is stored, one against the other: for what cannot be compared."""
    sides = ["\n".join(str(leaf.value) for leaf in _leaves(page) if leaf.value) for page in (public, draft)]
    passages = [Passage(text=sides[0], is_gone=True), Passage(text=sides[1], is_new=True)]
    return Change(paragraphs=[passages], size=len(sides[0]) + len(sides[1]), others=True)


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
        if leaf.is_rich:
            yield from paragraphs(leaf.value)
        elif isinstance(leaf.value, str) and leaf.value.strip():
            yield leaf.value


def _others(page: Any) -> list[str]:
    """Return all that is no text: kinds of blocks in their order, pictures, files, links, and what is typed beside the words."""
    leaves = [leaf.value for leaf in _leaves(page) if not isinstance(leaf.value, str)]
    links = [link for leaf in _leaves(page) if leaf.is_rich for link in _LINKED.findall(leaf.value)]
    blocks = [block.block_type for block in getattr(page, "words", ())]
    return [*map(repr, leaves), *links, *blocks, *(repr(getattr(page, name, None)) for name in _TYPED)]


def _leaves(page: Any) -> Iterator[_Leaf]:
    yield _Leaf(value=getattr(page, "introduction", ""), is_rich=True)
    # The home page has no words of blocks.
    for block in page.words.get_prep_value() if hasattr(page, "words") else ():
        yield from _below(page.words.stream_block.child_blocks[block["type"]], block["value"])


def _below(block: Any, value: Any) -> Iterator[_Leaf]:
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if name in value:
                yield from _below(child, value[name])
    elif isinstance(block, ListBlock):
        for one in value:
            # A list block gives each of its items an id and a type of its own; they say nothing.
            is_wrapped = isinstance(one, dict) and one.get("type") == "item"
            yield from _below(block.child_block, one["value"] if is_wrapped else one)
    else:
        yield _Leaf(value=value, is_rich=isinstance(block, RichTextBlock))
