"""
Files of nobody: a worker that was killed between keeping a file and writing the row of its certificate leaves one behind.

Whoever issues holds `KEEPING` shared from keeping the file until its row is committed; whoever throws away holds it alone, looks once more for
rows, and only then deletes: so no file goes that a row is about to name, whatever store it lies in, and however long the row takes. A day's
patience comes on top: for stores that say late what they hold, and for people who look.

A store of papers belongs to one database: what another one's rows name is nobody's here.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from credits.models import Certificate, SweepPlace
from learning import papers

PLACE = "certificates:leftovers"
PATIENCE = timedelta(days=1)
KEEPING = 7_310_022
AT_ONCE = 1000


def hold_keeping() -> None:
    """Keep others from throwing files away until this transaction ends."""
    _lock("pg_advisory_xact_lock_shared")


def discard_leftovers_due(*, at: datetime, shelves: int = 1) -> int:
    """Throw files away that no certificate names and that are older than a day, of so many shelves of the store, round and round; return how many."""
    return sum(_discard(number, at=at) for number in _taken(shelves))


@transaction.atomic
def _taken(count: int) -> list[int]:
    """Take the next shelves: whoever comes meanwhile takes those behind them."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=PLACE)
    numbers = [(place.after + step) % papers.SHELVES for step in range(min(count, papers.SHELVES))]
    place.after = (numbers[-1] + 1) % papers.SHELVES
    place.save(update_fields=["after"])
    return numbers


def _discard(shelf: int, *, at: datetime) -> int:
    # What proves registers is named by orders, and is never anybody's leftover.
    names = [name for name in papers.shelf(shelf) if not name.endswith(".json")]
    found = 0
    for start in range(0, len(names), AT_ONCE):
        unnamed = _unnamed(names[start : start + AT_ONCE])
        old = [name for name in unnamed if (since := papers.kept_since(name)) and since < at - PATIENCE]
        found += _discard_unnamed(old) if old else 0
    return found


@transaction.atomic
def _discard_unnamed(names: Collection[str]) -> int:
    _lock("pg_advisory_xact_lock")
    # Nobody is between file and row now: what no row names is nobody's.
    leftovers = _unnamed(names)
    for name in leftovers:
        papers.discard(name)
    return len(leftovers)


def _unnamed(names: Collection[str]) -> Sequence[str]:
    digests = {papers.digest_of(name) for name in names}
    named = set(Certificate.objects.filter(file_digest__in=digests).values_list("file_digest", flat=True))
    # Half a file beside a whole one of the same name was never anybody's.
    return [name for name in names if papers.digest_of(name) not in named or not name.endswith(".pdf")]


def _lock(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [KEEPING])
