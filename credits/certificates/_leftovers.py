"""
Files of nobody: a worker that was killed between keeping a file and writing the row that names it leaves one behind.

Whoever keeps one (`keep`) holds a lock, shared, until its row is committed; whoever throws away holds it alone, looks once more for rows, and only
then deletes: so no file goes that a row is about to name, whatever store it lies in, and however long the row takes. A day's patience comes on
top: for stores that say late what they hold, and for people who look. What kind of file nobody knows here is left alone.

A store of papers belongs to one database: what another one's rows name is nobody's here. So the store notes the newest certificate of whoever
tidied it last (`NEWEST`); a database that does not know that one, because it is another or an older copy, throws nothing away, until somebody who
knows which of them is right deletes the note. Whatever happens, no shelf loses more than a few of its files at once.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.fields.json import KT

from credits.enums import CertificateKind
from credits.models import Certificate, CertificateOrder, SweepPlace
from learning import papers

log = logging.getLogger(__name__)

PLACE = "certificates:leftovers"
PATIENCE = timedelta(days=1)
KEEPING = 7_310_022
AT_ONCE = 1000
NEWEST = "newest"
# Workers that were killed leave few behind: where a shelf would lose more files, and more of a hundred, the rows are what is missing.
LOST_MOST, LOST_PERCENT = 5, 2


def keep(content: bytes, *, ending: str) -> str:
    """Keep a file that a row of this transaction is about to name, and return its digest."""
    assert connection.in_atomic_block
    _lock("pg_advisory_xact_lock_shared")
    return papers.keep(content, ending=ending)


def discard_leftovers_due(*, at: datetime, shelves: int = 1) -> int:
    """Throw files away that no row names and that are older than a day, of so many shelves of the store, round and round; return how many."""
    return sum(_discard(number, at=at) for number in _taken(shelves)) if _knows_newest() else 0


def _knows_newest() -> bool:
    """Say whether this database knows the newest certificate of whoever tidied last, and note its own."""
    last = papers.noted(NEWEST)
    if last and not _of_certificates([last]):
        log.error("papers are not tidied: another database did, which has certificate file %s (README: PAPERS)", last)
        return False
    newest = Certificate.objects.order_by("-pk").values_list("file_digest", flat=True).first()
    if newest and newest != last:
        papers.note(NEWEST, newest)
    return True


@transaction.atomic
def _taken(count: int) -> list[int]:
    """Take the next shelves: whoever comes meanwhile takes those behind them."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=PLACE)
    numbers = [(place.after + step) % papers.SHELVES for step in range(min(count, papers.SHELVES))]
    place.after = (numbers[-1] + 1) % papers.SHELVES
    place.save(update_fields=["after"])
    return numbers


def _discard(shelf: int, *, at: datetime) -> int:
    names = list(papers.shelf(shelf))
    unnamed = [name for start in range(0, len(names), AT_ONCE) for name in _unnamed(names[start : start + AT_ONCE])]
    old = [name for name in unnamed if (since := papers.kept_since(name)) and since < at - PATIENCE]
    if len(old) > max(LOST_MOST, len(names) * LOST_PERCENT // 100):
        log.error("papers are not tidied: no row names %s of %s files on shelf %02x", len(old), len(names), shelf)
        return 0
    return _discard_unnamed(old) if old else 0


@transaction.atomic
def _discard_unnamed(names: Collection[str]) -> int:
    _lock("pg_advisory_xact_lock")
    # Nobody is between file and row now: what no row names is nobody's.
    leftovers = _unnamed(names)
    for name in leftovers:
        papers.discard(name)
    return len(leftovers)


def _unnamed(names: Collection[str]) -> Sequence[str]:
    found: list[str] = []
    for ending, named in NAMED.items():
        mine = {name: papers.digest_of(name) for name in names if f".{ending}" in name}
        known = named(set(mine.values())) if mine else set()
        # Half a file beside a whole one of the same name was never anybody's.
        found += [name for name, digest in mine.items() if digest not in known or not name.endswith(f".{ending}")]
    return found


def _of_certificates(digests: Collection[str]) -> set[str]:
    return set(Certificate.objects.filter(file_digest__in=digests).values_list("file_digest", flat=True))


def _of_orders(digests: Collection[str]) -> set[str]:
    registers = CertificateOrder.objects.filter(kind=CertificateKind.TRANSCRIPT).annotate(proofs=KT("facts__proofs"))
    return set(registers.filter(proofs__in=digests).values_list("proofs", flat=True))


# Which of some digests a row names, by the ending of files.
NAMED: dict[str, Callable[[Collection[str]], set[str]]] = {"pdf": _of_certificates, "json": _of_orders}


def _lock(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [KEEPING])
