"""The lines of claims that enter the ledger: every amount, and a zero with its reasons where a claim earns nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

import polars as pl

from credits import ledger
from credits.enums import EntryKind
from credits.models.tables import planned
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
    told = _told(planned(awards.reasons.lazy().select(*KEYS, *REASON).filter(new)))
    given = awards.lines.lazy().select(_given()).filter(new)
    lines = planned(given.join(told.lazy(), on=KEYS, how="left").select(list(GIVEN)))
    unasked = list(_unasked(entered, counting, pins))
    if unasked:
        lines = pl.concat([lines, pl.DataFrame(unasked, schema=GIVEN, orient="row")])
    return _stamped(lines, entered, desk)


@cache
def _given() -> list[pl.Expr]:
    return [pl.col(name).alias("version" if name == "version_digest" else name) for name in LINE]


def _stamped(lines: pl.DataFrame, entered: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Return the `lines` of the claims `entered` in their order, with what a line says of its claim."""
    stamps = entered[["claim", "record", "key", "revision", "place", "digest"]].with_row_index("turn")
    used = set(lines["version"].unique())
    versions = tuple((digest, row.pk) for digest, row in desk.books.rows.items() if digest in used)
    plan = lines.lazy().join(stamps.lazy(), on="claim")
    plan = plan.sort("turn", "family", "cycle_starts_on", "cycle_ends_before", "category", nulls_last=False)
    plan = plan.with_columns(_version_id(versions), *_said())
    return planned(plan.select(list(ledger.LINES)))


@lru_cache(maxsize=100)
def _version_id(versions: Sequence[tuple[str, int]]) -> pl.Expr:
    version: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for digest, pk in versions:
        version = pl.when(pl.col("version") == digest).then(pl.lit(pk, dtype=pl.Int64)).otherwise(version)
    return version.alias("version_id")


@cache
def _said() -> list[pl.Expr]:
    kind = pl.lit(EntryKind.CREDIT.value).alias("kind")
    return [pl.col("reasons").fill_null("[]"), pl.col("version").fill_null(""), kind]


def _told(reasons: pl.DataFrame) -> pl.DataFrame:
    """Return claim, family, reasons: the canonical text of what policy says of each."""
    texts: dict[tuple[Any, ...], str] = {}
    found: dict[tuple[int, str], list[str]] = {}
    for claim, family, *stated in reasons.iter_rows():
        values = tuple(stated)
        if values not in texts:
            texts[values] = ledger.canonical(reason(values))
        found.setdefault((claim, family), []).append(texts[values])
    rows = [(claim, family, f"[{','.join(said)}]") for (claim, family), said in found.items()]
    return pl.DataFrame(rows, schema={"claim": pl.Int64, "family": pl.String, "reasons": pl.String}, orient="row")


def _unasked(entered: pl.DataFrame, counting: pl.DataFrame, pins: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield a zero for each claim that policy was not asked about: it is counted elsewhere, or no rulebook decides."""
    unasked = set(entered["claim"].to_list()) - (set(counting["claim"].to_list()) & set(pins["claim"].to_list()))
    if not unasked:
        return
    entered = entered.filter(pl.col("claim").is_in(list(unasked)))
    repeated = entered.join(counting, on="claim", how="anti").join(pins, on="claim").select(*KEYS, "version", "ends_on")
    for claim, family, version, day in repeated.iter_rows():
        yield claim, family, version, None, None, "", 0, _nothing("repeat", day)
    for claim, day in entered.join(pins, on="claim", how="anti").select("claim", "ends_on").iter_rows():
        yield claim, "", "", None, None, "", 0, _nothing("no_version", day)


def _nothing(code: str, day: date) -> str:
    return ledger.canonical([nothing_because(code, day)])
