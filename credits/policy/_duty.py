"""How much of a cycle a person owes: duty not yet begun, begun within, ended, exempt."""

from collections.abc import Iterator

import polars as pl

from credits.policy import _cycles
from credits.policy._dated import statuses
from credits.policy._known import Facts
from credits.policy._part_duty import agreed, reduced, with_days
from credits.policy._reasons import Reason, flags, note, say
from credits.policy._rules import Rules
from credits.policy._schema import Version


def with_fraction(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Settle `up` and `down`, the part of the cycle for which the requirement is owed, of cases with `begun_and_ended`."""
    cases = _by_months(cases, rules, facts)
    cases = reduced(cases, rules, facts)
    return say(cases, rules, rules.once(_released), "released")


def begun_and_ended(rules: Rules) -> list[pl.Expr]:
    """Return the part that is owed where nothing lowers it, and marks for `with_fraction` of cases that owe nothing."""
    whole = pl.lit(1, dtype=pl.Int64)
    return [whole.alias("up"), whole.alias("down"), *flags(rules.once(_released), "released")]


def _released(rules: Rules) -> list[Reason]:
    """Return why nothing is owed: the duty has not begun or has ended, or the person is of an age."""
    first, end = pl.col(_cycles.STARTS), pl.col(_cycles.ENDS)
    since, until = pl.col("obliged_since"), pl.col("obliged_until")
    next_year = rules.where(lambda version: version.entry and version.entry.kind == "next_year")
    early = end <= since
    if rules.any(lambda version: version.entry and version.entry.kind == "next_year"):
        early |= next_year & (first < pl.date(since.dt.year() + 1, 1, 1))
    first_free = rules.where(_frees_the_first)
    begun_here = first_free & (first <= since) & (since < end)
    clause = rules.clause(lambda version: version.entry)
    return [
        *([_nothing("exempt", begun_here, day=since, clause=clause)] if rules.any(_frees_the_first) else []),
        _nothing("before_duty", early, day=since, clause=clause),
        _nothing("exempt", first > until, day=until),
        *_by_age(rules),
    ]


def _frees_the_first(version: Version) -> bool:
    return version.entry is not None and version.entry.kind == "exempt"


def _by_age(rules: Rules) -> Iterator[Reason]:
    if not rules.any(lambda version: any(rule.age for rule in version.exemptions)):
        return
    age = rules.whole(lambda version: next((rule.age for rule in version.exemptions if rule.age), None))
    clause = rules.clause(lambda version: next((rule for rule in version.exemptions if rule.age), None))
    last = pl.col(_cycles.ENDS).dt.offset_by("-1d")
    born = pl.col("born_on")
    birthdays = last.dt.year() - born.dt.year() - (last.dt.ordinal_day() < born.dt.ordinal_day()).cast(pl.Int32)
    yield _nothing("exempt", birthdays >= age, value=age, clause=clause)


def _nothing(code: str, when: pl.Expr, **details: pl.Expr) -> Reason:
    taken = -(pl.col("required") * pl.col("up") // pl.col("down"))
    return Reason(code, when.fill_null(value=False), taken, to=0, sets="up", details=details)


def _by_months(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Lower by the started months that are not owed, those that no owed day touches; or by the days, where the rulebook counts days."""
    partly = rules.any(lambda version: version.entry and version.entry.kind == "prorate")
    if not partly and not rules.any(
        lambda version: any(rule.status and not rule.reduce for rule in version.exemptions)
    ):
        return cases
    spans = pl.concat([*_off_duty(cases, rules), *_exempt(cases, rules, facts)])
    if spans.is_empty():
        return cases
    owed = _owed_months(cases, _merged(spans))
    cases = cases.join(owed, on="case", how="left", maintain_order="left").with_columns(
        owed=_started(rules), whole=pl.col("months")
    )
    cases = with_days(cases, _merged(spans), rules)
    less = (pl.col("owed") < pl.col("whole")).fill_null(value=False)
    taken = -(pl.col("required") * (pl.col("whole") - pl.col("owed")) // pl.col("whole"))
    for code in ("prorated", "exempt"):
        when = less & (pl.col("cause") == code)
        details = {"value": pl.col("whole"), "fact": pl.col("owed"), "clause": pl.col("months_clause")}
        note(cases, rules, code, taken, when=when, **details)
    return cases.with_columns(
        up=pl.when(less).then("owed").otherwise("up"), down=pl.when(less).then("whole").otherwise("down")
    )


def _started(rules: Rules) -> pl.Expr:
    """Return the months owed: those of started quarters, where the rulebook counts quarters."""
    quarters = rules.where(lambda version: version.entry and version.entry.by == "quarter")
    whole = pl.min_horizontal("months", -(-pl.col("owed") // 3) * 3)
    return pl.when(quarters & (pl.col("cause") == "prorated")).then(whole).otherwise("owed")


def _off_duty(cases: pl.DataFrame, rules: Rules) -> list[pl.DataFrame]:
    prorate = rules.where(lambda version: version.entry and version.entry.kind == "prorate")
    clause = rules.clause(lambda version: version.entry)
    shared = cases.filter(prorate).with_columns(cause=pl.lit("prorated"), months_clause=clause)
    before = shared.filter(pl.col("obliged_since") > pl.col(_cycles.STARTS)).select(
        "case", "cause", "months_clause", since=_cycles.STARTS, before="obliged_since"
    )
    left = pl.col("obliged_until").dt.offset_by("1d")
    after = shared.filter(left < pl.col(_cycles.ENDS)).select(
        "case", "cause", "months_clause", since=left, before=_cycles.ENDS
    )
    return [before, after]


def _exempt(cases: pl.DataFrame, rules: Rules, facts: Facts) -> list[pl.DataFrame]:
    spans = cases.select("case", "person", "v", _cycles.STARTS, _cycles.ENDS).join(statuses(facts.dated), on="person")
    found = []
    for place, version in enumerate(rules.versions):
        for rule in version.exemptions:
            if rule.status is None or rule.reduce is not None:
                continue
            own = spans.filter((pl.col("v") == place) & (pl.col("code") == rule.status) & agreed(needed=rule.consent))
            clause = pl.lit(rules.clause_number(version, rule), dtype=pl.Int64)
            found.append(
                own.select(
                    "case",
                    cause=pl.lit("exempt"),
                    months_clause=clause,
                    since=pl.max_horizontal("since", _cycles.STARTS),
                    before=pl.min_horizontal("before", _cycles.ENDS),
                ).filter(pl.col("since") < pl.col("before"))
            )
    return found


def _merged(spans: pl.DataFrame) -> pl.DataFrame:
    # Statuses may lie over one another: a day off is one day off.
    spans = spans.sort("case", "since", "before")
    begun = pl.col("since") > pl.col("before").cum_max().shift(1).over("case")
    spans = spans.with_columns(block=begun.fill_null(value=True).cum_sum())
    return spans.group_by("case", "block").agg(
        pl.col("since").min(), pl.col("before").max(), pl.col("cause").first(), pl.col("months_clause").first()
    )


def _owed_months(cases: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    concerned = cases.select("case", "months", _cycles.STARTS, _cycles.ENDS).join(
        spans.select("case").unique(), on="case"
    )
    months = concerned.with_columns(month=pl.int_ranges(0, pl.col("months"))).explode("month")
    months = months.with_columns(
        first=pl.col(_cycles.STARTS).dt.offset_by(pl.format("{}mo", "month")),
        end=pl.min_horizontal(
            pl.col(_cycles.STARTS).dt.offset_by(pl.format("{}mo", pl.col("month") + 1)), _cycles.ENDS
        ),
    )
    shared = pl.min_horizontal("end", "before") - pl.max_horizontal("first", "since")
    off = (
        months.join(spans, on="case")
        .group_by("case", "month", "first", "end")
        .agg(
            off=shared.dt.total_days().clip(0).sum(),
            cause=pl.col("cause").sort_by("since").first(),
            months_clause=pl.col("months_clause").sort_by("since").first(),
        )
    )
    owed = (pl.col("off") < (pl.col("end") - pl.col("first")).dt.total_days()).cast(pl.Int64).sum()
    return off.group_by("case").agg(
        owed=owed, cause=pl.col("cause").first(), months_clause=pl.col("months_clause").first()
    )
