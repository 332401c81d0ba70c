"""Charts of the overview, as `charts.js` draws them. Each says less than the table that stands below it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from seminars import indicators

ROWS_AT_MOST = 20  # more cannot be told apart; the table tells them


def compliance_chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return who met, is short or is unknown in each row; nothing where there are too many rows, or none."""
    if not 0 < len(rows) <= ROWS_AT_MOST:
        return None
    figures = [row["figure"] for row in rows]
    return {
        "names": [str(row["name"]) for row in rows],
        "bars": [
            {"name": _("Met"), "tone": "good", "values": [one.met for one in figures]},
            {"name": _("Short"), "tone": "warn", "values": [one.short for one in figures]},
            {"name": _("No data yet"), "tone": "calm", "values": [one.unknown for one in figures]},
        ],
    }


def plan_chart(lines: Sequence[indicators.Line], *, gone: float) -> dict[str, Any] | None:
    """Return the share of its target that each indicator reached, beside the share of time that is gone."""
    known = [line for line in lines if line.share is not None]
    if not known:
        return None
    return {
        "names": [str(line.indicator.label) for line in known],
        "bars": [{"name": _("Share of the target"), "tone": "accent", "values": [line.share for line in known]}],
        "unit": "%",
        "most": 100,
        "mark": {"at": gone, "words": _("%(gone)s%% of its time is gone") % {"gone": gone}},
    }
