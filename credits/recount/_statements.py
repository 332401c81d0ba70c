"""What is read of a slice of people, column by column: the statements, and the tables that they give."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from credits import policy

MOMENT = pl.Datetime("us")
# What policy reads of a claim; the database calls a few of them by quoted names.
READ: Mapping[str, Any] = policy.CLAIM_FACTS
CLAIMS: Mapping[str, Any] = {
    "claim": pl.Int64,
    "record": pl.Int64,
    "key": pl.String,
    "place": pl.Int64,
    "corrects": pl.Int64,
    **READ,
}
ENTRIES: Mapping[str, Any] = {
    "record": pl.Int64,
    "claim": pl.Int64,
    "number": pl.Int64,
    "kind": pl.String,
    "family": pl.String,
    "version": pl.Int64,
    "cycle_starts_on": pl.Date,
    "cycle_ends_before": pl.Date,
    "category": pl.String,
    "hours": pl.Int64,
    "recorded_at": MOMENT,
}
FACTS: Mapping[str, Any] = {
    "record": pl.Int64,
    "fact": pl.Int64,
    "replaces": pl.Int64,
    "is_void": pl.Boolean,
    "recorded_at": MOMENT,
    "kind": pl.String,
    "code": pl.String,
    "region": pl.String,
    "path": pl.String,
    "organisation": pl.Int64,
    "since": pl.Date,
    "ends_before": pl.Date,
    "consent": pl.Boolean,
}
OPENINGS: Mapping[str, Any] = {
    "record": pl.Int64,
    "family": pl.String,
    "on": pl.Date,
    "carried_in": pl.Int64,
    "shortfall": pl.Int64,
    "category": pl.String,
    "recorded_at": MOMENT,
}
BIRTHS: Mapping[str, Any] = {"record": pl.Int64, "born_on": pl.Date}

_OF = "{0} >= %(first)s AND {0} < %(before)s AND {0} <> ALL(%(joined)s::bigint[]) OR {0} = ANY(%(also)s::bigint[])"
_SPECIAL = {
    "starts_at": "starts_at AT TIME ZONE %(zone)s",
    "ends_at": "ends_at AT TIME ZONE %(zone)s",
    "passed": "passed::text",
}
_FIELDS = ", ".join(_SPECIAL.get(name, f'"{name}"') for name in READ)
# ruff: noqa: S608  (the statements are our own text; values are parameters)
STATEMENTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "claims": (
        f"SELECT id, person_id, key, position, corrects_id, {_FIELDS} FROM credits_claim WHERE {_OF.format('person_id')}",
        CLAIMS,
    ),
    "entries": (
        "SELECT person_id, claim_id, number, kind, family, version_id, cycle_starts_on, cycle_ends_before, category, hours,"
        f" recorded_at AT TIME ZONE 'UTC' FROM credits_entry WHERE {_OF.format('person_id')}",
        ENTRIES,
    ),
    "facts": (
        "SELECT f.person_id, f.id, f.replaces_id, f.is_void::text, f.recorded_at AT TIME ZONE 'UTC', f.kind, f.code, f.region_id, r.path,"
        " f.organisation_id, f.since, f.ends_before, f.consent::text"
        f" FROM accounts_personfact f LEFT JOIN accounts_region r ON r.code = f.region_id WHERE {_OF.format('f.person_id')}",
        FACTS,
    ),
    "openings": (
        "SELECT o.person_id, o.family, o.\"on\", o.carried_in, o.shortfall, o.category, a.at AT TIME ZONE 'UTC'"
        f" FROM credits_openingbalance o JOIN credits_act a ON a.id = o.act_id WHERE {_OF.format('o.person_id')} ORDER BY o.id",
        OPENINGS,
    ),
    "births": (f"SELECT id, born_on FROM accounts_person WHERE {_OF.format('id')}", BIRTHS),
}
# What is kept of the duty: read only where it is compared.
STANDINGS: Mapping[str, Any] = {
    "person": pl.Int64,
    "family": pl.String,
    "cycle_starts_on": pl.Date,
    "cycle_ends_before": pl.Date,
    "state": pl.String,
    "required": pl.Int64,
    "counted": pl.Int64,
    "missing": pl.Int64,
}
KEPT = (
    "SELECT person_id, family, cycle_starts_on, cycle_ends_before, state, required, counted, missing"
    f" FROM credits_standing WHERE {_OF.format('person_id')}"
)
JOINS = "SELECT first_id, second_id, kind, decided_at AT TIME ZONE 'UTC' FROM accounts_personjoin ORDER BY id"
# From the first id behind the one given; an empty range where nobody is left.
ENDS = "SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM accounts_person WHERE id > %s"
