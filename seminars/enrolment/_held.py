"""What many people hold places in, and what they cannot enrol in any more: asked for all of them at once."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from seminars.enums import HELD, EnrolmentKind, EnrolmentState, Mode, RunState
from seminars.models import Enrolment, Run, Session


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
    out_of_reach = _out_of_reach(theirs, on=on)
    return {
        person: Places(
            runs=tuple(run for pk in group for run in held.get(pk, ())),
            out_of_reach=frozenset().union(*(out_of_reach[pk] for pk in group if pk in out_of_reach)),
        )
        for person, group in records.items()
        if ever & set(group)
    }


def _out_of_reach(theirs: QuerySet[Enrolment], *, on: date) -> dict[int, set[int]]:
    """Return by record what `runs_out_of_reach` says of one."""
    there = theirs.filter(run__state=RunState.OPEN, run__ends_on__gte=on, state__in=HELD).values_list("person", "run")
    refused = theirs.filter(state=EnrolmentState.REFUSED).values_list("person", "run")
    at_once = _at_once({run for _person, run in there}, on=on)
    found: dict[int, set[int]] = defaultdict(set)
    for person, run in refused:
        found[person].add(run)
    for person, run in there:
        found[person] |= {run, *at_once[run]}
    return found


def _at_once(busy: Collection[int], *, on: date) -> dict[int, set[int]]:
    """Return by run the open runs that take place while it does; what is recorded takes place at no time."""
    open_ones = Session.objects.filter(run__state=RunState.OPEN, run__ends_on__gte=on).exclude(run__mode=Mode.RECORDED)
    sessions = list(open_ones.order_by("starts_at").values_list("starts_at", "ends_at", "run")) if busy else []
    starts = [start for start, _end, _run in sessions]
    longest = max((end - start for start, end, _run in sessions), default=timedelta())
    found: dict[int, set[int]] = defaultdict(set)
    for start, end, run in sessions:
        if run in busy:
            near = sessions[bisect_right(starts, start - longest) : bisect_left(starts, end)]
            found[run] |= {other for _start, ends, other in near if ends > start}
    return found
