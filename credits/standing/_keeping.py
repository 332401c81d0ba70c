"""Keep what was decided: a row a cycle, with what it was decided from."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import polars as pl
from django.utils import timezone

from credits import rulebooks
from credits.models import Standing
from credits.models.rows import FEW, array, asking
from credits.models.tables import looked_up, merge, picked, repeated
from credits.standing import _seen as seen
from credits.standing._deciding import Case, decide, possible_families
from credits.standing._touched import Touched

KEY = ("person_id", "family", "cycle_starts_on")
CYCLE = ["person", "family", "on"]
KEPT = (
    *(
        "family",
        "cycle_starts_on",
        "cycle_ends_before",
        "deadline",
        "state",
        "required",
        "counted",
        "missing",
        "categories",
        "unmet",
    ),
    *("reasons", "series", "records", "last_fact", "openings"),
)
OF_FOUND = ["person", "version_digest", "region", "employer", *(name for name in KEPT if name not in seen.OF_HUMANS)]
# A duty that has gone, a rulebook that decides no longer, a record that was joined with another: no row says otherwise.
NO_LONGER_THEIRS = """
DELETE FROM credits_standing s WHERE s.person_id = ANY(%s::bigint[]) AND NOT EXISTS (
    SELECT 1 FROM json_to_recordset(%s::json) AS kept(person bigint, family text, "on" date)
     WHERE kept.person = s.person_id AND kept.family = s.family AND kept."on" = s.cycle_starts_on)
"""
# Mostly there is none: each is looked for by the index, however few rows the table has yet.
NO_LONGER_ASKED = """
DELETE FROM credits_standing WHERE id IN (
    SELECT kept.id FROM unnest((SELECT %s::bigint[]), %s::text[], %s::date[]) AS gone(person, family, "on"), LATERAL (
        SELECT s.id FROM credits_standing s
         WHERE s.person_id = gone.person AND s.family = gone.family AND s.cycle_starts_on = gone."on" LIMIT 1) AS kept)
"""


def keep(*, case: Case, at: datetime, touched: Touched | None = None) -> int:
    """
    Decide the standings of these humans, whose chains the caller has locked, and keep them; return how many there are of now.

    `touched` says what was appended: where nothing else has moved since a human was last decided, and cycles hang on their own lines
    only, the cycles touched are decided and no others.
    """
    today = timezone.localdate(at)
    families = possible_families(case)
    cycles, partly = seen.only_touched(case, families, touched, today)
    whole = [human for human in case.who.ids if human not in partly]
    if not whole and cycles.is_empty():
        # Lines of nothing change no standing.
        seen.note(case, cycles, whole=whole, touched=touched, at=at)
        return 0
    found = decide(case, families=families, whole=whole, cycles=cycles, touched=touched, today=today)
    _drop_others(found, case.who, whole, cycles)
    merge(Standing, _rows(found, case, at), key=KEY)
    seen.note(case, found, whole=whole, touched=touched, at=at)

    return int(((found["cycle_starts_on"] <= today) & (found["cycle_ends_before"] > today)).sum())


def _rows(found: pl.DataFrame, case: Case, at: datetime) -> pl.DataFrame:
    """Return standings as they are kept."""
    versions = [case.held.rows[digest] for digest in found["version_digest"].unique()]
    named = [(version.digest, version.pk, version.scope_series) for version in versions]
    of_versions = looked_up(_of_versions(tuple(sorted(named))), found["version_digest"])
    of_humans = looked_up(case.seen, found["person"])
    told = (
        found[OF_FOUND]
        .hstack(of_versions[["version_id", "series"]].get_columns())
        .hstack(of_humans[["records", "last_fact", "lines", "openings"]].get_columns())
    )
    moved = {"person": "person_id", "region": "region_id", "employer": "employer_id", "lines": "last_entry"}
    kept = picked(told, {**dict(zip(KEPT, KEPT, strict=True)), "version_id": "version_id", **moved})
    return kept.hstack([repeated("decided_at", at.isoformat(), kept.height)])


@lru_cache(maxsize=100)
def _of_versions(named: Sequence[tuple[str, int, str]]) -> pl.DataFrame:
    schema = {"version_digest": pl.String, "version_id": pl.Int64, "series": pl.String}
    return pl.DataFrame(named, schema=schema, orient="row")


def _drop_others(found: pl.DataFrame, who: rulebooks.Humans, whole: Sequence[int], cycles: pl.DataFrame) -> None:
    if not whole and found.height == cycles.height:
        return  # each cycle that was asked has its standing
    kept = picked(found, {"person": "person", "family": "family", "cycle_starts_on": "on"})
    with asking(few=len(who.ids) <= FEW and cycles.height <= FEW) as cursor:
        if cycles.height:
            gone = cycles[CYCLE].join(kept, on=CYCLE, how="anti")
            if gone.height:
                days = array(gone["on"].cast(pl.String))
                cursor.execute(NO_LONGER_ASKED, [array(gone["person"]), array(gone["family"]), days])
        if whole:
            records = array(record for human in whole for record in who.records_of(human))
            cursor.execute(NO_LONGER_THEIRS, [records, kept.write_json()])
