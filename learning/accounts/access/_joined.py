"""Which records are one human's. It lies here, below `people`, because nobody decides about any of the own ones."""

from collections.abc import Iterable

from django.db import connection

from learning.accounts.enums import JoinKind

# One array each: an `IN` of many ids is quoted and parsed one by one.
NEWEST = """
SELECT DISTINCT ON (first_id, second_id) first_id, second_id, kind FROM accounts_personjoin
WHERE first_id = ANY(%s::bigint[]) OR second_id = ANY(%s::bigint[]) ORDER BY first_id, second_id, id DESC
"""


def joined(person_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return all records of the human behind each, itself among them, sorted; over several joins, too."""
    ids = list(person_ids)
    pairs = _pairs_reachable(set(ids))
    return {pk: tuple(sorted(_component(pk, pairs))) for pk in ids}


def _pairs_reachable(people: set[int]) -> set[tuple[int, int]]:
    """Return the joined pairs that can be reached from `people`; one query for each further step of a chain."""
    pairs: set[tuple[int, int]] = set()
    frontier, seen = people, set(people)
    while frontier:
        ids = "{" + ",".join(map(str, frontier)) + "}"
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [ids, ids])
            found = {(first, second) for first, second, kind in cursor.fetchall() if kind == JoinKind.JOIN}
        pairs |= found
        frontier = {pk for pair in found for pk in pair} - seen
        seen |= frontier
    return pairs


def _component(start: int, pairs: set[tuple[int, int]]) -> set[int]:
    group, grown = {start}, True
    while grown:
        more = {pk for pair in pairs if group & set(pair) for pk in pair}
        grown = not more <= group
        group |= more
    return group
