"""A file on its way in."""

from typing import Protocol

from learning.sheets._layout import Layout
from learning.sheets._reading import SheetTooLarge


class Upload(Protocol):
    """A file on its way in."""

    name: str | None
    size: int | None

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return its bytes."""


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
