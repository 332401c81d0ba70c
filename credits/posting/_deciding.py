"""From claims to lines: what the rules give, and what that changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from credits import ledger, policy, rulebooks
from credits.models import Claim
from credits.models.tables import picked, planned
from credits.posting._desk import READ, Desk, stamp

NOWHERE: ledger.Cell = (None, None, "")
PINS = {"claim": pl.Int64, "family": pl.String, "version": pl.String}
LINE = ("claim", "family", "version_digest", "cycle_starts_on", "cycle_ends_before", "category", "hours")
REASON = ("code", "amount", "document", "article", "value", "fact", "text", "day")


@dataclass
class Decision:
    """What a claim gets under one family: the version, amounts by cycle and category, reasons."""

    claim: int
    family: str
    version: str = ""
    amounts: dict[ledger.Cell, int] = field(default_factory=dict)
    reasons: list[dict[str, Any]] = field(default_factory=list)


Decisions = dict[int, dict[str, Decision]]


def decided(desk: Desk, claims: pl.DataFrame, pins: pl.DataFrame, *, wanted: Sequence[int]) -> Decisions:
    """
    Decide `claims` together and return the decisions on those `wanted`.

    `pins` (claim, family, version) names the families that decide, and under which version; claims are the live ones of whole humans.
    """
    counting = once_a_human(claims)
    awards = awarded(desk, counting.join(pins, on="claim"))
    decisions = _empty(claims, set(counting["claim"]), pins, wanted)
    for claim, family, version, starts, ends, category, hours in _of(awards.lines, wanted).select(*LINE).iter_rows():
        decision = decisions[claim].setdefault(family, Decision(claim, family))
        decision.version = version or ""
        decision.amounts[starts, ends, category] = hours
    for claim, family, *stated in _of(awards.reasons, wanted).select("claim", "family", *REASON).iter_rows():
        decisions[claim][family].reasons.append(reason(stated))

    return decisions


def awarded(desk: Desk, pinned: pl.DataFrame) -> policy.Awards:
    """Return what policy gives for claims, each with the family and the version of its pins."""
    rows = pinned[:, ["person", "claim", "family", "version", "position", *READ]]
    deciding = set(rows["version"].unique())
    return policy.award(
        claims=rows,
        people=desk.facts.people,
        dated=desk.facts.dated,
        openings=desk.openings,
        versions=[version for version in desk.books.every if version.digest in deciding],
    )


def pins_today(desk: Desk, claims: pl.DataFrame) -> pl.DataFrame:
    """Return claim, family, version: what decides `claims` by their last day, under the versions in force."""
    asked = picked(claims, {"person": "person", "claim": "claim", "ends_on": "on"})
    found = rulebooks.applicable_on(asked, facts=desk.facts, held=desk.books)
    return asked.join(found, on=["person", "on"])[list(PINS)]


def pins_kept(desk: Desk) -> pl.DataFrame:
    """Return claim, family, version: what decided the live claims before; a decision stays under the version that made it."""
    kept, claims = desk.holdings[list(PINS)], desk.holdings["claim"].n_unique()
    # Every live claim has a line: so there are none besides, or more.
    if claims > desk.live.height:
        kept = kept.join(desk.live[["claim"]], on="claim", how="semi", maintain_order="left")
    decides = kept["version"] != ""
    if not decides.all():
        kept = kept.filter(decides)
    # Most claims have one line.
    return kept if claims == desk.holdings.height else kept.unique(["claim", "family"], maintain_order=True)


def pins_of(held: Mapping[int, Mapping[str, ledger.Held]]) -> pl.DataFrame:
    """Return claim, family, version: what these claims hold, where a version still decides."""
    rows = [
        (claim, family, holding.version)
        for claim, families in held.items()
        for family, holding in families.items()
        if holding.version
    ]
    return pl.DataFrame(rows, schema=PINS, orient="row")


def pins_of_correction(desk: Desk, kept: Claim, into: pl.DataFrame) -> pl.DataFrame:
    """Return claim, family, version: what decides a corrected claim. It stays under the versions that decided `kept` while its day is theirs."""
    holding = {family: held for family, held in desk.held[kept.pk].items() if held.version}
    day = into["ends_on"].item()
    if not holding or not all(_is_theirs(desk.books, held.version, kept.ends_on, day) for held in holding.values()):
        return pins_today(desk, into)
    return pins_of({into["claim"].item(): holding})


def given(desk: Desk, row: Mapping[str, Any], decisions: Mapping[str, Decision], *, kind: str) -> Iterator[ledger.Line]:
    """Yield the lines of a claim that enters the ledger: every amount, and a zero with its reasons where it earns nothing."""
    for family in sorted(decisions):
        decision = decisions[family]
        for cell, hours in sorted(decision.amounts.items(), key=_cell_order):
            yield line(desk, row, decision, cell, hours, kind=kind)


def changed(desk: Desk, row: Mapping[str, Any], decision: Decision, *, kind: str) -> Iterator[ledger.Line]:
    """Yield the differences between what a claim holds and `decision`, by cycle and category."""
    holding = desk.held[row["claim"]].get(decision.family, ledger.Held()).amounts
    for cell in sorted({*holding, *decision.amounts}, key=lambda cell: _cell_order((cell, 0))):
        difference = decision.amounts.get(cell, 0) - holding.get(cell, 0)
        if difference:
            yield line(desk, row, decision, cell, difference, kind=kind)


def taken(desk: Desk, row: Mapping[str, Any], *, kind: str, day: date) -> Iterator[ledger.Line]:
    """Yield the lines that take away all that a claim holds; a zero where it holds nothing."""
    deciding = {
        family: holding for family, holding in desk.held[row["claim"]].items() if holding.version or holding.amounts
    }
    for family, holding in sorted((deciding or {"": ledger.Held()}).items()):
        cells = holding.amounts or {NOWHERE: 0}
        revoked = {"code": "revoked", "amount": -sum(cells.values()), "day": day.isoformat()}
        decision = Decision(row["claim"], family, holding.version, reasons=[revoked])
        for cell, hours in sorted(cells.items(), key=_cell_order):
            yield line(desk, row, decision, cell, -hours, kind=kind)


def line(
    desk: Desk, row: Mapping[str, Any], decision: Decision, cell: ledger.Cell, hours: int, *, kind: str
) -> ledger.Line:
    """Return one line of `decision`."""
    version = desk.books.rows.get(decision.version)
    return ledger.Line(
        claim=stamp(row),
        kind=kind,
        family=decision.family,
        version_id=version.pk if version else None,
        version_digest=decision.version,
        cycle_starts_on=cell[0],
        cycle_ends_before=cell[1],
        category=cell[2],
        hours=hours,
        reasons=decision.reasons,
    )


def nothing_because(code: str, day: date) -> dict[str, Any]:
    """Return the reason of a claim of `day` that policy was not asked about."""
    return {"code": code, "amount": 0, "day": day.isoformat()}


def reason(stated: Sequence[Any]) -> dict[str, Any]:
    """Return a reason of policy, given by the values of `REASON`, as a line keeps it."""
    values = zip(REASON, stated, strict=True)
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in values if value is not None
    }


def _is_theirs(books: rulebooks.Books, digest: str, before: date, day: date) -> bool:
    """Return whether `day` is in the time of a version that decided the day `before`."""
    version = rulebooks.policy_version(books.rows[digest])
    # A version that began until `before` and did not decide it was published later: only a redecision applies that.
    decided_then = max(version.since, before)
    starts = [row.effective_from for row in books.holding if row.family == version.family and row.effective_from]
    ended = any(decided_then < start <= day for start in starts) or (
        version.before is not None and day >= version.before
    )
    return version.since <= day and not ended


def once_a_human(claims: pl.DataFrame) -> pl.DataFrame:
    """Return `claims` in the order in which they count for each human, with their `position` in it."""
    ordered = claims.lazy().sort("person", "place", "record", "claim")
    if (claims["record"] != claims["person"]).any():
        # The same key in two joined records is the same attendance; the one that was posted first counts.
        ordered = ordered.unique(["person", "key"], keep="first", maintain_order=True)
    # Places of several records may be the same: the order is told by numbers that grow.
    return planned(ordered.with_columns(_numbered()))


@cache
def _numbered() -> pl.Expr:
    return pl.int_range(pl.len(), dtype=pl.Int64).alias("position")


def _empty(claims: pl.DataFrame, counting: set[int], pins: pl.DataFrame, wanted: Sequence[int]) -> Decisions:
    """Return a zero for each claim wanted that policy was not asked about: no rulebook decides, or it is counted elsewhere."""
    decisions: Decisions = {claim: {} for claim in wanted}
    days = dict(claims.select("claim", "ends_on").iter_rows())
    for claim, family, version in pins.filter(pl.col("claim").is_in(list(wanted))).iter_rows():
        amounts: dict[ledger.Cell, int] = {} if claim in counting else {NOWHERE: 0}
        decisions[claim][family] = Decision(
            claim,
            family,
            version,
            amounts=amounts,
            reasons=[] if claim in counting else [nothing_because("repeat", days[claim])],
        )
    for claim in wanted:
        if not decisions[claim]:
            decisions[claim][""] = Decision(
                claim, "", amounts={NOWHERE: 0}, reasons=[nothing_because("no_version", days[claim])]
            )
    return decisions


def _of(found: pl.DataFrame, wanted: Sequence[int]) -> pl.DataFrame:
    return found.filter(pl.col("claim").is_in(pl.Series(wanted, dtype=pl.Int64).implode()))


def _cell_order(item: tuple[ledger.Cell, int]) -> tuple[str, str, str]:
    (starts, ends, category), _hours = item
    return (str(starts or ""), str(ends or ""), category)
