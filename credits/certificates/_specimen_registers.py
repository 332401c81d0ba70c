"""Tables of a register that certify nothing, as long as is wished: to look at a design, and to measure it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

ACTS = ("登记", "登记", "登记", "撤销登记")
NOTE = "登记时所附证明材料经核查不实，按规定撤销；当事人对此无异议。"


def specimen_tables(
    *, count: int, title: str, provider: str, rulebook: str, hours: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """Return what a register of `count` lines states, over the categories of `hours`, two years together."""
    entries = [_entry(place, title=title, provider=provider, hours=hours) for place in range(count)]
    sums = [_sum([one for one in entries if one["ends_on"].startswith(year)], year) for year in ("2025", "2026")]
    shown = [one for one in sums if one["hours"]]
    in_all = _sum(entries, "")
    return {
        "duties": [_duty(one, rulebook) for one in shown],
        "registers": [
            {
                "rulebook": rulebook,
                "entries": entries,
                "sums": shown,
                "hours": in_all["hours"],
                "total": in_all["total"],
            }
        ],
        "hours": in_all["hours"],
    }


def _entry(place: int, *, title: str, provider: str, hours: Sequence[Sequence[str]]) -> dict[str, str]:
    # A line in four takes back the one before it.
    is_reversal = place % len(ACTS) == len(ACTS) - 1
    of = place - is_reversal
    label, amount = hours[(of + of // len(hours)) % len(hours)]
    year, month = 2026 - of % 2, 1 + of % 12
    return {
        "title": title,
        "activity": "高级研修班",
        "provider": provider,
        "category": label,
        "starts_on": f"{year}-{month:02d}-03",
        "ends_on": f"{year}-{month:02d}-{3 + of % 20:02d}",
        "cycle": "2025年度" if of % 5 == 0 else f"{year}年度",
        "recorded_on": f"2026-{month:02d}-28",
        "act": ACTS[place % len(ACTS)],
        "note": NOTE if is_reversal else "",
        "hours": f"-{amount}" if is_reversal else amount,
    }


def _sum(entries: Sequence[dict[str, str]], year: str) -> dict[str, Any]:
    found: dict[str, Decimal] = {}
    for one in entries:
        found[one["category"]] = found.get(one["category"], Decimal()) + Decimal(one["hours"])
    by_category = [[label, f"{amount.normalize():f}"] for label, amount in found.items()]
    return {"year": year, "hours": by_category, "total": f"{sum(found.values(), Decimal()).normalize():f}"}


def _duty(one: dict[str, Any], rulebook: str) -> dict[str, Any]:
    return {
        "rulebook": rulebook,
        "cycle": f"{one['year']}年度",
        "starts_on": f"{one['year']}-01-01",
        "ends_on": f"{one['year']}-12-31",
        "required": "90",
        "counted": one["total"],
        "missing": "0",
        "state": "已完成",
        "hours": [[label, amount, "30"] for label, amount in one["hours"]],
    }
