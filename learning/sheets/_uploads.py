"""A file on its way in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from learning.sheets._cells import Cells
from learning.sheets._layout import Layout
from learning.sheets._reading import SheetTooLarge, rows_in


class Upload(Protocol):
    """A file on its way in."""

    name: str | None
    size: int | None

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return its bytes."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet that was taken: what it is called, the SHA-256 of its bytes, and its rows."""

    name: str
    digest: str
    rows: Sequence[Cells]


def take(file: Upload, layout: Layout) -> Sheet:
    """
    Return what `file` holds, row by row; the file itself is not kept.

    :raises SheetTooLarge: and the other refusals of `rows_in`, if it cannot be taken as a whole
    """
    content = content_of(file, layout)
    rows = [Cells(raw, layout) for raw in rows_in(content, layout)]
    return Sheet(name=name_of(file), digest=hashlib.sha256(content).hexdigest(), rows=rows)


def content_of(file: Upload, layout: Layout) -> bytes:
    """
    Return the bytes of `file`.

    :raises SheetTooLarge: if there are more than a sheet of this layout may have
    """
    if (file.size or 0) > layout.bytes_max:
        raise SheetTooLarge(megabytes=layout.megabytes)
    return file.read()


def name_of(file: Upload) -> str:
    """Return what `file` is called, as far as it can be shown."""
    return "".join(letter for letter in file.name or "" if letter.isprintable()).strip()[:150] or "-"
