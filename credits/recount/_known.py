"""Who is who, and what was known of whom when a decision was made: cases, each evaluated once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import polars as pl

from credits import rulebooks
from credits.recount._reading import Join, Slice
from credits.recount._statements import MOMENT

EVER = datetime(9999, 1, 1)  # noqa: DTZ001  (a bound, not a moment)
NEVER = datetime(1, 1, 1)  # noqa: DTZ001
PHASES: Mapping[str, Any] = {"record": pl.Int64, "began": MOMENT, "whole": pl.Int64}


class Facts(Enum):
    """Which facts a decision is evaluated under: those that were known when it was made, or those of today."""

    USED = "used"
    TODAY = "today"


@dataclass(frozen=True)
class Known:
    """
    Cases: some records, as they were known until a moment.

    `decisions` names the case of each claim and family, `records` the records of each case; facts and openings bear the case as person.
    """

    decisions: pl.DataFrame
    records: pl.DataFrame
    facts: rulebooks.Facts
    openings: pl.DataFrame


def known(held: Slice, facts: Facts) -> Known:
    """Return the cases of a slice. With `Facts.TODAY` each human is one case, also one of whom nothing is posted."""
    decisions = held.newest.lazy().rename({"recorded_at": "moment"})
    if facts is Facts.TODAY:
        decisions = decisions.with_columns(moment=pl.lit(EVER, dtype=MOMENT))
    phases = _phases(held)
    wholes = phases.select("whole", "record").unique().lazy()
    placed = _in_their_phase(decisions, phases)
    placed = _until(placed, _events(held, wholes) if facts is Facts.USED else None)
    if facts is Facts.TODAY:
        placed = pl.concat([placed, _everybody(phases)], how="diagonal")
    told_apart = placed.select("whole", "until").unique().sort("whole", "until", nulls_last=False)
    numbered = told_apart.with_row_index("case").with_columns(pl.col("case").cast(pl.Int64))
    cases = numbered.collect(engine="in-memory")
    decided = placed.drop_nulls("claim").join(cases.lazy(), on=["whole", "until"], nulls_equal=True)
    records = cases.lazy().join(wholes, on="whole").select("case", "record", "until").collect(engine="in-memory")
    return Known(
        decisions=decided.select("record", "claim", "family", "version", "case").collect(engine="in-memory"),
        records=records.select("case", "record"),
        facts=_facts_of(held, records, cases["case"]),
        openings=_openings_of(held, records),
    )


def _phases(held: Slice) -> pl.DataFrame:
    """Return record, began, whole: to which whole, known by its lowest record or a number below zero, a record belongs since when."""
    joined = {record for join in held.joins for record in (join.first, join.second)}
    alone = held.births.select("record").filter(~pl.col("record").is_in(list(joined)))
    alone = alone.with_columns(began=pl.lit(NEVER, dtype=MOMENT), whole=pl.col("record"))
    rows = list(_joined_phases(held.joins, joined & set(held.births["record"])))
    return pl.concat([alone, pl.DataFrame(rows, schema=PHASES, orient="row")]).select(*PHASES)


def _joined_phases(joins: Collection[Join], records: Collection[int]) -> Iterator[tuple[Any, ...]]:
    names: dict[frozenset[int], int] = {}
    for moment in sorted({NEVER, *(join.at for join in joins)}):
        for human in _humans(joins, records, moment):
            name = names.setdefault(human, -1 - len(names))
            for record in human:
                yield record, moment, name


def _humans(joins: Collection[Join], records: Collection[int], moment: datetime) -> set[frozenset[int]]:
    """Return which records were one human's from `moment` on."""
    pairs = {(join.first, join.second): join.is_joined for join in joins if join.at <= moment}
    of_record = {record: frozenset({record}) for record in records}
    for (first, second), is_joined in pairs.items():
        if is_joined:
            human = of_record[first] | of_record[second]
            of_record |= dict.fromkeys(human, human)
    return set(of_record.values())


def _in_their_phase(decisions: pl.LazyFrame, phases: pl.DataFrame) -> pl.LazyFrame:
    if phases["record"].n_unique() == phases.height:
        return decisions.join(phases.lazy().select("record", "whole"), on="record")
    return decisions.sort("moment").join_asof(
        phases.lazy().sort("began"),
        left_on="moment",
        right_on="began",
        by="record",
        check_sortedness=False,
    )


def _until(placed: pl.LazyFrame, events: pl.LazyFrame | None) -> pl.LazyFrame:
    """Add `until`, the last moment at which something became known before the decision; null where all is known, or nothing was."""
    if events is None:
        return placed.with_columns(until=pl.lit(EVER, dtype=MOMENT))
    return placed.sort("moment").join_asof(
        events.sort("until"),
        left_on="moment",
        right_on="until",
        by="whole",
        coalesce=False,
        check_sortedness=False,
    )


def _events(held: Slice, wholes: pl.LazyFrame) -> pl.LazyFrame:
    became = pl.concat([held.facts.select("record", "recorded_at"), held.openings.select("record", "recorded_at")])
    return became.lazy().join(wholes, on="record").select("whole", until="recorded_at").unique()


def _everybody(phases: pl.DataFrame) -> pl.LazyFrame:
    last = phases.lazy().sort("began").group_by("record", maintain_order=True).agg(pl.col("whole").last())
    return last.select("whole").unique().with_columns(until=pl.lit(EVER, dtype=MOMENT))


def _facts_of(held: Slice, records: pl.DataFrame, cases: pl.Series) -> rulebooks.Facts:
    there = records.lazy().join(held.facts.lazy(), on="record").filter(pl.col("recorded_at") <= pl.col("until"))
    replaced = there.select("case", fact="replaces").drop_nulls()
    holding = there.filter(~pl.col("is_void")).join(replaced, on=["case", "fact"], how="anti")
    in_force = holding.rename({"case": "person"}).select(*rulebooks.FACTS_SCHEMA).sort("person", "fact")
    births = records.lazy().join(held.births.lazy(), on="record").drop_nulls("born_on")
    births = births.select("born_on", person="case")
    return rulebooks.facts_of(
        in_force.collect(engine="in-memory"), births.collect(engine="in-memory"), cases.to_list(), last_fact={}
    )


def _openings_of(held: Slice, records: pl.DataFrame) -> pl.DataFrame:
    there = records.lazy().join(held.openings.lazy(), on="record").filter(pl.col("recorded_at") <= pl.col("until"))
    columns = ["family", "on", "carried_in", "shortfall", "category"]
    return there.select(pl.col("case").alias("person"), *columns).collect(engine="in-memory")
