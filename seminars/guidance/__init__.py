"""
The industry guidance catalogue (产业引导目录) for advanced seminars: a tree of items, one version in force at a time.

A version is imported from a sheet or TOML as a draft, compared with the one in force, and published: the one before it ends on the
first day of the new one. Nothing in a published version changes. Whoever cites an item that a later version no longer has is named.
"""

from seminars.guidance._comparing import (
    Branch,
    Changed,
    Comparison,
    as_sheet,
    citing_retired,
    citing_what_ends,
    compare,
    planned_citing_retired,
    tree,
    version_before,
)
from seminars.guidance._importing import (
    BeginsTooEarly,
    NameTaken,
    NoDraft,
    RowsWrong,
    discard,
    draft,
    publish,
)
from seminars.guidance._items import GuidanceFacts, guidance_items, in_force, publish_guidance, versions
from seminars.guidance._layout import LAYOUT

__all__ = [
    "LAYOUT",
    "BeginsTooEarly",
    "Branch",
    "Changed",
    "Comparison",
    "GuidanceFacts",
    "NameTaken",
    "NoDraft",
    "RowsWrong",
    "as_sheet",
    "citing_retired",
    "citing_what_ends",
    "compare",
    "discard",
    "draft",
    "guidance_items",
    "in_force",
    "planned_citing_retired",
    "publish",
    "publish_guidance",
    "tree",
    "version_before",
    "versions",
]
