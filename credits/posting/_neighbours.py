"""Which claims a new one has to be decided beside: those that the reach of its families names, and no others."""

from dataclasses import dataclass

import polars as pl
from django.conf import settings

from credits import ledger, policy, rulebooks
from credits.models.rows import FEW
from credits.models.tables import joined_alike, picked, read
from credits.posting._desk import CLOCKS, KEPT, READ, SCHEMA, Desk, with_human

# As policy reads them: local clock times only.
_SAID = {"passed": "c.passed::text", **{name: f"c.{name} AT TIME ZONE %(zone)s" for name in CLOCKS}}
FIELDS = ", ".join(
    ("c.id, c.person_id, c.key, c.revision, c.position, c.digest", *(_SAID.get(name, f'c."{name}"') for name in READ))
)
# By the index of lines: a claim is in a cycle where it has a line, a zero too. Spans and spread hours may reach in from outside.
NEAR = f"""
WITH wanted AS (
    SELECT * FROM json_to_recordset(%(windows)s::json) AS w(record bigint, family text, since date, before date, spans bool, whole bool)
), near AS (
    SELECT e.claim_id AS id FROM wanted w JOIN credits_entry e ON e.person_id = w.record AND e.family = w.family
     WHERE NOT w.whole AND (w.since IS NULL OR (e.cycle_starts_on < w.before AND e.cycle_ends_before > w.since))
    UNION
    SELECT e.claim_id FROM wanted w JOIN credits_entry e ON e.person_id = w.record AND e.family = w.family
       AND e.cycle_starts_on >= w.since AND e.cycle_starts_on < w.before
     WHERE w.whole
    UNION
    SELECT c.id FROM wanted w JOIN credits_claim c ON c.person_id = w.record AND c.starts_on < w.before AND c.ends_on >= w.since
     WHERE w.spans
)
SELECT {FIELDS}, {ledger.HELD_BY} FROM near JOIN credits_claim c ON c.id = near.id JOIN credits_entry e ON e.claim_id = c.id
 WHERE NOT EXISTS (SELECT 1 FROM credits_claim k WHERE k.corrects_id = c.id)
"""  # noqa: S608  (the names are those of our own columns)
# Nobody can tell from a text how many windows there are: that there are few lets the server look for each by its index.
NEAR_FEW = NEAR.replace("whole bool)", f"whole bool) LIMIT {FEW}")
# Lines have columns of the same names as claims.
_LINES = {name: f"line_{name}" for name in ledger.HELD_SCHEMA}
_OF_LINES = {f"line_{name}": kind for name, kind in ledger.HELD_SCHEMA.items()}
# Where a family's cycles are the same years for everybody, a window is whole cycles: what lies in one begins in it, by which lines are found.
WINDOWS = {
    "record": pl.Int64,
    "family": pl.String,
    **dict.fromkeys(("since", "before"), pl.Date),
    **dict.fromkeys(("spans", "whole"), pl.Boolean),
}
# A rulebook spreads hours over so many cycles at most, and days may cross one border more.
BESIDE = 2


@dataclass(frozen=True)
class Near:
    """
    Live claims and their holdings. `windows`: record, family, since, before: all live claims are there that have lines of the family in
    a cycle that has a day in between; without dates, all of the family.
    """

    live: pl.DataFrame
    holdings: pl.DataFrame
    windows: pl.DataFrame


def near(desk: Desk, entered: pl.DataFrame, pins: pl.DataFrame) -> Near:
    """Return the live claims within reach of those `entered` under the families that `pins` (claim, family, version) names."""
    windows = _windows(desk, entered, pins)
    found = _read(desk, windows)
    # Where a neighbour itself reaches further back, its own neighbours decide what it leaves to the new one.
    while (wider := _widened(windows, found)) is not None:
        windows, found = wider, _read(desk, wider)
    lines = picked(found, {line: name for name, line in _LINES.items()})
    holdings = ledger.holdings_by(lines)
    live = found[:, list(SCHEMA)]
    if live["claim"].n_unique() < live.height:
        live = live.unique("claim", maintain_order=True)
    if not holdings["is_live"].all():
        holdings = holdings.filter("is_live")
        live = live.filter(pl.col("claim").is_in(holdings["claim"].unique().implode()))
    return Near(live, holdings, windows[["record", "family", "since", "before"]])


