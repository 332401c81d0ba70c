"""What standings are decided from, besides facts and versions: lines, opening balances, connected sources."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import polars as pl

from credits import policy, rulebooks
from credits.models.rows import FEW, array, asking
from credits.models.tables import read

COLUMNS = """
SELECT e.person_id, e.claim_id, c.key, c.position, c.ends_on, c.mode, e.family, e.cycle_starts_on, e.category, sum(e.hours)::bigint
"""
GROUPED = """
GROUP BY e.person_id, e.claim_id, c.id, e.family, e.cycle_starts_on, e.category HAVING sum(e.hours) <> 0
"""
OF_RECORDS = f"""{COLUMNS} FROM credits_entry e JOIN credits_claim c ON c.id = e.claim_id
WHERE e.person_id = ANY(%s::bigint[]) AND e.cycle_starts_on IS NOT NULL {GROUPED}"""
OF_CYCLES = f"""{COLUMNS} FROM json_to_recordset(%s::json) AS w(person bigint, family text, "on" date)
JOIN credits_entry e ON e.person_id = w.person AND e.family = w.family AND e.cycle_starts_on = w."on"
JOIN credits_claim c ON c.id = e.claim_id {GROUPED}"""
LINES_SCHEMA = {
    "record": pl.Int64,
    "claim": pl.Int64,
    "key": pl.String,
    "position": pl.Int64,
    "ends_on": pl.Date,
    "mode": pl.String,
    "family": pl.String,
    "cycle_starts_on": pl.Date,
    "category": pl.String,
    "hours": pl.Int64,
}
OPENINGS = """
SELECT person_id, family, "on", carried_in, shortfall, category FROM credits_openingbalance WHERE person_id = ANY(%s::bigint[]) ORDER BY id
"""
OPENINGS_SCHEMA = {
    "person": pl.Int64,
    "family": pl.String,
    "on": pl.Date,
    "carried_in": pl.Int64,
    "shortfall": pl.Int64,
    "category": pl.String,
}
DETAILS = "SELECT id, activity, level, organiser, specialty FROM credits_claim WHERE id = ANY(%s::bigint[])"
DETAILS_SCHEMA = {
    "claim": pl.Int64,
    "activity": pl.String,
    "level": pl.String,
    "organiser": pl.String,
    "specialty": pl.String,
}
SOURCES = """
SELECT s.family, r.path, s.since FROM credits_connectedsource s JOIN accounts_region r ON r.code = s.region_id ORDER BY s.id
"""
SOURCES_SCHEMA = {"family": pl.String, "source_path": pl.String, "source_since": pl.Date}


def lines_of(who: rulebooks.Humans, whole: Collection[int], cycles: pl.DataFrame) -> pl.DataFrame:
    """
    Return what claims hold, by cycle and category: of the humans `whole` in all cycles, of `cycles` (person, family, on) in these.

    The same attendance in two records counts once.
    """
    records = [record for human in whole for record in who.records_of(human)]
    parts = [pl.DataFrame(schema=LINES_SCHEMA)]
    if records:
        parts.append(read(OF_RECORDS, [array(records)], LINES_SCHEMA, few=len(records) <= FEW))
    if cycles.height:
        parts.append(read(OF_CYCLES, [cycles.write_json()], LINES_SCHEMA, few=cycles.height <= FEW))
    lines = pl.concat(parts)
    lines = lines.with_columns(person=pl.col("record").replace_strict(who.of_record, return_dtype=pl.Int64))
    ordered = lines.sort("person", "position", "record", "claim")
    if who.are_alone:
        return ordered
    return ordered.filter(pl.col("record") == pl.col("record").first().over("person", "family", "key"))


def detailed(lines: pl.DataFrame, versions: Sequence[policy.Version]) -> pl.DataFrame:
    """Return `lines` with what few rulebooks ask of their claims, where one of `versions` does."""
    if lines.is_empty() or not any(map(policy.asks_more_of_lines, versions)):
        return lines
    found = read(DETAILS, [array(lines["claim"].unique())], DETAILS_SCHEMA)
    return lines.join(found, on="claim", how="left", maintain_order="left")


def openings_of(who: rulebooks.Humans) -> pl.DataFrame:
    """Return the opening balances of these humans, as policy reads them."""
    with asking(few=len(who.records) <= FEW) as cursor:
        cursor.execute(OPENINGS, [array(who.records)])
        rows = [(who.of_record[record], *rest) for record, *rest in cursor.fetchall()]
    return pl.DataFrame(rows, schema=OPENINGS_SCHEMA, orient="row") if rows else _no_openings()


@cache
def _no_openings() -> pl.DataFrame:
    return pl.DataFrame(schema=OPENINGS_SCHEMA)


def sources() -> pl.DataFrame:
    """Return the connected sources: from when on the hours of a family are known, where."""
    with asking(few=True) as cursor:
        cursor.execute(SOURCES)
        return _sources(tuple(cursor.fetchall()))


@lru_cache(maxsize=10)
def _sources(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    # They are the same for months.
    return pl.DataFrame(rows, schema=SOURCES_SCHEMA, orient="row")


def lines_in(who: rulebooks.Humans, lines: Mapping[int, int]) -> Mapping[int, int]:
    """Return how many lines each human has; `lines` says it of each chain."""
    counted = dict.fromkeys(who.ids, 0)
    for record, count in lines.items():
        counted[who.of_record[record]] += count
    return counted


def openings_counted(openings: pl.DataFrame) -> Mapping[int, int]:
    """Return how many opening balances each human has."""
    return Counter(openings["person"].to_list())
