"""What many people hold places in, and what they cannot enrol in any more: asked for all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seminars.enrolment._queries import runs_out_of_reach
from seminars.enums import EnrolmentKind, EnrolmentState, RunState
from seminars.models import Enrolment, Run


@dataclass(frozen=True, kw_only=True)
class Places:
    """The open runs that somebody holds a place in, and those out of their reach."""

    runs: tuple[Run, ...]
    out_of_reach: frozenset[int]


def places_held(records: Mapping[int, tuple[int, ...]], *, on: date) -> dict[int, Places]:
    """Return the places of each human, named by one of the records that are theirs; of those alone who ever enrolled."""
    everybody = {pk for group in records.values() for pk in group}
    theirs = Enrolment.objects.filter(person__in=everybody, kind=EnrolmentKind.PARTICIPANT)
    ever = set(theirs.values_list("person", flat=True).distinct())
    held: dict[int, list[Run]] = {}
    open_ones = theirs.filter(state=EnrolmentState.ADMITTED, run__state=RunState.OPEN).order_by("pk")
    for row in open_ones.select_related("run__version", "run__programme__base").prefetch_related("run__sessions"):
        held.setdefault(row.person_id, []).append(row.run)
    return {
        person: Places(
            runs=tuple(run for pk in group for run in held.get(pk, ())),
            out_of_reach=frozenset(runs_out_of_reach(group, on=on)),
        )
        for person, group in records.items()
        if ever & set(group)
    }
