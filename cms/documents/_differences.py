"""What one version changed in another, paragraph by paragraph."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from cms.prose import paragraphs


class Difference(NamedTuple):
    """A paragraph: in both versions, or in one of them."""

    text: str
    is_gone: bool
    is_new: bool


def differences(*, before: Any, after: Any) -> list[Difference]:
    """Return the paragraphs of two documents in order: what both say, what only the former or only the latter says."""
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)

    return [difference for step in matcher.get_opcodes() for difference in _of_step(*step, old=old, new=new)]


def _of_step(
    name: str, old_from: int, old_to: int, new_from: int, new_to: int, *, old: list[str], new: list[str]
) -> Iterator[Difference]:
    if name == "equal":
        yield from (Difference(text, is_gone=False, is_new=False) for text in old[old_from:old_to])
        return
    yield from (Difference(text, is_gone=True, is_new=False) for text in old[old_from:old_to])
    yield from (Difference(text, is_gone=False, is_new=True) for text in new[new_from:new_to])


def _paragraphs(page: Any) -> list[str]:
    every = (page.title, page.document_number, *(text for block in page.words for text in _of_block(block)))
    return [text for text in every if text]


def _of_block(block: Any) -> list[str]:
    if block.block_type == "text":
        return paragraphs(block.value.source)
    return [str(text) for text in block.block.get_searchable_content(block.value)]
