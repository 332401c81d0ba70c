"""Decide again under the versions and facts of now; and what was brought along from earlier."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import polars as pl
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from credits import ledger, policy, rulebooks, standing
from credits.enums import ActKind, EntryKind
from credits.hours import to_hundredths
from credits.models import Act, OpeningBalance
from credits.posting._amending import ReasonMissing
from credits.posting._deciding import NOWHERE, Decision, Decisions, changed, decided, line, pins_kept, pins_today
from credits.posting._desk import Desk, case_of, known, laid_out, locked
from learning.accounts.models import User
from learning.errors import Refusal

PEOPLE_A_TRANSACTION = 200


@dataclass(frozen=True)
class Redecided:
    """What a redecision moved: for how many people a line was appended, and how many lines."""

    people: int
    lines: int


class AlreadyOpened(Refusal):
    """An opening balance of this cycle and category is there."""

    sentence = _("The opening balance for %(on)s (%(category)s) is registered already.")


class NoSuchRulebook(Refusal):
    """No version of such a rulebook is in force then."""

    field = "family"
    sentence = _("“%(family)s” is no rulebook that is in force on %(on)s. Choose one from the list.")


class NotTheFirstDay(Refusal):
    """An opening balance belongs to the first day of a cycle."""

    field = "on"
    sentence = _(
        "No cycle of “%(family)s” begins on %(on)s for this person: that day lies in the cycle from %(starts)s. State the first day of a cycle."
    )


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
def open_balance(  # noqa: PLR0913  (a row's facts, all named)
    *,
    person_id: int,
    family: str,
    on: date,
    by: User | None,
    at: datetime,
    source: str,
    carried_in: Decimal | None = None,
    shortfall: Decimal | None = None,
    category: str = "",
) -> OpeningBalance:
    """
    Register what a person brings into the cycle of `family` that begins on `on`; from then on that cycle is known.

    :raises NoSuchRulebook: if no version of `family` is in force on that day
    :raises NotTheFirstDay: if no cycle of the person begins on that day
    :raises AlreadyOpened: if that is registered
    """
    who, heads = locked([person_id])
    _check_first_day(known(who, heads), family, on)
    act = Act.objects.create(kind=ActKind.OPENING, by=by, at=at, reason=source, origin=f"opening:{family}")
    amounts = {"carried_in": _hundredths(carried_in), "shortfall": _hundredths(shortfall)}
    try:
        with transaction.atomic():
            opening = OpeningBalance.objects.create(
                person_id=person_id, family=family, on=on, category=category, source=source, act=act, **amounts
            )
    except IntegrityError:
        raise AlreadyOpened(on=on, category=category or "-") from None
    standing.keep(case=case_of(known(who, heads)), at=at)

    return opening


def _check_first_day(desk: Desk, family: str, on: date) -> None:
    version = rulebooks.in_force(family=family, on=on)
    if version is None:
        raise NoSuchRulebook(family=family, on=on)
    asked = pl.DataFrame({"person": list(desk.who.ids), "on": [on]}, schema={"person": pl.Int64, "on": pl.Date})
    placed = policy.cycles_of(asked, rulebooks.policy_version(version), desk.facts.people)
    starts = placed["cycle_starts_on"].item()
    # A registration period of somebody whose own day nobody knows begins where the balance says.
    if starts is not None and starts != on:
        raise NotTheFirstDay(family=family, on=on, starts=starts)


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else to_hundredths(amount)


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
        ledger.append(lines, act=own, heads=heads)
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
    reason = {"code": "no_version", "amount": 0, "day": day.isoformat()}
    return Decision(claim, family, amounts={}, reasons=[reason])
