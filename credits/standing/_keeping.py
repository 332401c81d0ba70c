"""Keep what was decided: a row a cycle, with what it was decided from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils import timezone

from credits import rulebooks
from credits.models import Standing
from credits.models.rows import insert
from credits.standing import _seen as seen
from credits.standing._deciding import Case, decide, possible_families
from credits.standing._reading import openings_counted

KEY = ("person_id", "family", "cycle_starts_on")


def keep(*, case: Case, at: datetime, touched: pl.DataFrame | None = None) -> int:
    """
    Decide the standings of these humans, whose chains the caller has locked, and keep them; return how many there are of now.

    `touched` (person, on, lines, gives) says in cycles of which first day lines were appended, how many, and whether any gives hours:
    where nothing else has moved since a human was last decided, and cycles hang on their own lines only, these are decided and no others.
    """
    today = timezone.localdate(at)
    families = possible_families(case)
    cycles = seen.only_touched(case, families, touched, today)
    partly = set(cycles["person"])
    whole = [human for human in case.who.ids if human not in partly]
    opened = openings_counted(case.openings)
    rows: list[dict[str, Any]] = []
    for stood in decide(case, families=families, whole=whole, cycles=cycles, today=today).iter_rows(named=True):
        human = stood["person"]
        names = {"records": list(case.who.records_of(human)), "last_fact": case.facts.last_fact[human]}
        counts = {"last_entry": case.lines[human], "openings": opened.get(human, 0)}
        rows.append({**_columns(stood, case.held), **names, **counts, "decided_at": at})
    _drop_others(rows, case.who, whole, cycles)
    insert(Standing, rows, on_conflict=_overwriting(rows))
    seen.note(case, rows, whole=whole, touched=touched, at=at)

    return sum(row["cycle_starts_on"] <= today < row["cycle_ends_before"] for row in rows)


def _columns(stood: Mapping[str, Any], held: rulebooks.Books) -> dict[str, Any]:
    version = held.rows[stood["version_digest"]]
    return {
        "person_id": stood["person"],
        "family": stood["family"],
        "version_id": version.pk,
        "cycle_starts_on": stood["cycle_starts_on"],
        "cycle_ends_before": stood["cycle_ends_before"],
        "state": stood["state"],
        "required": stood["required"],
        "counted": stood["counted"],
        "missing": stood["missing"],
        "categories": _plain(stood["categories"]),
        "unmet": list(stood["unmet"]),
        "reasons": _plain(stood["reasons"]),
        "deadline": stood["deadline"],
        "region_id": stood["region"],
        "employer_id": stood["employer"],
        "series": version.scope_series,
    }


def _plain(structs: list[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in struct.items()
            if value is not None
        }
        for struct in structs or []
    ]


def _drop_others(rows: list[dict[str, Any]], who: rulebooks.Humans, whole: Sequence[int], cycles: pl.DataFrame) -> None:
    # A duty that has gone, a rulebook that decides no longer, a record that was joined with another: no row says otherwise.
    kept = {tuple(row[name] for name in KEY) for row in rows}
    asked = set(cycles.iter_rows())
    theirs = Q(person_id__in=[record for human in whole for record in who.records_of(human)])
    if empty := asked - kept:
        theirs |= Q(person_id__in={key[0] for key in empty}, cycle_starts_on__in={key[2] for key in empty})
    there = Standing.objects.filter(theirs).values_list("pk", *KEY)
    partly = set(cycles["person"])
    gone = [pk for pk, *key in there if tuple(key) not in kept and (key[0] not in partly or tuple(key) in asked)]
    if gone:
        Standing.objects.filter(Q(pk__in=gone)).delete()


def _overwriting(rows: list[dict[str, Any]]) -> str:
    places = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in (rows[0] if rows else ()) if name not in KEY)
    return f"(person_id, family, cycle_starts_on) DO UPDATE SET {places}"
