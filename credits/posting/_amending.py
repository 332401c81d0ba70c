"""Take a claim out, put it back, put another in its place; and look again at those that count after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import ledger, standing
from credits.enums import ActKind, ClaimState, EntryKind
from credits.models import Act, Claim
from credits.models.rows import insert
from credits.posting._crediting import check_gates
from credits.posting._deciding import (
    Decision,
    Decisions,
    changed,
    decided,
    given,
    pins_kept,
    pins_of,
    pins_of_correction,
    taken,
)
from credits.posting._desk import Desk, case_of, laid_out, locked, table
from credits.posting._facts import ClaimFacts, Row, rows_of
from credits.posting._receipts import Receipt, receipt
from learning.accounts.models import User
from learning.deeds import deed
from learning.errors import Refusal


class AlreadyReversed(Refusal):
    """The claim does not count any more."""

    sentence = _("“%(title)s” is reversed already. Reinstate it if it should count again.")


class AlreadyCorrected(Refusal):
    """A correction has taken the claim's place."""

    sentence = _("“%(title)s” has been corrected. Work on the corrected registration.")


class NotReversed(Refusal):
    """Only what was reversed can be reinstated."""

    sentence = _("“%(title)s” counts; there is nothing to reinstate.")


class NothingToCorrect(Refusal):
    """The facts are those that are registered."""

    sentence = _("These are the facts that are registered for “%(title)s”. Change what is wrong.")


class ReasonMissing(Refusal):
    """A change of what was registered says why."""

    field = "reason"
    sentence = _("Say why. The reason is kept with the change and shown to the person.")


@dataclass(frozen=True)
class _Change:
    """What leaves and what enters, and under which rulebooks what enters is decided."""

    desk: Desk
    out: pl.DataFrame
    into: pl.DataFrame
    pins: pl.DataFrame
    act: Act


@deed
def reverse(*, claim: Claim, by: User | None, at: datetime, reason: str, origin: str = "") -> Receipt:
    """
    Take away all that `claim` was given. It stays in the ledger; what counts after it is looked at again.

    :raises AlreadyReversed: if it does not count
    :raises AlreadyCorrected: if a correction has taken its place
    """
    desk, kept = _opened(claim, reason)
    _check_live(kept)
    row = desk.live.filter(pl.col("claim") == claim.pk)
    nothing = row.clear()
    _carry_out(_Change(desk, row, nothing, pins_of({}), _act(ActKind.REVERSAL, by, at, reason, origin)))

    return _receipt(kept, "reversed")


@deed
def reinstate(*, claim: Claim, by: User | None, at: datetime, reason: str) -> Receipt:
    """
    Let `claim`, which was reversed, count again at its place and under the version that decided it.

    :raises NotReversed: if it counts
    :raises AlreadyCorrected: if a correction has taken its place
    """
    desk, kept = _opened(claim, reason)
    if _state(kept) == ClaimState.REPLACED:
        raise AlreadyCorrected(title=kept.title)
    if _state(kept) == ClaimState.LIVE:
        raise NotReversed(title=kept.title)
    row = table([_stated(kept)], desk.who)
    pins = pins_of({claim.pk: desk.held[claim.pk]})
    _carry_out(_Change(desk, row.clear(), row, pins, _act(ActKind.REINSTATEMENT, by, at, reason)))

    return _receipt(kept, "reinstated")


@deed
def correct(
    *, claim: Claim, facts: ClaimFacts, by: User | None, at: datetime, reason: str, origin: str = ""
) -> Receipt:
    """
    Register `facts` in the place of `claim`: same person, key and position, next revision.

    :raises AlreadyReversed: if it does not count
    :raises AlreadyCorrected: if a correction has taken its place
    :raises NothingToCorrect: if nothing differs
    :raises RowRefused: if a fact is missing that a rule asks for, or is not possible
    """
    assert (facts.person_id, facts.key) == (claim.person_id, claim.key), "a correction keeps person and key"
    (row,) = rows_of([facts])
    desk, kept = _opened(claim, reason)
    _check_live(kept)
    if row.digest == kept.digest:
        raise NothingToCorrect(title=kept.title)
    act = _act(ActKind.CORRECTION, by, at, reason, origin)
    entered = _entered(row, kept, act, desk)
    into = table([entered], desk.who)
    pins = pins_of_correction(desk, kept, into)
    check_gates(into, pins, desk, rows={entered["id"]: row.place})
    _carry_out(_Change(desk, desk.live.filter(pl.col("claim") == claim.pk), into, pins, act))

    return _receipt(Claim.objects.get(pk=entered["id"]), "corrected")


