"""Credit a table of claims."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import polars as pl

from credits import ledger, policy, rulebooks, standing
from credits.enums import ActKind
from credits.models import Act, Claim, tables
from credits.models.rows import insert, next_ids
from credits.models.tables import joined_alike
from credits.posting._deciding import pins_kept, pins_today
from credits.posting._desk import FACTS, Desk, as_policy_reads, case_of, known, locked, with_claims
from credits.posting._entering import lines_of_new
from credits.posting._facts import ClaimFacts, Row, RowRefused, rows_of
from credits.posting._known import Keys, Sorted, sorted_out
from credits.posting._neighbours import near
from credits.posting._receipts import Receipt, receipt
from credits.posting._touching import touched
from learning.accounts.models import User
from learning.deeds import deed

# A row of Claim before its id, in the order of `_stated`.
ENTERED: Mapping[str, Any] = {
    **dict.fromkeys(("row", "id", "person_id"), pl.Int64),
    "key": pl.String,
    "revision": pl.Int64,
    "digest": pl.String,
    "position": pl.Int64,
    "recorded_at": pl.Datetime("us", "UTC"),
}


@deed
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
        stamped = lines[["record", "key", "claim"]].iter_rows()
        keys.newest |= {(record, key): claim for record, key, claim in stamped}
        awards = ledger.awards_of(lines)

    return _receipts(rows, found, keys, awards)


def _registered(rows: Sequence[Row], desk: Desk, act: Act) -> pl.DataFrame:
    """Enter `rows` as claims with their lines; return the lines, at least one a claim."""
    told = {"kind": act.kind, "by_id": act.by_id, "at": act.at, "reason": act.reason, "origin": act.origin}
    ((act.pk,),) = insert(Act, [told], returning=["id"])
    stated = _stated(rows, desk, act)
    tables.append(Claim, stated[[name for name in stated.columns if name != "row"]], act_id=act.pk)
    entered = as_policy_reads(stated, desk.who)
    today = pins_today(desk, entered)
    check_gates(entered, today, desk, rows=dict(stated[["id", "row"]].iter_rows()))
    beside = near(desk, entered, today)
    desk = with_claims(desk, beside.live, beside.holdings)
    kept = pins_kept(desk)
    if set(kept["family"]) - set(today["family"]):
        kept = kept.join(today[["family"]].unique(), on="family", how="semi", maintain_order="left")
    pins = pl.concat([kept, today])
    lines = lines_of_new(desk, entered, pins)
    ledger.append(lines, act=act, heads=desk.heads)
    standing.keep(case=case_of(desk), at=act.at, touched=touched(desk, entered, lines, beside.windows))

    return lines


def check_gates(entered: pl.DataFrame, pins: pl.DataFrame, desk: Desk, *, rows: Mapping[int, int]) -> None:
    """
    Refuse the claims `entered` if any leaves out a fact that a gate of its version asks for; `rows` are their places.

    :raises RowRefused: naming each row that does, and its fact
    """
    asked = joined_alike(entered[["claim", "activity", "mode"]], pins[["claim", "version"]], on=["claim"])
    missing, deciding = [], None
    for version, activity, mode in dict.fromkeys(asked[["version", "activity", "mode"]].iter_rows()):
        facts = policy.required_facts(rulebooks.policy_version(desk.books.rows[version]), activity, mode=mode)
        alike = (pl.col("version") == version) & (pl.col("activity") == activity) & pl.col("mode").eq_missing(mode)
        for fact in facts:
            if not entered[fact].null_count():
                continue
            if deciding is None:
                deciding = entered.join(pins[["claim", "version"]], on="claim")
            without = deciding.filter(alike & pl.col(fact).is_null())
            missing += [(rows[claim], fact, key) for claim, key in without.select("claim", "key").iter_rows()]
    if missing:
        # Of several facts that one row leaves out the first is named.
        raise RowRefused({row: (key, fact) for row, fact, key in sorted(missing, reverse=True)})


def _stated(rows: Sequence[Row], desk: Desk, act: Act) -> pl.DataFrame:
    """Return the rows of Claim for `rows`: each behind all that its human has, in their order."""
    following = {pk: head.next_position for pk, head in desk.heads.items()}
    if not desk.who.are_alone:
        following = {human: max(map(following.__getitem__, desk.who.records_of(human))) for human in desk.who.ids}
    heads = []
    for pk, row in zip(next_ids(Claim, len(rows)), rows, strict=True):
        head, human = desk.heads[row.person_id], desk.who.of_record[row.person_id]
        moment = ledger.recorded_at(act.at, head)
        heads.append((row.place, pk, row.person_id, row.key, 1, row.digest, following[human], moment))
        following[human] += 1
        head.next_position = following[human]
    entered = pl.DataFrame(heads, schema=ENTERED, orient="row")
    return entered.hstack([_stated_fact(name, kind, rows) for name, kind in FACTS.items()])


def _stated_fact(name: str, kind: Any, rows: Sequence[Row]) -> pl.Series:
    stated = rows[0].table[name]
    if stated.count(None) == len(stated):
        return _unstated(name).new_from_index(0, len(rows))
    # Most facts are stated of no claim, or of all alike.
    if stated.count(stated[0]) == len(stated):
        return pl.Series(name, stated[:1], dtype=kind).new_from_index(0, len(rows))
    return pl.Series(name, [stated[row.place] for row in rows], dtype=kind)


@cache
def _unstated(name: str) -> pl.Series:
    return pl.Series(name, [None], dtype=FACTS[name])


def _receipts(rows: Sequence[Row], found: Sorted, keys: Keys, awards: dict[int, list[ledger.Award]]) -> list[Receipt]:
    asked = {keys.newest[answer] for answer in found.answers.values()} - awards.keys()
    worth = awards | (ledger.present_awards(asked) if asked else {})
    new = {row.place for row in found.new}
    return [_receipt(row, keys.newest[found.answers[row.place]], worth, is_new=row.place in new) for row in rows]


def _receipt(row: Row, claim: int, awards: Mapping[int, list[ledger.Award]], *, is_new: bool) -> Receipt:
    outcome = "credited" if is_new else "known"
    return receipt(person_id=row.person_id, key=row.key, claim_id=claim, outcome=outcome, awards=awards.get(claim, ()))
