"""Finding many people by what stands on their documents: one query, whatever their number."""

from collections.abc import Iterable

from django.db.models import Q

from learning.accounts import identity
from learning.accounts.models import Person, PersonName
from learning.accounts.people._queries import indexes


def by_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """Return the record of each number that is one, as a number of whatever kind of document."""
    wanted = {index: number for number in numbers for index in indexes(number)}
    found: dict[str, int] = {}
    rows = Person.objects.filter(Q(number_index__in=wanted) | Q(number_index_next__in=wanted)).order_by("-pk")
    for pk, index, index_next in rows.values_list("pk", "number_index", "number_index_next"):
        for one in (index, index_next):
            if one in wanted:
                found[wanted[one]] = pk
    return found


def named(pairs: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those of `pairs` (record, name) in which the record bears or bore the name. A corrected name was never theirs."""
    asked = list(pairs)
    rows = PersonName.objects.filter(person__in={pk for pk, _name in asked}, corrected_by=None)
    borne = set(rows.values_list("person", "folded"))
    return {(pk, name) for pk, name in asked if (pk, identity.folded_name(name)) in borne}
