"""Where files lie: pictures where a web server may hand them out, documents beside it, where only the site does."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

PRIVATE = "documents/"


class Media(FileSystemStorage):
    """
    Files in `MEDIA_ROOT`, but documents in a folder of their own beside it.

    A document goes out through the site alone: as an attachment, and to whom its collection is open. A web server that hands out
    `MEDIA_ROOT` cannot do otherwise.
    """

    def path(self, name: str) -> str:
        """Return the whole path of a file."""
        return _documents().path(name.removeprefix(PRIVATE)) if _is_private(name) else super().path(name)

    def _save(self, name: str, content: "File[Any]") -> str:
        if _is_private(name):
            return PRIVATE + _documents().save(name.removeprefix(PRIVATE), content)
        kept: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out; Django documents it for storages
        return kept


def part_documents() -> int:
    """Move documents of before from `MEDIA_ROOT` to where they lie now, and return how many; what is there stays."""
    old, documents, moved = Path(settings.MEDIA_ROOT) / PRIVATE, _documents(), 0
    for file in old.rglob("*"):
        kept = Path(documents.path(str(file.relative_to(old))))
        if file.is_file() and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, kept)
            moved += 1
    return moved


def _is_private(name: str) -> bool:
    return name.replace("\\", "/").startswith(PRIVATE)


def _documents() -> FileSystemStorage:
    return FileSystemStorage(location=f"{settings.MEDIA_ROOT}-documents")