def _opened(claim: Claim, reason: str) -> tuple[Desk, Claim]:
    if not reason.strip():
        raise ReasonMissing
    who, heads = locked([claim.person_id])
    kept = ledger.claims_of([claim.person_id]).get(pk=claim.pk)
    return laid_out(who, heads, also=[claim.pk]), kept


def _state(claim: Claim) -> str:
    return str(getattr(claim, "state"))  # noqa: B009  (annotated)


def _check_live(claim: Claim) -> None:
    if _state(claim) == ClaimState.REPLACED:
        raise AlreadyCorrected(title=claim.title)
    if _state(claim) == ClaimState.REVERSED:
        raise AlreadyReversed(title=claim.title)


def _act(kind: ActKind, by: User | None, at: datetime, reason: str, origin: str = "") -> Act:
    return Act.objects.create(kind=kind, by=by, at=at, reason=reason.strip(), origin=origin)


def _carry_out(change: _Change) -> None:
    """Append the lines of what leaves, of what enters and of the later claims that this changes."""
    desk, kind = change.desk, EntryKind(change.act.kind)
    day = timezone.localdate(change.act.at)
    lines = [line for row in change.out.iter_rows(named=True) for line in taken(desk, row, kind=kind, day=day)]
    later = _later(change)
    staying = desk.live.filter(~pl.col("claim").is_in(change.out["claim"].to_list()))
    pins = pl.concat([pins_kept(desk), change.pins])
    wanted = [*change.into["claim"].to_list(), *later["claim"].to_list()]
    after = decided(desk, pl.concat([staying, change.into]), pins, wanted=wanted)
    lines += [
        line for row in change.into.iter_rows(named=True) for line in given(desk, row, after[row["claim"]], kind=kind)
    ]
    lines += _ripples(desk, later, after)
    ledger.append(ledger.lines_table(lines), act=change.act, heads=desk.heads)
    standing.keep(case=case_of(desk), at=change.act.at)


def _later(change: _Change) -> pl.DataFrame:
    """Return the live claims that count after the place of the change, in their order."""
    place = min(frame["place"].item() for frame in (change.out, change.into) if frame.height)
    gone = change.out["claim"].to_list()
    return change.desk.live.filter((pl.col("place") > place) & ~pl.col("claim").is_in(gone)).sort(
        "place", "record", "claim"
    )


def _ripples(desk: Desk, later: pl.DataFrame, after: Decisions) -> Iterator[ledger.Line]:
    """Yield what the change gives or takes from later claims."""
    if later.is_empty():
        return
    before = decided(desk, desk.live, pins_kept(desk), wanted=later["claim"].to_list())
    for row in later.iter_rows(named=True):
        for family, decision in sorted(after[row["claim"]].items()):
            # Facts or versions that moved meanwhile have their own act, `redecide`: what they would change is not mended in passing.
            if _holds_what_it_would(desk, row["claim"], before[row["claim"]].get(family)):
                yield from changed(desk, row, decision, kind=EntryKind.ADJUSTMENT)


def _holds_what_it_would(desk: Desk, claim: int, decision: Decision | None) -> bool:
    holding = desk.held[claim].get(decision.family) if decision else None
    amounts = {cell: hours for cell, hours in decision.amounts.items() if hours} if decision else {}
    return holding is not None and holding.amounts == amounts


def _entered(row: Row, kept: Claim, act: Act, desk: Desk) -> dict[str, Any]:
    head = {
        "person_id": kept.person_id,
        "key": kept.key,
        "revision": kept.revision + 1,
        "position": kept.position,
        "digest": row.digest,
    }
    moment = ledger.recorded_at(act.at, desk.heads[kept.person_id])
    columns = {**head, **row.columns, "corrects_id": kept.pk, "act_id": act.pk, "recorded_at": moment}
    ((pk,),) = insert(Claim, [columns], returning=["id"])
    return {**head, **row.columns, "id": pk}


def _stated(claim: Claim) -> Mapping[str, Any]:
    return {
        name: getattr(claim, name)
        for name in ("id", "person_id", "key", "revision", "position", "digest", *ledger.CLAIM_FACTS)
    }


def _receipt(claim: Claim, outcome: str) -> Receipt:
    awards: Sequence[ledger.Award] = ledger.present_awards([claim.pk]).get(claim.pk, ())
    return receipt(person_id=claim.person_id, key=claim.key, claim_id=claim.pk, outcome=outcome, awards=awards)
