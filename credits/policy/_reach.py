"""How far a change of one claim reaches."""

from collections.abc import Collection
from typing import Literal

from credits.policy import _handover
from credits.policy._schema import Version
from credits.policy._schema_earning import Activity

Reach = Literal["cycle", "previous", "career"]
# A claim and the cycle beside it.
NEIGHBOURS = 2
WIDER: tuple[Reach, ...] = ("cycle", "previous", "career")


def reach(version: Version) -> Reach:
    """
    Return which other claims of the family a change of one claim may touch.

    `cycle`: those of its own cycle. `previous`: those of the cycles beside it too (days and hours may cross the border, or a cycle
    hands on to the next). `career`: all of them (something counts once for life, is capped for an item, spread over many cycles, or
    asked of many years together).
    """
    rows = version.activities
    if (version.items and version.items.once == "life") or any(map(_for_life, rows)) or _counts_far_back(version):
        return "career"
    crossing = (
        version.overlap
        or version.daily_cap
        or version.rolling
        or any(row.spread for row in rows)
        or _crosses_years(version)
        or any(row.when == "per_session" for row in version.crediting)
    )
    return "previous" if crossing or _handover.hands_over(version) else "cycle"


def widest(versions: Collection[Version]) -> Reach:
    """Return how far a change of one claim reaches under any of these versions of a family."""
    return max((reach(version) for version in versions), key=WIDER.index, default="cycle")


def stands_alone(versions: Collection[Version]) -> bool:
    """Return whether a standing of this family, of which these are all versions, hangs on the lines of its own cycle only."""
    spans = {(cycle.years, cycle.month, cycle.day, cycle.anchor) for cycle in (version.cycle for version in versions)}
    fixed = all(version.cycle.kind == "year" for version in versions)
    if any(version.rolling for version in versions):
        return False
    return fixed and len(spans) == 1 and not any(map(_handover.hands_over, versions))


def _crosses_years(version: Version) -> bool:
    once = [row.once for row in version.activities] + ([version.items.once] if version.items else [])
    return "year" in once or any(cap.per == "year" for cap in version.caps)


def _counts_far_back(version: Version) -> bool:
    beside = NEIGHBOURS * version.cycle.years
    return any((rule.years or (rule.cycles or 1) * version.cycle.years) > beside for rule in version.rolling)


def _for_life(row: Activity) -> bool:
    spread_far = row.spread is not None and row.spread.cycles > NEIGHBOURS
    return bool(row.once == "life" or row.item_cap or row.item_cap_years or row.tiers or spread_far)
