"""Papers that prove something: what a file is, told by its first bytes and never by its name."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

LARGEST = 5 * 1024 * 1024
MOST = 3
# What a file begins with, and what it is then.
_BEGINNINGS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)


class Upload(Protocol):
    """A file on its way in."""

    name: str | None
    size: int | None

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return its bytes."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that was looked at: as it will be kept."""

    name: str
    media_type: str
    content: bytes
    digest: str


class FileNeeded(Refusal):
    """A change is proved by a paper."""

    field = "papers"
    sentence = _("Add a paper that proves it: a PDF, or a photograph as JPEG or PNG.")


class WrongFile(Refusal):
    """Not a kind of file that can be read here."""

    field = "papers"
    sentence = _("“%(name)s” is no PDF, JPEG or PNG file. Photograph the paper, or save it as PDF.")


class FileTooLarge(Refusal):
    """Too many bytes, or too many files."""

    field = "papers"
    sentence = _(
        "At most %(most)d files of %(megabytes)d MB each. “%(name)s” is too much. Photograph the paper at a lower resolution."
    )


def checked(files: Sequence[Upload]) -> list[Paper]:
    """
    Return `files` as they will be kept.

    :raises FileNeeded: if there is none
    :raises FileTooLarge: if one is larger than 5 MB, or there are more than three
    :raises WrongFile: if one is no PDF, JPEG or PNG
    """
    if not files:
        raise FileNeeded
    for number, file in enumerate(files):
        if number >= MOST or (file.size or 0) > LARGEST:
            raise FileTooLarge(most=MOST, megabytes=LARGEST // 1024**2, name=_name(file))
    return [_paper(file) for file in files]


def _paper(file: Upload) -> Paper:
    content = file.read()
    for beginning, media_type, ending in _BEGINNINGS:
        if content.startswith(beginning):
            stem = _name(file).rpartition(".")[0] or _name(file)
            digest = hashlib.sha256(content).hexdigest()
            return Paper(name=f"{stem[:140]}.{ending}", media_type=media_type, content=content, digest=digest)
    raise WrongFile(name=_name(file))


def _name(file: Upload) -> str:
    text = "".join(letter for letter in file.name or "" if unicodedata.category(letter)[0] != "C")
    return text.replace("/", "_").replace("\\", "_").strip() or "1"
