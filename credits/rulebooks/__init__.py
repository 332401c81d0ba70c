"""
Rulebooks: versions in the database, which of them holds where and when, and the facts about people that they read.

A version is a draft, then published, then perhaps retired. Once published it cannot change or vanish. On a day of learning, within
one series, the family of the most specific scope decides: what names the series before what is for everybody (special over general), the
deeper region before the wider; where neither is the more specific, both decide. Families of different series add up.
Whoever has no series stated is of the series `general`; whoever has no region is under rules of the whole country only.

Joined records are one human: tables name it by the lowest id of its records (`Humans`).
Policy versions that come from here have their digest as `id`: a corrigendum has the start of the version that it replaces.
"""

from credits.rulebooks._facts import FACTS_SCHEMA, Facts, Humans, facts_of, facts_tables, humans, read_facts
from credits.rulebooks._importing import PackNotImportable, draft, import_packs
from credits.rulebooks._publishing import (
    AnotherVersionStartsThen,
    NotADraft,
    NothingToReplace,
    publish,
    retire,
)
from credits.rulebooks._scope import applicable, applicable_on, places_on
from credits.rulebooks._sources import connect_source
from credits.rulebooks._versions import Books, books, in_force, policy_version

__all__ = [
    "FACTS_SCHEMA",
    "AnotherVersionStartsThen",
    "Books",
    "Facts",
    "Humans",
    "NotADraft",
    "NothingToReplace",
    "PackNotImportable",
    "applicable",
    "applicable_on",
    "books",
    "connect_source",
    "draft",
    "facts_of",
    "facts_tables",
    "humans",
    "import_packs",
    "in_force",
    "places_on",
    "policy_version",
    "publish",
    "read_facts",
    "retire",
]
