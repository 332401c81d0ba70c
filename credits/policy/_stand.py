"""From lines of the ledger to standings: required, counted, missing, by when and why."""

from collections.abc import Sequence
from functools import cache

import polars as pl

from credits.policy import _cycles, _handover
from credits.policy._dated import with_level
from credits.policy._judge import judge
from credits.policy._known import Facts
from credits.policy._reasons import collected
from credits.policy._rolling import asks_more
from credits.policy._rules import Rules, rules_of
from credits.policy._schema import Version
from credits.policy._tables import ASKED, DATED, LINES, MORE_OF_LINES, OPENINGS, PEOPLE, completed, nothing
from credits.policy.steps.versions import in_force_on

KEYS = ["person", "family", _cycles.STARTS]
ASKED_OF = ["person", "family"]


def stand(
    *,
    lines: pl.DataFrame,
    people: pl.DataFrame,
    asked: pl.DataFrame,
    versions: Sequence[Version],
    dated: pl.DataFrame | None = None,
    openings: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return a standing for each cycle asked: see the docstring of the package for the columns."""
    rules = rules_of(versions)
    facts = facts_of(lines, people, dated, openings, rules)
    wanted = in_cycles(completed(asked, ASKED), rules, facts, day="on").unique(KEYS, maintain_order=True)
    return _walk(wanted, rules, facts)


def facts_of(
    lines: pl.DataFrame,
    people: pl.DataFrame,
    dated: pl.DataFrame | None,
    openings: pl.DataFrame | None,
    rules: Rules,
) -> Facts:
    """Return the tables of a batch, completed."""
    table = completed(lines, LINES).with_columns(_filled())
    detailed = completed(lines, {**LINES, **MORE_OF_LINES}).with_columns(_filled()) if rules.any(asks_more) else None
    return Facts(table, completed(people, PEOPLE), completed(dated, DATED), completed(openings, OPENINGS), detailed)


@cache
def _filled() -> list[pl.Expr]:
    return [pl.col("category").fill_null(""), pl.col("hours", "moved").fill_null(0)]


def placed(frame: pl.LazyFrame, rules: Rules, facts: Facts, *, day: str) -> pl.LazyFrame:
    """Add what `in_cycles` adds."""
    return in_cycles(frame.collect(engine="in-memory"), rules, facts, day=day).lazy()


def in_cycles(frame: pl.DataFrame, rules: Rules, facts: Facts, *, day: str) -> pl.DataFrame:
    """Add the cycle in which `day` lies, the version in force on the cycle's last day, and the person's facts of that day."""
    plan = _cycles.with_personal_dates(frame.lazy().with_columns(day=pl.col(day)), facts.people, facts.openings)
    for make in (_then, _first, _span):
        plan = plan.with_columns(rules.once(make))
    plan = plan.filter(pl.col(_cycles.STARTS).is_not_null()).with_columns(rules.once(_at_the_end))
    found = collected(plan.filter(pl.col("v").is_not_null()))
    if not rules.once(_asks_level):
        return found.with_columns(target_level=pl.lit(None, dtype=pl.String))
    return with_level(found, facts.dated, day=_last())


def _asks_level(rules: Rules) -> bool:
    return rules.any(lambda version: any(total.target_levels for total in version.totals))


@cache
def _last() -> pl.Expr:
    return pl.col(_cycles.ENDS).dt.offset_by("-1d")


def _then(rules: Rules) -> pl.Expr:
    return in_force_on(rules, day=pl.col("day"))


def _first(rules: Rules) -> pl.Expr:
    # A day before the first version may lie in a cycle at whose end that version is in force.
    first: dict[str, int] = {}
    for place, version in sorted(enumerate(rules.versions), key=lambda item: item[1].since, reverse=True):
        first[version.family] = place
    parts = [pl.when(pl.col("family") == family).then(pl.lit(place)) for family, place in first.items()]
    return pl.coalesce("v", *parts).cast(pl.Int64).alias("v")


def _span(rules: Rules) -> list[pl.Expr]:
    return _cycles.span(rules, day=pl.col("day"))


def _at_the_end(rules: Rules) -> pl.Expr:
    return in_force_on(rules, day=_last())


def _walk(wanted: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Judge cycle after cycle where one hands on to the next; one turn serves everybody's next cycle."""
    families = [version.family for version in rules.versions if _handover.hands_over(version)]
    chained = pl.col("family").is_in(families)
    if not families:
        return _alone(wanted, rules, facts)
    until = wanted.filter(chained).group_by("person", "family").agg(until=pl.col(_cycles.STARTS).max())
    first = _firsts(wanted.filter(chained), facts) if until.height else wanted.clear()
    cases = pl.concat([wanted.filter(~chained).select(*ASKED), first.select(*ASKED)])
    handed = nothing(_handover.HANDED)
    found: list[pl.DataFrame] = []
    while cases.height or not found:
        judged, handed = _turn(cases, handed, rules, facts)
        found.append(judged.join(wanted.select(KEYS), on=KEYS, how="semi"))
        going = (
            judged.select(*ASKED_OF, on=_cycles.ENDS).join(until, on=ASKED_OF).filter(pl.col("on") <= pl.col("until"))
        )
        cases = going.select(*ASKED)
    return pl.concat(found).sort(KEYS)


def _alone(wanted: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Judge cycles of which none hands on anything."""
    handed = nothing(_handover.HANDED)
    wanted, rules = _used(wanted, rules)
    return judge(_numbered(wanted), handed, rules, facts).standings.sort(KEYS)


def _used(wanted: pl.DataFrame, rules: Rules) -> tuple[pl.DataFrame, Rules]:
    """Return the cycles under the versions that decide one of them: those of other years cost as much as they do."""
    if len(rules.versions) == 1:
        return wanted, rules
    used = wanted["v"].unique().sort()
    if used.len() in {0, len(rules.versions)}:
        return wanted, rules
    place = pl.lit(used).search_sorted(pl.col("v")).cast(pl.Int64)
    return wanted.with_columns(v=place), rules_of([rules.versions[number] for number in used])


def _numbered(cases: pl.DataFrame) -> pl.DataFrame:
    case = pl.int_range(cases.height, dtype=pl.Int64, eager=True).alias("case")
    return cases.with_columns(earned_after=pl.lit(None, dtype=pl.Date)).insert_column(0, case)


def _turn(cases: pl.DataFrame, handed: pl.DataFrame, rules: Rules, facts: Facts) -> tuple[pl.DataFrame, pl.DataFrame]:
    result = judge(_numbered(in_cycles(cases, rules, facts, day="on")), handed, rules, facts)
    return result.standings, _handover.left_over(result.judged, result.parts.categories, rules)


def _firsts(wanted: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return the day from which each chain is known: of the first line or opening, or the cycle asked."""
    keys = ASKED_OF
    known = [
        facts.lines.select(*keys, day=_cycles.STARTS),
        facts.openings.select(*keys, day="on"),
        wanted.select(*keys, day="on"),
    ]
    asked = wanted.select(keys).unique()
    return pl.concat(known).drop_nulls().join(asked, on=keys, how="semi").group_by(keys).agg(on=pl.col("day").min())
