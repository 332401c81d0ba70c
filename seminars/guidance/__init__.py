"""
The industry guidance catalogue (产业引导目录) for advanced seminars: a tree of items, one version in force at a time.

A version is imported from a sheet or TOML as a draft, compared with the one in force, and published: the one before it ends on the
first day of the new one. Nothing in a published version changes. Whoever cites an item that a later version no longer has is named.
"""

from seminars.guidance._items import GuidanceFacts, guidance_items, in_force, publish_guidance, versions

__all__ = ["GuidanceFacts", "guidance_items", "in_force", "publish_guidance", "versions"]