def _windows(desk: Desk, entered: pl.DataFrame, pins: pl.DataFrame) -> pl.DataFrame:
    """Return record, family, since, before, spans: from when until when which claims of a family matter; no dates: all."""
    asked = entered[["person", "claim", "activity", "mode", "passed_on", "starts_on", "ends_on"]]
    asked = joined_alike(asked, pins, on=["claim"])
    placed = policy.placed(
        claims=asked,
        people=desk.facts.people,
        openings=desk.openings,
        versions=_versions(desk.books, set(pins["version"])),
    )
    cycles = placed.group_by("person", "family").agg(
        since=pl.col("cycle_starts_on").min(), before=pl.col("cycle_ends_before").max()
    )
    parts = [
        _reaching(desk.books, theirs, str(family))
        for (family,), theirs in cycles.partition_by("family", as_dict=True).items()
    ]
    windows = pl.concat(parts) if parts else pl.DataFrame(schema={"person": pl.Int64, **WINDOWS}).drop("record")
    if desk.who.are_alone:
        return picked(windows, {"person" if name == "record" else name: name for name in WINDOWS})
    records = pl.DataFrame(
        list(desk.who.of_record.items()), schema={"record": pl.Int64, "person": pl.Int64}, orient="row"
    )
    return _of_joined(desk.who, windows.join(records, on="person")[list(WINDOWS)])


def _versions(books: rulebooks.Books, digests: set[str]) -> list[policy.Version]:
    return [version for version in books.every if version.digest in digests]


def _reaching(books: rulebooks.Books, cycles: pl.DataFrame, family: str) -> pl.DataFrame:
    versions = [version for version in books.every if version.family == family]
    reach = policy.widest(versions)
    whole = reach == "cycle" and policy.stands_alone(versions)
    flags = {"spans": pl.lit(reach == "previous"), "whole": pl.lit(whole)}
    columns = ["person", "family", "since", "before"]
    if reach == "career":
        nothing = pl.lit(None, dtype=pl.Date)
        return cycles.with_columns(since=nothing, before=nothing).select(*columns, **flags)
    there = cycles.drop_nulls("since")
    if reach == "previous":
        length = (pl.col("before") - pl.col("since")) * BESIDE
        there = there.with_columns(since=pl.col("since") - length, before=pl.col("before") + length)
    return there.select(*columns, **flags)


def _of_joined(who: rulebooks.Humans, windows: pl.DataFrame) -> pl.DataFrame:
    # The same attendance may lie in two records of one human, in another cycle there: all that these hold is looked at.
    joined = [record for records in who.joined.values() if len(records) > 1 for record in records]
    if not joined:
        return windows
    nothing = pl.lit(None, dtype=pl.Date)
    dates = {
        name: pl.when(pl.col("record").is_in(joined)).then(nothing).otherwise(name) for name in ("since", "before")
    }
    return windows.with_columns(**dates, whole=pl.col("whole") & ~pl.col("record").is_in(joined))


def _read(desk: Desk, windows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each line of the claims in `windows`: the claim as policy reads it, and the line."""
    values = {"windows": windows.write_json(), "zone": settings.TIME_ZONE}
    few = windows.height <= FEW
    found = read(NEAR_FEW if few else NEAR, values, {**KEPT, **READ, **_OF_LINES}, few=few)
    return with_human(found, desk.who)


def _widened(windows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame | None:
    if not windows["spans"].any():
        return None
    first = found.group_by("record").agg(first=pl.col("starts_on").min())
    wider = windows.join(first, on="record", how="left", maintain_order="left")
    further = pl.col("spans") & (pl.col("first") < pl.col("since"))
    if not wider.filter(further).height:
        return None
    return wider.with_columns(since=pl.when(further).then("first").otherwise("since")).select(*WINDOWS)
