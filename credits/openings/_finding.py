"""Whom rows are about, and which rulebooks and categories they name: all rows at once."""

from collections.abc import Sequence
from datetime import date

from credits import access as hours
from credits import rulebooks
from credits.openings._stating import Known, Stated
from learning.accounts import access, people
from learning.accounts.models import User


def persons_of(rows: Sequence[Stated], *, by: User, on: date) -> dict[int, int]:
    """Return about whose record each row is: those only that bear the name and are of the region of whoever hands it in."""
    numbers = people.by_numbers({row.document for row in rows if row.document})
    asked = {row.number: numbers.get(row.document) if row.document else row.record for row in rows}
    agreeing = [row for row in rows if not (row.document and row.record and row.record != asked[row.number])]
    pairs = {(pk, row.name) for row in agreeing if (pk := asked[row.number])}
    named = people.named(pairs)
    ours = set(access.people_decided(by, on).filter(pk__in={pk for pk, _name in named}).values_list("pk", flat=True))
    return {row.number: pk for row in agreeing if (pk := asked[row.number]) and (pk, row.name) in named and pk in ours}


def known_names() -> Known:
    """Return what rulebooks in force and their categories are called."""
    holding = rulebooks.books().holding
    names = hours.category_names(row.pk for row in holding)
    families: dict[str, str] = {}
    categories: dict[str, dict[str, str]] = {}
    for row in holding:
        families |= {row.family: row.family, row.title: row.family}
        by_label = categories.setdefault(row.family, {})
        for one in names.get(row.pk, ()):
            by_label |= {one["zh"]: one["code"], one["en"]: one["code"], one["code"]: one["code"]}
    return Known(families=families, categories=categories)
