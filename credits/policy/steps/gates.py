"""Gates: conditions without which a claim earns nothing."""

from collections.abc import Callable, Iterator

import polars as pl

from credits.policy._reasons import Detail, Reason, cut
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_earning import Gate

HUNDREDTH_OF_PERCENT = 10_000


def before_audit(rules: Rules) -> list[Reason]:
    """Return why a claim counts for nothing, whatever it says: it was reversed, or learnt before the duty where that is owed from its day on."""
    found = [_nothing("revoked", pl.col("revoked_on").is_not_null(), day=pl.col("revoked_on"))]
    if rules.any(_from_the_day):
        early = rules.where(_from_the_day) & (pl.col("ends_on") < pl.col("obliged_since")).fill_null(value=False)
        clause = rules.clause(lambda version: version.entry)
        found.append(_nothing("before_duty", early, day=pl.col("obliged_since"), clause=clause))
    return found


def unverified_entries(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for what an audit could not verify; `moved` keeps what goes to the next requirement."""
    if frame["unverified"].null_count() == frame.height:
        return frame.with_columns(moved=pl.lit(0, dtype=pl.Int64))
    gone = pl.col("unverified").fill_null(value=False)
    to_next = rules.where(lambda version: version.unverified)
    frame = frame.with_columns(moved=pl.when(gone & to_next).then("hours").otherwise(0))
    clause = rules.clause(lambda version: version.unverified)
    return cut(frame, rules, "unverified", to=0, when=gone & pl.col("v").is_not_null(), clause=clause)


def reasons(rules: Rules) -> list[Reason]:
    """Return why a claim earns nothing: a category that the rulebook does not know, a proof that is too old, and its gates, kind after kind."""
    numbers = {kind: max((len(_of_kind(version, kind)) for version in rules.versions), default=0) for kind in KINDS}
    gates = [reason for kind in KINDS for number in range(numbers[kind]) for reason in _gate(rules, kind, number)]
    return [_known_category(rules), *_valid_proof(rules), *gates]


def _known_category(rules: Rules) -> Reason:
    unknown: pl.Expr = pl.lit(value=False)
    for codes, places in rules.alike(lambda version: tuple(version.category_codes)).items():
        unknown |= rules.at(places) & ~pl.col("category").is_in([*codes, ""])
    return _nothing("unknown_category", unknown.fill_null(value=False), text=pl.col("category"))


def _valid_proof(rules: Rules) -> Iterator[Reason]:
    """Yield what is said once the proof (a diploma) is older than the row allows."""
    if rules.any(lambda version: any(row.valid_years for row in version.activities)):
        old = pl.col("ends_on").dt.year() >= pl.col("passed_on").dt.year() + pl.col("valid_years")
        details = {"day": pl.col("passed_on"), "value": pl.col("valid_years"), "clause": pl.col("row_clause")}
        for code in ("expired", "too_late"):
            yield _nothing(code, old.fill_null(value=False), **details)


def _gate(rules: Rules, kind: str, number: int) -> Iterator[Reason]:
    code, fails = KINDS[kind]

    def gate(version: Version) -> Gate | None:
        gates = _of_kind(version, kind)
        return gates[number] if number < len(gates) else None

    applies: pl.Expr = pl.lit(value=False)
    for (activities, modes), places in rules.alike(lambda version: _whom(gate(version))).items():
        applies |= rules.at(places) & concerned(activities, modes)
    limit = rules.whole(lambda version: _limit(gate(version)))
    failed = (applies & fails(limit)).fill_null(value=False)
    clause = rules.clause(gate)
    yield _nothing(code, failed, value=limit, fact=_fact(kind), clause=clause)
    if kind == "passed":
        late = (applies & _late(limit)).fill_null(value=False)
        yield _nothing("too_late", late, value=limit, day=pl.col("passed_on"), clause=clause)


def asks_of_people(version: Version) -> bool:
    """Return whether a gate of `version` asks something of the person."""
    return _from_the_day(version) or any(gate.kind == "collected" for gate in version.gates)


def _from_the_day(version: Version) -> bool:
    """Return whether hours are owed, and count, from the day on which the duty began."""
    return version.entry is not None and version.entry.kind == "prorate"


def _fact(kind: str) -> pl.Expr | None:
    # No expression at import time: a process that imports this may still fork.
    if kind == "late":
        return _scheduled() - pl.col("attended_minutes")
    return pl.col(FACTS[kind]) if kind in FACTS else None


def _of_kind(version: Version, kind: str) -> list[Gate]:
    return [gate for gate in version.gates if gate.kind == kind]


def _whom(gate: Gate | None) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    return (tuple(gate.activities), tuple(gate.modes)) if gate else None


def concerned(activities: tuple[str, ...], modes: tuple[str, ...]) -> pl.Expr:
    """Return whether a claim is one of these activities in one of these modes; none named: of all."""
    holds: pl.Expr = pl.lit(value=True)
    if activities:
        holds &= pl.col("activity").is_in(list(activities))
    if modes:
        holds &= pl.col("mode").fill_null("unstated").is_in(list(modes))
    return holds


def _limit(gate: Gate | None) -> int | None:
    if gate is None:
        return None
    share = int(gate.share * HUNDREDTH_OF_PERCENT) if gate.share is not None else None
    limits = (share, gate.half_days, gate.within_days, gate.late_minutes)
    return next((limit for limit in limits if limit is not None), None)


def _nothing(code: str, when: pl.Expr, **details: Detail) -> Reason:
    # Every gate that fails is named, also where an earlier one has taken all.
    return Reason(code, when & pl.col("v").is_not_null(), to=0, details=details)


def _not_passed(limit: pl.Expr) -> pl.Expr:
    return ~pl.col("passed").fill_null(value=True) | _late(limit).fill_null(value=False)


def _late(limit: pl.Expr) -> pl.Expr:
    return pl.col("passed_on") > pl.col("ends_on") + pl.duration(days=limit)


def _scheduled() -> pl.Expr:
    # The schedule that presence is measured against: minutes, else the clock, else the hours approved.
    return pl.coalesce("minutes", "lesson_minutes", pl.col("stated") * pl.col("lesson") // 100)


def _too_short(share: pl.Expr) -> pl.Expr:
    return pl.col("attended_minutes") * HUNDREDTH_OF_PERCENT < _scheduled() * share


def _missed(limit: pl.Expr) -> pl.Expr:
    return _scheduled() - pl.col("attended_minutes") > limit


def _absent(limit: pl.Expr) -> pl.Expr:
    return pl.col("absent_half_days") > limit


def _not_recognised(_limit: pl.Expr) -> pl.Expr:
    early = pl.col("starts_on") < pl.col("provider_since")
    return early.fill_null(value=False) | (pl.col("ends_on") > pl.col("provider_until")).fill_null(value=False)


def _approved_late(_limit: pl.Expr) -> pl.Expr:
    return pl.col("approved_on") > pl.col("starts_on")


def _not_collected(_limit: pl.Expr) -> pl.Expr:
    return ~pl.col("info_collected").fill_null(value=True)


Fails = Callable[[pl.Expr], pl.Expr]
KINDS: dict[str, tuple[str, Fails]] = {
    "collected": ("precondition_missing", _not_collected),
    "absences": ("absences", _absent),
    "attendance": ("attendance_too_low", _too_short),
    "late": ("missed_minutes", _missed),
    "passed": ("not_passed", _not_passed),
    "provider": ("provider_not_recognised", _not_recognised),
    "approved": ("not_approved_in_advance", _approved_late),
}
FACTS: dict[str, str] = {"absences": "absent_half_days", "attendance": "attended_minutes"}
