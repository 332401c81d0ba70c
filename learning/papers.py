"""Papers: files kept for good under the digest of what is in them. Whole or not at all, and on the disk before anybody hears of them."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, storages


class Damaged(Exception):
    """A file does not hold what its name says."""


class Papers(FileSystemStorage):
    """Files in the folder `settings.PAPERS`, which no web server hands out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"location": settings.PAPERS, "file_permissions_mode": 0o600, **options})

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
    """Keep `content` and return its digest; what is kept already is not written again."""
    digest = sha256(content).hexdigest()
    name, storage = _name(digest, ending), storages["papers"]
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
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


def _name(digest: str, ending: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}.{ending}"
