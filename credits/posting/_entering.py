"""The lines of claims that enter the ledger: every amount, and a zero with its reasons where a claim earns nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from credits import ledger
from credits.enums import EntryKind
from credits.posting._deciding import LINE, REASON, awarded, nothing_because, once_a_human, reason
from credits.posting._desk import Desk

KEYS = ["claim", "family"]
GIVEN = {
    **dict.fromkeys(KEYS, pl.String),
    "claim": pl.Int64,
    "version": pl.String,
    **dict.fromkeys(("cycle_starts_on", "cycle_ends_before"), pl.Date),
    "category": pl.String,
    "hours": pl.Int64,
    "reasons": pl.String,
}


def lines_of_new(desk: Desk, entered: pl.DataFrame, pins: pl.DataFrame) -> pl.DataFrame:
    """Return the lines (`ledger.LINES`) of the claims `entered`, decided beside those on the desk: in their order, by family and cell."""
    counting = once_a_human(pl.concat([desk.live, entered]))
    awards = awarded(desk, counting.join(pins, on="claim"))
    new = pl.col("claim").is_in(entered["claim"].implode())
    given = awards.lines.filter(new).select(*LINE).rename({"version_digest": "version"})
    told = given.join(_told(awards.reasons.filter(new)), on=KEYS, how="left").select(*GIVEN)
    unasked = pl.DataFrame(list(_unasked(entered, counting, pins)), schema=GIVEN, orient="row")
    lines = pl.concat([told, unasked]).with_columns(pl.col("version").fill_null(""), pl.col("reasons").fill_null("[]"))
    return _stamped(lines, entered, desk)


def _stamped(lines: pl.DataFrame, entered: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Return `lines` in the order of their claims, with what a line says of its claim."""
    stamps = entered.select("claim", "record", "key", "revision", "place", "digest").with_row_index("turn")
    rows = {digest: row.pk for digest, row in desk.books.rows.items()}
    version = pl.col("version").replace_strict(rows, default=None, return_dtype=pl.Int64)
    ordered = lines.join(stamps, on="claim").sort(
        "turn", "family", "cycle_starts_on", "cycle_ends_before", "category", nulls_last=False
    )
    return ordered.with_columns(kind=pl.lit(EntryKind.CREDIT.value), version_id=version).select(*ledger.LINES)


def _told(reasons: pl.DataFrame) -> pl.DataFrame:
    """Return claim, family, reasons: the canonical text of what policy says of each."""
    texts: dict[tuple[Any, ...], str] = {}
    found: dict[tuple[int, str], list[str]] = {}
    for claim, family, *stated in reasons.select(*KEYS, *REASON).iter_rows():
        values = tuple(stated)
        if values not in texts:
            texts[values] = ledger.canonical(reason(values))
        found.setdefault((claim, family), []).append(texts[values])
    rows = [(claim, family, f"[{','.join(said)}]") for (claim, family), said in found.items()]
    return pl.DataFrame(rows, schema={"claim": pl.Int64, "family": pl.String, "reasons": pl.String}, orient="row")


def _unasked(entered: pl.DataFrame, counting: pl.DataFrame, pins: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield a zero for each claim that policy was not asked about: it is counted elsewhere, or no rulebook decides."""
    asked = pl.col("claim").is_in(counting["claim"].implode()) & pl.col("claim").is_in(pins["claim"].implode())
    entered = entered.filter(~asked)
    if entered.is_empty():
        return
    repeated = entered.join(counting, on="claim", how="anti").join(pins, on="claim").select(*KEYS, "version", "ends_on")
    for claim, family, version, day in repeated.iter_rows():
        yield claim, family, version, None, None, "", 0, _nothing("repeat", day)
    for claim, day in entered.join(pins, on="claim", how="anti").select("claim", "ends_on").iter_rows():
        yield claim, "", "", None, None, "", 0, _nothing("no_version", day)


def _nothing(code: str, day: date) -> str:
    return ledger.canonical([nothing_because(code, day)])
