"""
Files of nobody: a worker that was killed between storing a file and writing the row that names it, or before the file it replaced was deleted, leaves one behind.

A month's patience, far beyond any request: a database that was put back to yesterday evening throws away nothing of today. And where a shelf would lose
many files at once, the rows are what is missing: then it loses none.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.core.files.storage import default_storage

from seminars.models import HandedIn
from seminars.models.deliverables import FOLDER

log = structlog.get_logger(__name__)

PATIENCE = timedelta(days=30)
# Files are looked at by the first two digits of their names, so many shelves in turn: one an hour.
SHELVES = 256
LOST_MOST, LOST_PERCENT = 5, 2


def discard_leftovers_due(*, at: datetime) -> int:
    """Throw away the files that no row names, of the shelf whose turn it is, and return how many."""
    shelf = f"{int(at.timestamp()) // 3600 % SHELVES:02x}"
    names = [name for year in _listed(FOLDER)[0] for name in _files(f"{FOLDER}{year}/", shelf)]
    named = set(HandedIn.objects.filter(file__in=names).values_list("file", flat=True))
    old = [name for name in names if name not in named and _is_old(name, at)]
    if len(old) > max(LOST_MOST, len(names) * LOST_PERCENT // 100):
        log.error("deliverables are not tidied: files without rows", shelf=shelf, unnamed=len(old), files=len(names))
        return 0
    for name in old:
        default_storage.delete(name)
    return len(old)


def _files(folder: str, shelf: str) -> list[str]:
    return [folder + name for name in _listed(folder)[1] if name.startswith(shelf)]


def _listed(folder: str) -> tuple[Sequence[str], Sequence[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_old(name: str, at: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < at - PATIENCE
    except FileNotFoundError:
        return False
