"""
Indicators: the figures of a plan against its targets, reproducible from what is recorded.

What no record of this system tells (expert-service events and what belongs to them) has no figure: it is unknown, never nought.
"""

from seminars.indicators._figures import Line, lines
from seminars.indicators._lists import LISTED, Item, listed
from seminars.indicators._plans import ensure_plans, plan_on, plans

__all__ = ["LISTED", "Item", "Line", "ensure_plans", "lines", "listed", "plan_on", "plans"]
