"""Which live claims a new one has to be decided beside: those that the reach of its families names, and no others."""

import polars as pl
from django.db import connection

from credits import policy, rulebooks
from credits.models import Claim
from credits.posting._desk import COLUMNS, Desk, frame_of

_BY_NAME = {field.attname: field.column for field in Claim._meta.concrete_fields}
FIELDS = ", ".join(f'c."{_BY_NAME[name]}"' for name in ("id", *COLUMNS[1:]))
# By the index of lines: a claim is in a cycle where it has a line, a zero too. Spans and spread hours may reach in from outside.
NEAR = f"""
WITH wanted AS (
    SELECT * FROM json_to_recordset(%s::json) AS w(record bigint, family text, since date, before date, spans bool)
), near AS (
    SELECT e.claim_id AS id FROM wanted w JOIN credits_entry e ON e.person_id = w.record AND e.family = w.family
     WHERE w.since IS NULL OR (e.cycle_starts_on < w.before AND e.cycle_ends_before > w.since)
    UNION
    SELECT c.id FROM wanted w JOIN credits_claim c ON c.person_id = w.record AND c.starts_on < w.before AND c.ends_on >= w.since
     WHERE w.spans
)
SELECT {FIELDS} FROM credits_claim c JOIN near ON near.id = c.id
 WHERE NOT EXISTS (SELECT 1 FROM credits_claim k WHERE k.corrects_id = c.id)
   AND (SELECT e.kind FROM credits_entry e WHERE e.claim_id = c.id AND e.kind IN ('CREDIT', 'REVERSAL', 'CORRECTION', 'REINSTATEMENT')
         ORDER BY e.number DESC LIMIT 1) <> 'REVERSAL'
"""  # noqa: S608  (the names are those of our own columns)
WINDOWS = {"record": pl.Int64, "family": pl.String, "since": pl.Date, "before": pl.Date, "spans": pl.Boolean}
# A rulebook spreads hours over so many cycles at most, and days may cross one border more.
BESIDE = 2


def live_near(desk: Desk, entered: pl.DataFrame, pins: pl.DataFrame) -> pl.DataFrame:
    """Return the live claims within reach of those `entered` under the families that `pins` (claim, family, version) names."""
    windows = _windows(desk, entered, pins)
    found = _read(desk, windows)
    # Where a neighbour itself reaches further back, its own neighbours decide what it leaves to the new one.
    while (wider := _widened(windows, found)) is not None:
        windows, found = wider, _read(desk, wider)
    return found


def _windows(desk: Desk, entered: pl.DataFrame, pins: pl.DataFrame) -> pl.DataFrame:
    """Return record, family, since, before, spans: from when until when which claims of a family matter; no dates: all."""
    asked = entered.select("person", "claim", "activity", "starts_on", "ends_on", position="place").join(
        pins, on="claim"
    )
    placed = policy.placed(
        claims=asked,
        people=desk.facts.people,
        openings=desk.openings,
        versions=_versions(desk.books, set(pins["version"])),
    )
    cycles = placed.group_by("person", "family").agg(
        since=pl.col("cycle_starts_on").min(), before=pl.col("cycle_ends_before").max()
    )
    parts = [_reaching(desk.books, cycles.filter(pl.col("family") == family), family) for family in set(pins["family"])]
    windows = pl.concat([pl.DataFrame(schema={"person": pl.Int64, **WINDOWS}).drop("record"), *parts])
    records = pl.DataFrame(
        list(desk.who.of_record.items()), schema={"record": pl.Int64, "person": pl.Int64}, orient="row"
    )
    return _of_joined(desk.who, windows.join(records, on="person").select(*WINDOWS))


def _versions(books: rulebooks.Books, digests: set[str]) -> list[policy.Version]:
    return [version for version in books.every if version.digest in digests]


def _reaching(books: rulebooks.Books, cycles: pl.DataFrame, family: str) -> pl.DataFrame:
    reach = policy.widest([version for version in books.every if version.family == family])
    columns = ["person", "family", "since", "before"]
    if reach == "cycle":
        return cycles.drop_nulls("since").select(*columns, spans=pl.lit(value=False))
    if reach == "career":
        nothing = pl.lit(None, dtype=pl.Date)
        return cycles.with_columns(since=nothing, before=nothing).select(*columns, spans=pl.lit(value=False))
    length = (pl.col("before") - pl.col("since")) * BESIDE
    wide = cycles.drop_nulls("since").with_columns(since=pl.col("since") - length, before=pl.col("before") + length)
    return wide.select(*columns, spans=pl.lit(value=True))


def _of_joined(who: rulebooks.Humans, windows: pl.DataFrame) -> pl.DataFrame:
    # The same attendance may lie in two records of one human, in another cycle there: all that these hold is looked at.
    joined = [record for records in who.joined.values() if len(records) > 1 for record in records]
    nothing = pl.lit(None, dtype=pl.Date)
    dates = {
        name: pl.when(pl.col("record").is_in(joined)).then(nothing).otherwise(name) for name in ("since", "before")
    }
    return windows.with_columns(**dates)


def _read(desk: Desk, windows: pl.DataFrame) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [windows.write_json()])
        return frame_of(cursor.fetchall(), desk.who)


def _widened(windows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame | None:
    first = found.group_by("record").agg(first=pl.col("starts_on").min())
    wider = windows.join(first, on="record", how="left", maintain_order="left")
    further = pl.col("spans") & (pl.col("first") < pl.col("since"))
    if not wider.filter(further).height:
        return None
    return wider.with_columns(since=pl.when(further).then("first").otherwise("since")).select(*WINDOWS)
