"""How far a change of one claim reaches."""

from typing import Literal

from credits.policy import _handover
from credits.policy._schema import Version

Reach = Literal["cycle", "previous", "career"]


def reach(version: Version) -> Reach:
    """
    Return which other claims of the family a change of one claim may touch.

    `cycle`: those of its own cycle. `previous`: those of the cycles beside it too (days and hours may cross the border, or a cycle
    hands on to the next). `career`: all of them (something counts once for life, or is capped for an item).
    """
    rows = version.activities
    if (version.items and version.items.once == "life") or any(
        row.once == "life" or row.item_cap or row.item_cap_years for row in rows
    ):
        return "career"
    crossing = (
        version.overlap
        or version.daily_cap
        or any(row.spread for row in rows)
        or any(cap.per == "year" for cap in version.caps)
    )
    return "previous" if crossing or _handover.hands_over(version) else "cycle"
