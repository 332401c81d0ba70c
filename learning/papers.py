"""Papers: files kept for good under the digest of what is in them. Whole or not at all, and on the disk before anybody hears of them."""

import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

# Files lie in so many folders, by the first two digits of their digests.
SHELVES = 256


class Damaged(Exception):
    """A file does not hold what its name says."""


class NotInItsPlace(Exception):
    """The store gave a file another name, under which nobody would find it: it must overwrite."""


class Papers(FileSystemStorage):
    """Files in the folder `settings.PAPERS`, which no web server hands out."""

    def __init__(self, **options: Any) -> None:
        # The same name is the same content: what is kept again takes its own place, and is as new as if it were the first.
        given = {"location": settings.PAPERS, "file_permissions_mode": 0o600, "allow_overwrite": True, **options}
        super().__init__(**given)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        file = Path(self.path(name))
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_name(f"{file.name}.{os.getpid()}")
        with made.open("wb") as stream:
            stream.writelines(content.chunks())
            stream.flush()
            os.fsync(stream.fileno())
        made.chmod(0o600)
        made.replace(file)
        return name


def keep(content: bytes, *, ending: str) -> str:
    """Keep `content` and return its digest; what is kept already is written again: so nobody takes it for something old that nobody wants."""
    digest = sha256(content).hexdigest()
    name = _name(digest, ending)
    if storages["papers"].save(name, ContentFile(content)) != name:
        raise NotInItsPlace(name)
    return digest


def read(digest: str, *, ending: str) -> bytes:
    """
    Return what is kept under `digest`.

    :raises Damaged: if it is another thing
    """
    with storages["papers"].open(_name(digest, ending)) as stream:
        content = bytes(stream.read())
    if sha256(content).hexdigest() != digest:
        raise Damaged(digest)
    return content


def shelf(number: int) -> Iterator[str]:
    """Yield the names of what is kept on one of the `SHELVES`, whole or not."""
    storage, top = storages["papers"], f"{number:02x}"
    for folder in _listed(storage, top)[0]:
        yield from (f"{top}/{folder}/{name}" for name in _listed(storage, f"{top}/{folder}")[1])


def digest_of(name: str) -> str:
    """Return the digest under which a file of this name is kept; of one that was never whole, that of what it was to be."""
    return name.rpartition("/")[2].partition(".")[0]


def kept_since(name: str) -> datetime | None:
    """Return when a file was written last; None if it is gone."""
    try:
        return storages["papers"].get_modified_time(name)
    except OSError:
        return None


def discard(name: str) -> None:
    """Throw a file away that nobody wants."""
    storages["papers"].delete(name)


def note(name: str, text: str) -> None:
    """Write a word about the whole store beside its shelves, in the place of the one that stood under this name."""
    if storages["papers"].save(name, ContentFile(text.encode())) != name:
        raise NotInItsPlace(name)


def noted(name: str) -> str:
    """Return the word that stands under a name; empty if there is none."""
    try:
        with storages["papers"].open(name) as stream:
            return bytes(stream.read()).decode()
    except FileNotFoundError:
        return ""


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _name(digest: str, ending: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}.{ending}"
