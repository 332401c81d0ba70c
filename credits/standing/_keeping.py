"""Keep what was decided: a row a cycle, with what it was decided from."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from credits import rulebooks
from credits.models import Standing
from credits.models.rows import insert
from credits.standing._deciding import Case, decide
from credits.standing._reading import lines_seen, openings_of, openings_seen

KEY = ("person_id", "family", "cycle_starts_on")


def keep(*, who: rulebooks.Humans, facts: rulebooks.Facts, held: rulebooks.Books, at: datetime) -> int:
    """Decide the standings of these humans, whose chains the caller has locked, and keep them; return how many there are of now."""
    openings = openings_of(who)
    case = Case(who=who, facts=facts, held=held, today=timezone.localdate(at))
    lines, opened = lines_seen(who), openings_seen(openings)
    rows: list[dict[str, Any]] = []
    for stood in decide(case, openings).iter_rows(named=True):
        human = stood["person"]
        seen = {"records": list(who.records_of(human)), "last_fact": facts.last_fact[human], "last_entry": lines[human]}
        rows.append({**_columns(stood, held), **seen, "openings": opened.get(human, 0), "decided_at": at})
    _drop_others(rows, who)
    insert(Standing, rows, on_conflict=_overwriting(rows))

    return sum(row["cycle_starts_on"] <= case.today < row["cycle_ends_before"] for row in rows)


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


def _drop_others(rows: list[dict[str, Any]], who: rulebooks.Humans) -> None:
    # A duty that has gone, a rulebook that decides no longer, a record that was joined with another: no row says otherwise.
    kept = {tuple(row[name] for name in KEY) for row in rows}
    there = Standing.objects.filter(person_id__in=who.records).values_list("pk", *KEY)
    gone = [pk for pk, *key in there if tuple(key) not in kept]
    if gone:
        Standing.objects.filter(Q(pk__in=gone)).delete()


def _overwriting(rows: list[dict[str, Any]]) -> str:
    places = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in (rows[0] if rows else ()) if name not in KEY)
    return f"(person_id, family, cycle_starts_on) DO UPDATE SET {places}"
