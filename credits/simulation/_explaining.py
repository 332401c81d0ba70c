"""One person of a simulation: both standings, and each claim with its hours and reasons before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from credits import recount
from credits.models import Claim, Simulation
from credits.simulation._trying import Amounts, Trial, amounts_of, reasons_of, trial_of

Reason = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Side:
    """What somebody owes in a cycle on one side of a simulation; `version` is a digest. Amounts are hundredths."""

    family: str
    version: str
    state: str
    cycle_starts_on: date
    cycle_ends_before: date
    required: int
    counted: int
    missing: int
    categories: list[Mapping[str, Any]]
    reasons: list[Reason]


@dataclass(frozen=True, kw_only=True)
class ClaimSides:
    """A claim, the hundredths that it holds before and after, and why."""

    claim: Claim
    before: int
    after: int
    reasons_before: list[Reason]
    reasons_after: list[Reason]


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Everything that a simulation says of one human, worked out from what the ledger holds now."""

    before: list[Side]
    after: list[Side]
    claims: list[ClaimSides]


def explained(simulation: Simulation, *, person_id: int) -> Explained:
    """Return what a simulation says of the human whose record `person_id` is, by the same evaluation, with all reasons."""
    trial = trial_of(simulation.version, simulation.body, today=simulation.today)
    held = recount.read(recount.cut_of([person_id]))
    cases = recount.known(held, recount.Facts.TODAY)
    of_human = cases.records.filter(pl.col("record") == person_id).select("case")
    amounts = amounts_of(held, cases, trial)
    sides = [
        recount.stood(held, cases, lines, books=books, today=trial.today, families=trial.families)
        for lines, books in ((amounts.before, trial.now), (amounts.after, trial.then))
    ]
    lowest = cases.records.join(of_human, on="case", how="semi")["record"].min()
    before, after = (list(_sides(found.filter(pl.col("person") == lowest))) for found in sides)
    return Explained(before=before, after=after, claims=list(_claims(held, cases, amounts, trial, of_human)))


def _sides(standings: pl.DataFrame) -> Iterator[Side]:
    for row in standings.sort("cycle_starts_on", "family", descending=[True, False]).iter_rows(named=True):
        yield Side(
            family=row["family"],
            version=row["version_digest"],
            state=row["state"],
            cycle_starts_on=row["cycle_starts_on"],
            cycle_ends_before=row["cycle_ends_before"],
            required=row["required"],
            counted=row["counted"],
            missing=row["missing"],
            categories=row["categories"] or [],
            reasons=[_stated(one) for one in row["reasons"] or []],
        )


def _claims(
    held: recount.Slice, cases: recount.Known, amounts: Amounts, trial: Trial, of_human: pl.DataFrame
) -> Iterator[ClaimSides]:
    kept = recount.pins_of(held, cases, recount.digests()).join(of_human, on="case", how="semi")
    then = pl.concat([kept.join(amounts.affected, on=["case", "family"], how="anti"), amounts.pins])
    then = then.join(of_human, on="case", how="semi")
    reasons = [
        _by_claim(reasons_of(held, cases, pins, books.every)) for pins, books in ((kept, trial.now), (then, trial.then))
    ]
    hours = [
        dict(lines.group_by("claim").agg(pl.col("hours").sum()).iter_rows())
        for lines in (amounts.before, amounts.after)
    ]
    records = cases.records.join(of_human, on="case", how="semi")["record"].to_list()
    live = held.live.filter(pl.col("record").is_in(records))["claim"].to_list()
    for claim in Claim.objects.filter(pk__in=live).order_by("-ends_on", "-position", "-pk"):
        yield ClaimSides(
            claim=claim,
            before=hours[0].get(claim.pk, 0),
            after=hours[1].get(claim.pk, 0),
            reasons_before=reasons[0].get(claim.pk, []),
            reasons_after=reasons[1].get(claim.pk, []),
        )


def _by_claim(reasons: pl.DataFrame) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = {}
    for row in reasons.sort("claim", "family", "ordinal").iter_rows(named=True):
        found.setdefault(row["claim"], []).append(_stated(row))
    return found


def _stated(row: Mapping[str, Any]) -> Reason:
    stated = {name: value for name, value in row.items() if value is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in stated.items()}
