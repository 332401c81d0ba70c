"""Which claims of a table are known, which are new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from credits import rulebooks
from credits.models.rows import FEW, array, asking
from credits.posting._facts import Row
from learning.errors import Refusal

CLAIMS = """
SELECT id, person_id, key, digest FROM credits_claim WHERE person_id = ANY(%s::bigint[]) AND key = ANY(%s::text[]) ORDER BY id
"""


class KeyReused(Refusal):
    """The same key came with other facts."""

    sentence = _(
        "Row %(row)s: “%(key)s” is registered already with other facts. Correct that registration, or give this one a key of its own."
    )


@dataclass
class Sorted:
    """The rows that are new, in the order in which they count, and for each row of the table whose claim answers it."""

    new: list[Row] = field(default_factory=list)
    answers: dict[int, tuple[int, str]] = field(default_factory=dict)


class Keys:
    """The claims of some humans by record and key: the digests of their revisions, oldest first, and the id of the newest."""

    def __init__(self, rows: Iterable[Row], who: rulebooks.Humans) -> None:
        self._who = who
        self._digests: dict[tuple[int, str], list[str]] = {}
        self.newest: dict[tuple[int, str], int] = {}
        keys = sorted({row.key for row in rows})
        with asking(few=len(who.records) <= FEW and len(keys) <= FEW) as cursor:
            cursor.execute(CLAIMS, [array(who.records), keys])
            claims = cursor.fetchall()
        for pk, record, key, digest in claims:
            self._digests.setdefault((record, key), []).append(digest)
            self.newest[record, key] = pk

    def holder(self, row: Row) -> tuple[int, str] | None:
        """
        Return record and key of the claim that answers `row`, None if there is none.

        :raises KeyReused: if the person has the key with other facts
        """
        own = self._digests.get((row.person_id, row.key))
        if own and row.digest not in own:
            raise KeyReused(row=row.place + 1, key=row.key)
        if self._who.are_alone:
            return (row.person_id, row.key) if own else None
        joined = self._who.records_of(self._who.of_record[row.person_id])
        records = [row.person_id, *joined]
        return next(
            ((record, row.key) for record in records if row.digest in self._digests.get((record, row.key), ())), None
        )

    def enter(self, row: Row) -> None:
        """Note that `row` will be registered."""
        self._digests.setdefault((row.person_id, row.key), []).append(row.digest)


def sorted_out(rows: Sequence[Row], keys: Keys) -> Sorted:
    """Return what is new among `rows`, whatever their order in the table."""
    found = Sorted()
    for row in sorted(rows, key=lambda row: (row.order, row.person_id, row.place)):
        holder = keys.holder(row)
        if holder is None:
            keys.enter(row)
            found.new.append(row)
        found.answers[row.place] = holder or (row.person_id, row.key)

    return found
