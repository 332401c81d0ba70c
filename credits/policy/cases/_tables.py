"""The facts of a case as the tables that policy takes."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from credits.hours import to_hundredths
from credits.policy._tables import APPLICATIONS, ASKED, CLAIMS, DATED, OPENINGS, PEOPLE
from credits.policy.cases._schema import Case, Claim, Opening

PERSON = 1
IN_HUNDREDTHS = {"hours", "days", "credits"}


def in_order(claims: list[Claim]) -> list[Claim]:
    """Return the claims in the order in which they count: last day, start, id; or at the position that they state."""
    placed = sorted((claim for claim in claims if claim.position is None), key=_order)
    for claim in sorted(
        (claim for claim in claims if claim.position is not None), key=lambda claim: (claim.position, _order(claim))
    ):
        placed.insert(max((claim.position or 0) - 1, 0), claim)
    return placed


def claims_of(case: Case) -> pl.DataFrame:
    """Return a row for each claim and rulebook; `claim` and `position` are the place in the order."""
    rows = [
        {**_facts(claim), "family": family, "claim": place, "position": place}
        for family in case.rulebooks
        for place, claim in enumerate(in_order(case.claims), 1)
    ]
    return pl.DataFrame(rows, schema=dict(CLAIMS)) if rows else pl.DataFrame()


def people_of(case: Case) -> pl.DataFrame:
    """Return the person of the case."""
    person = case.person.model_dump(
        exclude={"titles", "statuses", "specialties", "target_level", "region", "employer_kind"}
    )
    row = {
        **person,
        "person": PERSON,
        "specialties": len(case.person.specialties or []) or None,
        "periods_since": _periods_since(case),
    }
    return pl.DataFrame([row], schema=dict(PEOPLE))


def dated_of(case: Case) -> pl.DataFrame:
    """Return the facts of the person that hold from a day until a day."""
    rows: list[dict[str, Any]] = [
        {"kind": "title", "code": title.level, "since": title.published_on} for title in case.person.titles
    ]
    for status in case.person.statuses:
        ends = status.until + timedelta(days=1) if status.until else None
        rows.append(
            {
                "kind": "status",
                "code": status.code,
                "since": status.since,
                "ends_before": ends,
                "consent": status.consent,
            }
        )
    if case.person.target_level:
        rows.append({"kind": "target_level", "code": case.person.target_level})
    return pl.DataFrame([{"person": PERSON, **row} for row in rows], schema=dict(DATED)) if rows else pl.DataFrame()


def openings_of(case: Case) -> pl.DataFrame:
    """Return the openings, split by category where the case splits them."""
    rows = [row for opening in case.openings for row in _split(opening, opening.rulebook or case.rulebooks[0])]
    return pl.DataFrame(rows, schema=dict(OPENINGS)) if rows else pl.DataFrame()


def asked_of(case: Case) -> pl.DataFrame:
    """Return the days of which standings are wanted: those expected, and the last day of every claim."""
    days = {(row.rulebook or case.rulebooks[0], row.on) for row in case.expect.standings}
    days |= {(family, claim.last_day) for family in case.rulebooks for claim in case.claims if claim.last_day}
    rows = [{"person": PERSON, "family": family, "on": day} for family, day in sorted(days)]
    return pl.DataFrame(rows, schema=dict(ASKED)) if rows else pl.DataFrame()


def applications_of(case: Case) -> pl.DataFrame:
    """Return the applications whose look-back is expected."""
    rows = [
        {
            "person": PERSON,
            "family": row.rulebook or case.rulebooks[0],
            "applying_in": row.applying_in,
            "level": row.level or case.person.target_level,
            "review_level": row.review_level,
        }
        for row in case.expect.look_backs
    ]
    return pl.DataFrame(rows, schema=dict(APPLICATIONS)) if rows else pl.DataFrame()


def _order(claim: Claim) -> tuple[date, str, str]:
    return claim.last_day or date.max, claim.starts_at.isoformat() if claim.starts_at else "", claim.id


def _facts(claim: Claim) -> dict[str, Any]:
    facts = claim.model_dump(exclude={"id", "position"})
    amounts = {name: to_hundredths(facts[name]) for name in IN_HUNDREDTHS if facts[name] is not None}
    days = {"starts_on": claim.first_day, "ends_on": claim.last_day}
    return {**facts, **amounts, **days, "person": PERSON}


def _periods_since(case: Case) -> date | None:
    """Return the first day of the case: registration periods begin in its year, if nothing else says where."""
    days = [claim.last_day for claim in case.claims if claim.last_day] or [row.on for row in case.expect.standings]
    return min(days, default=None)


def _split(opening: Opening, family: str) -> Iterator[dict[str, Any]]:
    name = "carried_in" if opening.carried_in is not None else "shortfall"
    whole = opening.carried_in if opening.carried_in is not None else opening.shortfall or Decimal(0)
    shared = {"person": PERSON, "family": family, "on": opening.on}
    for code, amount in opening.categories.items():
        yield {**shared, name: to_hundredths(amount), "category": code}
    rest = whole - sum(opening.categories.values())
    if rest or not opening.categories:
        yield {**shared, name: to_hundredths(rest)}
    if name == "carried_in" and opening.shortfall is not None:
        yield {**shared, "shortfall": to_hundredths(opening.shortfall)}
