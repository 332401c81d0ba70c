"""What was decided, as plain values: hours as numbers, days as text, reasons with their sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from credits.hours import to_decimal
from credits.policy._award import Awards
from credits.policy._sentences import sentence

AMOUNTS = {"required", "counted", "missing", "total", "hours", "carried_in", "amount"}


def awards(decided: Awards, ids: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return an answer for each claim and rulebook."""
    lines = _grouped(decided.lines)
    reasons = _grouped(decided.reasons)
    return [
        {
            "claim": ids[total["claim"]],
            "rulebook": total["family"],
            "version": lines[total["claim"], total["family"]][0]["version"],
            "hours": _plain("hours", total["hours"]),
            "categories": _by_category(lines[total["claim"], total["family"]]),
            "lines": [_line(line) for line in lines[total["claim"], total["family"]]],
            "reasons": [_reason(reason) for reason in reasons.get((total["claim"], total["family"]), [])],
        }
        for total in decided.totals.to_dicts()
    ]


def standings(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return an answer for each cycle."""
    return [{**_named(row), "reasons": [_reason(reason) for reason in row["reasons"]]} for row in table.to_dicts()]


def look_backs(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return an answer for each application."""
    return [_named(row) for row in table.to_dicts()]


def _grouped(table: pl.DataFrame) -> dict[tuple[int, str], list[dict[str, Any]]]:
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in table.to_dicts():
        groups.setdefault((row["claim"], row["family"]), []).append(row)
    return groups


def _by_category(lines: list[dict[str, Any]]) -> dict[str, Any]:
    hours: dict[str, int] = {}
    for line in lines:
        hours[line["category"]] = hours.get(line["category"], 0) + line["hours"]
    return {code: _plain("hours", amount) for code, amount in hours.items()}


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(name, line[name]) for name in ("cycle_starts_on", "cycle_ends_before", "category", "hours")}


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    words = {"zh": sentence(reason, "zh"), "en": sentence(reason, "en")}
    return {
        **{name: _plain(name, reason[name]) for name in ("code", "amount", "document", "article")},
        "sentence": words,
    }


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"rulebook" if name == "family" else name: value for name, value in row.items() if name != "person"}
    return {name: _plain(name, value) for name, value in renamed.items()}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(key, item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if name in AMOUNTS and isinstance(value, int):
        amount = to_decimal(value)
        return int(amount) if amount == amount.to_integral_value() else float(amount)
    return value
