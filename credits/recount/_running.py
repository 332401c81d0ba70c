"""Slice after slice, in one process or several."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import django
import polars as pl
from django.db import connection

from credits import rulebooks, standing
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.recount._comparing import Drift, compared, drifts
from credits.recount._evaluating import LINES, evaluated, pins_of
from credits.recount._kept import StandingDrift, differing, standing_drifts
from credits.recount._known import Facts, known
from credits.recount._reading import Cut, Slice, narrowed, read, slices
from credits.recount._standings import stood
from learning.accounts.models import Region

CLAIM_ORDER = ["claim", "family", "cycle_starts_on", "cycle_ends_before", "category", "hours"]
STANDING_ORDER = ["person", "family", "cycle_starts_on", "cycle_ends_before", "state", "required", "counted", "missing"]
IN_REGION = """
SELECT DISTINCT f.person_id FROM accounts_personfact f JOIN accounts_region r ON r.code = f.region_id
WHERE f.kind = 'REGION' AND NOT f.is_void AND r.path LIKE %s AND f.since <= %s AND (f.ends_before IS NULL OR f.ends_before > %s)
  AND NOT EXISTS (SELECT 1 FROM accounts_personfact n WHERE n.replaces_id = f.id)
  AND (f.person_id >= %s AND f.person_id < %s AND f.person_id <> ALL(%s::bigint[]) OR f.person_id = ANY(%s::bigint[]))
"""
Progress = Callable[["Recounted"], None]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is recounted: everybody or the people of a region (its path), all rulebooks or one, all cycles or those of one first day or year."""

    today: date
    facts: Facts = Facts.USED
    path: str = ""
    family: str = ""
    cycle: str = ""


@dataclass
class Recounted:
    """What was found: how much was looked at, the claims and standings that drifted, the digest."""

    people: int = 0
    claims: int = 0
    standings: int = 0
    drifts: list[Drift] = field(default_factory=list)
    # Standings that are kept otherwise, and people whose standings a sweep is about to decide again: those are no drift.
    kept_otherwise: list[StandingDrift] = field(default_factory=list)
    pending: int = 0
    digest: str = ""


def recount(*, scope: Scope, processes: int = 1, told: Progress = lambda _so_far: None) -> Recounted:
    """
    Evaluate everything in `scope` again and compare it with the lines; `told` hears after each slice how far it is.

    Each slice is read by itself, so memory does not grow with the number of people.
    """
    whole, digest = Recounted(), sha256()
    for found in _in_order([(cut, scope) for cut in slices()], processes):
        whole.people += found.people
        whole.claims += found.claims
        whole.standings += found.standings
        whole.drifts += found.drifts
        whole.kept_otherwise += found.kept_otherwise
        whole.pending += found.pending
        # A slice in which nobody is in scope says nothing.
        if found.people:
            digest.update(bytes.fromhex(found.digest))
        told(whole)
    whole.digest = digest.hexdigest()
    return whole


def path_of(region: str) -> str:
    """
    Return the path of the region with this code; nothing for nothing.

    :raises ValueError: if there is none
    """
    if not region:
        return ""
    path = Region.objects.filter(pk=region).values_list("path", flat=True).first()
    if path is None:
        raise ValueError(f"{region}: no region has this code; 320000 is the province, 320100 a city")
    return path


def people_in(cut: Cut, *, path: str, today: date) -> Cut:
    """Return the cut of those of `cut` who belong to the region of `path` today; all of them where there is none."""
    if not path:
        return cut
    with connection.cursor() as cursor:
        cursor.execute(IN_REGION, [f"{path}%", today, today, cut.first, cut.before, list(cut.joined), list(cut.also)])
        return narrowed(cut, [record for (record,) in cursor.fetchall()])


def _in_order(tasks: list[tuple[Cut, Scope]], processes: int) -> Iterator[Recounted]:
    if processes == 1:
        yield from map(_recounted, tasks)
        return
    # A forked process would share the connection, and the locks of Polars' threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        yield from pool.map(_recounted, tasks)


def _recounted(task: tuple[Cut, Scope]) -> Recounted:
    cut, scope = task
    held = read(people_in(cut, path=scope.path, today=scope.today), with_standings=True)
    books = every_book()
    amounts = amounts_of(held, scope, books)
    chosen, posted = _chosen(amounts, scope), _chosen(held.posted, scope)
    lines = (
        pl.concat([amounts, held.posted.select(*LINES).filter(pl.col("family") != scope.family)])
        if scope.family
        else amounts
    )
    stands = _chosen(_standings(held, lines, books, scope), scope)
    moved = compared(posted, chosen, held.claims)
    # A standing follows from the lines as they were posted: one that drifted is reported once.
    follows = stands if moved.is_empty() else _chosen(_standings(held, held.posted, books, scope), scope)
    began = held.standings.filter(pl.col("cycle_starts_on") <= scope.today)
    different = differing(_chosen(began, scope), follows)
    pending = standing.moving(different["person"].unique().to_list(), on=scope.today)
    return Recounted(
        people=held.births.height,
        claims=held.claims.height,
        standings=stands.height,
        drifts=list(drifts(moved)),
        kept_otherwise=list(standing_drifts(different, pending=pending)),
        pending=len(pending),
        digest=_digest(chosen, stands),
    )


def amounts_of(held: Slice, scope: Scope, books: rulebooks.Books) -> pl.DataFrame:
    """Return what the claims of a slice get, each under the version that decided it and the facts that `scope` names."""
    cases = known(held, scope.facts)
    pins = pins_of(held, cases, digests())
    if scope.family:
        pins = pins.filter(pl.col("family") == scope.family)
    lines, _reasons = evaluated(held, cases, pins, books.every)
    wanted = cases.decisions.lazy().select("claim", "family", person="case")
    return lines.lazy().join(wanted, on=["person", "claim", "family"]).select(*LINES).collect(engine="in-memory")


def every_book() -> rulebooks.Books:
    """Return all versions under which something was ever decided, or may be."""
    return rulebooks.books(digests=digests().values())


def digests() -> dict[int, str]:
    """Return the digests of all versions that were published, by key."""
    rows = RulebookVersion.objects.exclude(status=RulebookStatus.DRAFT)
    return dict(rows.values_list("pk", "digest"))


def _standings(held: Slice, lines: pl.DataFrame, books: rulebooks.Books, scope: Scope) -> pl.DataFrame:
    return stood(held, known(held, Facts.TODAY), lines, books=books, today=scope.today)


def _chosen(table: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    if scope.family:
        table = table.filter(pl.col("family") == scope.family)
    if scope.cycle:
        table = table.filter(pl.col("cycle_starts_on").dt.strftime("%Y-%m-%d").str.starts_with(scope.cycle))
    return table


def _digest(amounts: pl.DataFrame, stands: pl.DataFrame) -> str:
    texts = (
        table.select(order).sort(order, nulls_last=False).write_csv(include_header=False)
        for table, order in ((amounts, CLAIM_ORDER), (stands, STANDING_ORDER))
    )
    return sha256("\n".join(texts).encode()).hexdigest()
