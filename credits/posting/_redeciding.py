"""Decide again under the versions and facts of now."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import transaction

from credits import ledger, standing
from credits.enums import ActKind, EntryKind
from credits.models import Act
from credits.posting._amending import ReasonMissing
from credits.posting._deciding import (
    NOWHERE,
    Decision,
    Decisions,
    changed,
    decided,
    line,
    nothing_because,
    pins_kept,
    pins_today,
)
from credits.posting._desk import Desk, case_of, laid_out, locked
from learning.accounts.models import User

PEOPLE_A_TRANSACTION = 200


@dataclass(frozen=True)
class Redecided:
    """What a redecision moved: for how many people a line was appended, and how many lines."""

    people: int
    lines: int


def redecide(
    *,
    person_ids: Sequence[int],
    families: Collection[str] | None,
    reason: str,
    by: User | None,
    at: datetime,
    origin: str = "redecide",
) -> Redecided:
    """
    Decide the live claims of these persons again, under the versions in force and the facts known now; return what that moved.

    `families` limits it to some rulebooks; None takes all. This is the only way in which a new version or a changed fact moves old
    claims; `origin` names what it follows from, such as a simulation that somebody looked at.
    Chunks of people, each a transaction: done again after a break, what was done changes nothing.
    """
    if not reason.strip():
        raise ReasonMissing
    ids = sorted(set(person_ids))
    chunks = [ids[start : start + PEOPLE_A_TRANSACTION] for start in range(0, len(ids), PEOPLE_A_TRANSACTION)]
    act = Act(kind=ActKind.REDECISION, by=by, at=at, reason=reason.strip(), origin=origin)
    found = [_redecide(chunk, families, act) for chunk in chunks]

    return Redecided(people=sum(one.people for one in found), lines=sum(one.lines for one in found))


@transaction.atomic
def _redecide(person_ids: Sequence[int], families: Collection[str] | None, act: Act) -> Redecided:
    who, heads = locked(person_ids)
    desk = laid_out(who, heads)
    today, kept = pins_today(desk, desk.live), pins_kept(desk)
    if families is not None:
        concerned = pl.col("family").is_in(list(families))
        today = pl.concat([today.filter(concerned), kept.filter(~concerned)])
    decisions = decided(desk, desk.live, today, wanted=desk.live["claim"].to_list())
    lines = list(_moved(desk, decisions, families))
    if lines:
        own = Act.objects.create(kind=act.kind, by=act.by, at=act.at, reason=act.reason, origin=act.origin)
        ledger.append(ledger.lines_table(lines), act=own, heads=heads)
    standing.keep(case=case_of(desk), at=act.at)

    return Redecided(people=len({who.of_record[line.claim.person_id] for line in lines}), lines=len(lines))


def _moved(desk: Desk, decisions: Decisions, families: Collection[str] | None) -> Iterator[ledger.Line]:
    """Yield the differences, claim by claim in their order."""
    for row in desk.live.sort("place", "record", "claim").iter_rows(named=True):
        found, holding = decisions[row["claim"]], desk.held[row["claim"]]
        for name in sorted({*found, *holding} - {""}):
            if families is None or name in families:
                decision = found.get(name) or _withdrawn(row["claim"], name, row["ends_on"])
                yield from _difference(desk, row, decision, holding.get(name, ledger.Held()))


def _difference(desk: Desk, row: dict[str, object], decision: Decision, holding: ledger.Held) -> Iterator[ledger.Line]:
    lines = list(changed(desk, row, decision, kind=EntryKind.REDECISION))
    if not lines and decision.version != holding.version:
        # Another version gives the same: the claim stays under that one from now on, and a line of nothing says so.
        lines = [line(desk, row, decision, next(iter(decision.amounts), NOWHERE), 0, kind=EntryKind.REDECISION)]
    yield from lines


def _withdrawn(claim: int, family: str, day: date) -> Decision:
    return Decision(claim, family, amounts={}, reasons=[nothing_because("no_version", day)])
