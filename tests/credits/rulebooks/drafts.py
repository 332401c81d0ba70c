"""Drafts and examples for the tests of rulebooks."""

from datetime import date

from credits import rulebooks
from credits.models import RulebookVersion
from learning.accounts.models import User
from tests.credits.builders import NOON, user

TODAY = date(2025, 6, 30)
NEXT_YEAR = date(2026, 1, 1)
HOLDS = """name = "Ninety-six from 2026"
rulebooks = ["nanjing-general"]

[[expect.standings]]
on = 2026-12-31
required = 96
"""
FAILS = HOLDS.replace("required = 96", "required = 90").replace("Ninety-six", "Ninety")


def in_nanjing(on: date = TODAY) -> RulebookVersion:
    """Return what is in force in Nanjing."""
    version = rulebooks.in_force(family="nanjing-general", on=on)
    assert version
    return version


def draft(*, since: date = NEXT_YEAR, by: User | None = None) -> RulebookVersion:
    """Begin a draft with what is in force in Nanjing, without its examples."""
    made = rulebooks.start_draft(source=in_nanjing(), since=since, by=by or user(), at=NOON)
    made.examples.all().delete()
    return made


def saved(made: RulebookVersion, text: str, *, seen: int | None = None, by: User | None = None) -> RulebookVersion:
    """Save `text` as what the draft says."""
    revision = made.revision if seen is None else seen
    return rulebooks.edit(version=made, text=text, seen=revision, by=by or user(), at=NOON)


def of_ninety_six() -> RulebookVersion:
    """Return a draft that asks ninety-six hours from 2026 on."""
    made = draft()
    return saved(made, made.text.replace("hours = 90", "hours = 96"))
