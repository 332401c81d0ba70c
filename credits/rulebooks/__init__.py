"""
Rulebooks: versions in the database, which of them holds where and when, and the facts about people that they read.

A version is a draft, then published, then perhaps retired. A regulator edits a draft as the text of a pack; whoever saves or publishes
names the revision that they saw. A draft has executable examples, and is not published while one fails. Once published, neither version
nor examples change or vanish. On a day of learning, within
one series, the family of the most specific scope decides: what names the series before what is for everybody (special over general), the
deeper region before the wider, and so for the employer's kind, the target level and the review committee. Where neither is the more
specific, both decide: a *tie*, which `ties` reports to regulators and the explanation of a standing names. Families of different series add up.
Whoever has no series stated is of the series `general`; whoever has no region is under rules of the whole country only.

Joined records are one human: tables name it by the lowest id of its records (`Humans`).
Policy versions that come from here have their digest as `id`: a corrigendum has the start of the version that it replaces.
"""

from credits.rulebooks._drafting import NotUnderstood, discard, draft_from_text, edit, start_draft, text_of, understood
from credits.rulebooks._examples import (
    ExampleChangedMeanwhile,
    ExampleNamedTwice,
    ExampleNotUnderstood,
    Tried,
    add_example,
    change_example,
    remove_example,
    tried,
)
from credits.rulebooks._facts import FACTS_SCHEMA, Facts, Humans, facts_of, facts_tables, humans, read_facts
from credits.rulebooks._importing import PackNotImportable, draft, import_packs
from credits.rulebooks._locking import NotADraft, SavedMeanwhile
from credits.rulebooks._publishing import (
    AnotherVersionStartsThen,
    DayNotPossible,
    ExampleFails,
    NothingToReplace,
    SaysNothingNew,
    publish,
)
from credits.rulebooks._retiring import NotInForce, RetirementReasonMissing, Touched, left_in_force, retire, touched
from credits.rulebooks._scope import applicable, applicable_on, places_on, tied_on
from credits.rulebooks._sources import connect_source
from credits.rulebooks._text import NotInText, with_values
from credits.rulebooks._ties import Tie, people_under, tied_with, ties
from credits.rulebooks._versions import Books, books, in_force, policy_version, predecessor, read_body

__all__ = [
    "FACTS_SCHEMA",
    "AnotherVersionStartsThen",
    "Books",
    "DayNotPossible",
    "ExampleChangedMeanwhile",
    "ExampleFails",
    "ExampleNamedTwice",
    "ExampleNotUnderstood",
    "Facts",
    "Humans",
    "NotADraft",
    "NotInForce",
    "NotInText",
    "NotUnderstood",
    "NothingToReplace",
    "PackNotImportable",
    "RetirementReasonMissing",
    "SavedMeanwhile",
    "SaysNothingNew",
    "Tie",
    "Touched",
    "Tried",
    "add_example",
    "applicable",
    "applicable_on",
    "books",
    "change_example",
    "connect_source",
    "discard",
    "draft",
    "draft_from_text",
    "edit",
    "facts_of",
    "facts_tables",
    "humans",
    "import_packs",
    "in_force",
    "left_in_force",
    "people_under",
    "places_on",
    "policy_version",
    "predecessor",
    "publish",
    "read_body",
    "read_facts",
    "remove_example",
    "retire",
    "start_draft",
    "text_of",
    "tied_on",
    "tied_with",
    "ties",
    "touched",
    "tried",
    "understood",
    "with_values",
]
