"""Make a transcript: read a person's record, prove its lines, sign the whole."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from credits import access, ledger
from credits.models import Entry, Standing
from credits.transcripts import _drawing
from learning.accounts import people

FORMAT = "xueshi-transcript/1"
EARLIEST = 1980


def make(record: access.Record, *, since: int, until: int, at: datetime) -> dict[str, Any]:
    """Return the transcript of `record` over the years of learning from `since` to `until`, signed."""
    entries = list(access.entries(record).order_by("person_id", "number"))
    shown = [entry for entry in entries if since <= entry.claim.ends_on.year <= until]
    owed = [row for row in access.standings(record) if is_shown(row, since=since, until=until)]
    versions = [*(row.version_id for row in shown), *(row.version_id for row in owed)]
    names = access.category_names(versions)
    head = ledger.newest_head()
    stated = {
        "format": FORMAT,
        "drawn": _drawing.DRAWN,
        "is_specimen": settings.DEMO,
        "issuer": settings.PUBLIC_URL,
        "holder": _holder(record),
        "years": [since, until],
        "made_at": at,
        "head": head.to_json() if head else None,
        **_proved(entries, head),
        "lines": [_line(entry, _categories(names, entry.version_id)) for entry in _as_learned(shown)],
        "standings": [_standing(row, _categories(names, row.version_id)) for row in reversed(owed)],
    }
    return signed(stated)


def is_shown(row: Standing, *, since: int, until: int) -> bool:
    """Say whether a transcript over the years from `since` to `until` has this standing."""
    return row.cycle_starts_on.year <= until and row.cycle_ends_before > date(since, 1, 1)


def signed(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return `stated` with the name of the key and its signature, as plain JSON."""
    whole = {**stated, "key": ledger.key_id(ledger.present_public())}
    return {**json.loads(ledger.encoding(whole)), "signature": ledger.sign(ledger.encoding(whole)).hex()}


def _holder(record: access.Record) -> dict[str, str]:
    pk = record.person.pk
    return {"name": people.current_names([pk]).get(pk, ""), "document": people.masked_numbers([pk]).get(pk, "")}


def _as_learned(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.claim.ends_on, entry.person_id, entry.number))


def _proved(entries: Sequence[Entry], head: ledger.Head | None) -> dict[str, Any]:
    """Return the chains of all records, each line with the way from it to the head; hashes on several ways stand once."""
    leaves = {
        pk: leaf for pk, leaf in ledger.leaves_of([row.pk for row in entries]).items() if head and leaf < head.size
    }
    paths = ledger.inclusions(list(leaves.values()), size=head.size) if head and leaves else {}
    places: dict[bytes, int] = {}
    chains: dict[int, list[dict[str, Any]]] = {}
    for entry in entries:
        leaf = leaves.get(entry.pk)
        path = None if leaf is None else [places.setdefault(one, len(places)) for one in paths[leaf]]
        link = {"digest": bytes(entry.digest).hex(), "leaf": leaf, "proof": path}
        chains.setdefault(entry.person_id, []).append(link)

    return {
        "records": [{"person": person, "chain": chain} for person, chain in chains.items()],
        "hashes": [one.hex() for one in places],
    }


def _line(entry: Entry, categories: Mapping[str, str]) -> dict[str, Any]:
    facts = {name: getattr(entry.claim, name) for name in ledger.CLAIM_FACTS}
    return {
        "line": ledger.encoded(vars(entry), act=entry.act, claim=entry.claim),
        "facts": {name: value for name, value in facts.items() if value is not None},
        "rulebook": entry.version.title if entry.version else "",
        "category": categories.get(entry.category, ""),
    }


def _standing(row: Standing, categories: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rulebook": row.version.title,
        "version": row.version.digest,
        "cycle": [row.cycle_starts_on, row.cycle_ends_before],
        "state": row.state,
        "required": row.required,
        "counted": row.counted,
        "missing": row.missing,
        "deadline": row.deadline,
        "categories": [{**one, "name": categories.get(one["code"], "")} for one in row.categories],
    }


def _categories(names: Mapping[int, Collection[Mapping[str, Any]]], version: int | None) -> dict[str, str]:
    return {one["code"]: one["zh"] for one in names.get(version or 0, ())}
