"""What is known of a slice of people: claims, lines, facts, opening balances, joins."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from credits import ledger
from credits.enums import EntryKind
from credits.models import tables
from credits.recount._statements import ENDS, JOINS, KEPT, MOMENT, STANDINGS, STATEMENTS

# Ids are cut at multiples of this, whoever asks: the digest is over slices.
IDS_A_SLICE = 20_000


@dataclass(frozen=True)
class Join:
    """Two records were found to be one human's, or two humans' after all."""

    first: int
    second: int
    is_joined: bool
    at: Any


@dataclass(frozen=True)
class Cut:
    """Which people a slice holds: ids from `first` until before `before`, but none of `joined`; and all of `also`."""

    first: int
    before: int
    joined: tuple[int, ...] = ()
    also: tuple[int, ...] = ()
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True)
class Slice:
    """Everything that evaluation reads of some people, as the database held it in one moment."""

    claims: pl.DataFrame
    entries: pl.DataFrame
    facts: pl.DataFrame
    openings: pl.DataFrame
    births: pl.DataFrame
    joins: tuple[Join, ...] = field(default=())
    standings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict(STANDINGS)))  # kept ones

    @cached_property
    def live(self) -> pl.DataFrame:
        """Return the claims that count now: neither reversed nor corrected."""
        newest = self.entries.lazy().filter(pl.col("kind").is_in([kind.value for kind in ledger.OWN]))
        state = newest.sort("claim", "number").group_by("claim", maintain_order=True).agg(pl.col("kind").last())
        counting = state.filter(pl.col("kind") != EntryKind.REVERSAL.value).select("claim")
        corrected = self.claims.lazy().select(claim="corrects").drop_nulls()
        live = self.claims.lazy().join(counting, on="claim", how="semi").join(corrected, on="claim", how="anti")
        return live.collect(engine="in-memory")

    @cached_property
    def posted(self) -> pl.DataFrame:
        """Return claim, family, cycle, category, hours: what the lines say together, where that is anything."""
        keys = ["claim", "family", "cycle_starts_on", "cycle_ends_before", "category"]
        sums = self.entries.lazy().group_by(keys).agg(pl.col("hours").sum())
        return sums.filter(pl.col("hours") != 0).collect(engine="in-memory")

    @cached_property
    def newest(self) -> pl.DataFrame:
        """Return record, claim, family, version, recorded_at: the newest line of each claim under each family."""
        ordered = self.entries.lazy().sort("claim", "family", "number")
        keep = ordered.unique(["claim", "family"], keep="last", maintain_order=True)
        return keep.select("record", "claim", "family", "version", "recorded_at").collect(engine="in-memory")


def slices(*, after: int = -1) -> Iterator[Cut]:
    """Yield how the people are cut, in the order of ids, from behind the id `after`; records that some join names follow together."""
    joins = _joins()
    clusters = _clusters(joins)
    joined = {record for cluster in clusters for record in cluster}
    lowest, highest = _ends(after=after)
    for first in range(lowest // IDS_A_SLICE * IDS_A_SLICE, highest + 1, IDS_A_SLICE):
        before = first + IDS_A_SLICE
        inside = tuple(sorted(record for record in joined if first <= record < before))
        also = tuple(sorted(record for cluster in clusters if first <= min(cluster) < before for record in cluster))
        theirs = tuple(join for join in joins if join.first in set(also))
        yield Cut(first, before, inside, also, theirs)


def read(cut: Cut, *, with_standings: bool = False) -> Slice:
    """Return what is known of the people of `cut`, of one moment; what is kept of their duty only if that is asked for."""
    parameters = {
        "first": cut.first,
        "before": cut.before,
        "joined": list(cut.joined),
        "also": list(cut.also),
        "zone": settings.TIME_ZONE,
    }
    asked = {**STATEMENTS, "standings": (KEPT, STANDINGS)} if with_standings else STATEMENTS
    with _one_moment():
        found = {name: tables.read(statement, parameters, columns) for name, (statement, columns) in asked.items()}
    return Slice(**found, joins=cut.joins)


def narrowed(cut: Cut, records: Collection[int]) -> Cut:
    """Return the cut that holds of `cut` only these records, and those that were ever joined with them."""
    return _of_records(records, cut.joins)


def cut_of(records: Collection[int]) -> Cut:
    """Return the cut that holds these records, and those that were ever joined with them, and nobody else."""
    return _of_records(records, _joins())


@contextmanager
def _one_moment() -> Iterator[None]:
    # Within somebody else's transaction (tests are) the moment is that one's business.
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _joins() -> list[Join]:
    columns: Mapping[str, Any] = {"first": pl.Int64, "second": pl.Int64, "kind": pl.String, "at": MOMENT}
    return [
        Join(first, second, kind == "JOIN", at)
        for first, second, kind, at in tables.read(JOINS, {}, columns).iter_rows()
    ]


def _clusters(joins: Collection[Join]) -> list[set[int]]:
    """Return the records that decisions ever tied together, whatever holds now."""
    clusters: list[set[int]] = []
    for join in joins:
        touched = [cluster for cluster in clusters if {join.first, join.second} & cluster]
        clusters = [cluster for cluster in clusters if cluster not in touched]
        clusters.append({join.first, join.second}.union(*touched))
    return clusters


def _with_joined(records: set[int], joins: Collection[Join]) -> set[int]:
    return records.union(*(cluster for cluster in _clusters(joins) if cluster & records))


def _of_records(records: Collection[int], joins: Collection[Join]) -> Cut:
    wanted = _with_joined(set(records), joins)
    return Cut(0, 0, (), tuple(sorted(wanted)), tuple(join for join in joins if join.first in wanted))


def _ends(*, after: int) -> tuple[int, int]:
    """Return the lowest and the highest id behind `after`."""
    with connection.cursor() as cursor:
        cursor.execute(ENDS, [after])
        lowest, highest = cursor.fetchone()
    return int(lowest), int(highest)
