"""Credit a table of claims."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from credits import ledger, policy, rulebooks, standing
from credits.enums import ActKind, EntryKind
from credits.models import Act, Claim
from credits.models.rows import copy, next_ids
from credits.posting._deciding import decided, given, pins_kept, pins_today
from credits.posting._desk import Desk, case_of, known, locked, table, with_claims
from credits.posting._facts import ClaimFacts, Row, RowRefused, rows_of
from credits.posting._known import Keys, Sorted, sorted_out
from credits.posting._neighbours import near
from credits.posting._receipts import Receipt, receipt
from credits.posting._touching import touched
from learning.accounts.models import User


@transaction.atomic
def credit(
    *, claims: Sequence[ClaimFacts], by: User | None, at: datetime, origin: str, reason: str = ""
) -> list[Receipt]:
    """
    Register `claims`, all or none, and return a receipt for each in their order.

    A claim whose key and facts are known gets its present award; nothing is registered twice.

    :raises RowRefused: if a row lacks a fact that a rule asks for, or has one that is not possible
    :raises KeyReused: if a key of a person is known with other facts
    """
    if not claims:
        return []
    rows = rows_of(claims)
    who, heads = locked({row.person_id for row in rows})
    keys = Keys(rows, who)
    found = sorted_out(rows, keys)
    awards: dict[int, list[ledger.Award]] = {}
    if found.new:
        act = Act(kind=ActKind.CREDIT, by=by, at=at, origin=origin, reason=reason)
        lines = _registered(found.new, known(who, heads), act)
        keys.newest |= {(line.claim.person_id, line.claim.key): line.claim.pk for line in lines}
        awards = ledger.awards_of(lines)

    return _receipts(rows, found, keys, awards)


def _registered(rows: Sequence[Row], desk: Desk, act: Act) -> Sequence[ledger.Line]:
    """Enter `rows` as claims with their lines; return the lines, at least one a claim."""
    positions = _positions(rows, desk)
    act.save()
    ids = _inserted(rows, positions, act, desk)
    entered = table(
        [_columns(row, positions[row.place]) | {"id": ids[row.person_id, row.key]} for row in rows], desk.who
    )
    today = pins_today(desk, entered)
    check_gates({ids[row.person_id, row.key]: row for row in rows}, today, desk)
    beside, windows = near(desk, entered, today)
    desk = with_claims(desk, beside)
    families = today["family"].unique()
    pins = pl.concat([pins_kept(desk).filter(pl.col("family").is_in(families.implode())), today])
    decisions = decided(desk, pl.concat([desk.live, entered]), pins, wanted=entered["claim"].to_list())
    lines = [
        line
        for row in entered.iter_rows(named=True)
        for line in given(desk, row, decisions[row["claim"]], kind=EntryKind.CREDIT)
    ]
    ledger.append(lines, act=act, heads=desk.heads)
    standing.keep(case=case_of(desk), at=act.at, touched=touched(desk, entered, lines, windows))

    return lines


def check_gates(rows: Mapping[int, Row], pins: pl.DataFrame, desk: Desk) -> None:
    """
    Refuse the first of `rows` (by claim) that leaves out a fact that a gate of its version asks for.

    :raises RowRefused: naming row and fact
    """
    missing = []
    for claim, _family, digest in pins.iter_rows():
        row = rows[claim]
        asked = policy.required_facts(
            rulebooks.policy_version(desk.books.rows[digest]), row.columns["activity"], mode=row.columns["mode"]
        )
        missing += [(row.place, fact) for fact in asked if row.columns[fact] is None]
    if missing:
        place, fact = min(missing)
        raise RowRefused(row=place, key=next(row.key for row in rows.values() if row.place == place), fact=fact)


def _positions(rows: Sequence[Row], desk: Desk) -> dict[int, int]:
    """Give each row its place, in the order of `rows`, behind all that its human has."""
    following = {
        human: max(desk.heads[record].next_position for record in desk.who.records_of(human)) for human in desk.who.ids
    }
    positions = {}
    for row in rows:
        human = desk.who.of_record[row.person_id]
        positions[row.place] = following[human]
        following[human] += 1
        desk.heads[row.person_id].next_position = following[human]

    return positions


def _columns(row: Row, position: int) -> dict[str, Any]:
    head = {"person_id": row.person_id, "key": row.key, "revision": 1, "digest": row.digest, "position": position}
    return {**head, **row.columns}


def _inserted(rows: Sequence[Row], positions: Mapping[int, int], act: Act, desk: Desk) -> dict[tuple[int, str], int]:
    ids = next_ids(Claim, len(rows))
    copy(
        Claim,
        [
            {
                "id": pk,
                **_columns(row, positions[row.place]),
                "act_id": act.pk,
                "recorded_at": ledger.recorded_at(act.at, desk.heads[row.person_id]),
            }
            for pk, row in zip(ids, rows, strict=True)
        ],
    )
    return {(row.person_id, row.key): pk for pk, row in zip(ids, rows, strict=True)}


def _receipts(rows: Sequence[Row], found: Sorted, keys: Keys, awards: dict[int, list[ledger.Award]]) -> list[Receipt]:
    asked = {keys.newest[answer] for answer in found.answers.values()} - awards.keys()
    worth = awards | (ledger.present_awards(asked) if asked else {})
    new = {row.place for row in found.new}
    return [_receipt(row, keys.newest[found.answers[row.place]], worth, is_new=row.place in new) for row in rows]


def _receipt(row: Row, claim: int, awards: Mapping[int, list[ledger.Award]], *, is_new: bool) -> Receipt:
    outcome = "credited" if is_new else "known"
    return receipt(person_id=row.person_id, key=row.key, claim_id=claim, outcome=outcome, awards=awards.get(claim, ()))
